"""The door to language models: any OpenAI-compatible server, and replies that are kept."""

from radio.llm.kept import KeptReplies
from radio.llm.openai import OpenAiServer

__all__ = ["KeptReplies", "OpenAiServer"]
