"""The door to language models: any OpenAI-compatible server, replies that are kept, and the latent writer's server."""

from radio.llm.kept import KeptReplies
from radio.llm.latent import LatentServer
from radio.llm.openai import OpenAiServer

__all__ = ["KeptReplies", "LatentServer", "OpenAiServer"]
