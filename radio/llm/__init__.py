"""The door to language models: any OpenAI-compatible server, replies that are kept, and the latent writer's server."""

from radio.llm.kept_replies import KeptReplies
from radio.llm.latent_server import LatentServer
from radio.llm.openai_server import OpenAiServer

__all__ = ["KeptReplies", "LatentServer", "OpenAiServer"]
