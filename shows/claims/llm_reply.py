"""What a question to a language model and its answer are made of: pieces of schema, the fence, the cleaning.

In: parts of a reply.  Out: the same, in the shape that was asked for. Raises ValueError where a list is missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, cast

FEWEST_CLAIMS = 3
LONGEST_SENTENCE_WORDS = 45
TEXT = {"type": "string", "minLength": 1}
_BEFORE_OBJECT = re.compile(r"[\s,]*(?=\{)")
_DECODER = json.JSONDecoder(strict=False)
_SPEAKER_TAG = re.compile(r"^\s*(?:host|guest|ada|max|speaker \w+)\s*:\s*", re.I)
_MARK_UP = re.compile(r"</?\w+[^>]*>|\*\*|__|^#+\s*")

Prompt = tuple[str, str, dict[str, Any]]
"""System text, prompt and the schema of the answer."""


def clean(text: str, hosts: Sequence[str] = ()) -> str:
    """Without mark-up, and without a speaker's name in front."""
    text = " ".join(_MARK_UP.sub("", text).split())
    text = _SPEAKER_TAG.sub("", text)
    for host in hosts:
        text = text.removeprefix(f"{host}:").strip()
    return text if text[-1:] in ".?!\"'" or not text else text + "."


def fields_of(value: object) -> Mapping[str, Any]:
    """The fields of an object in JSON; none of anything else."""
    return cast(Mapping[str, Any], value) if isinstance(value, Mapping) else {}


def rows(value: Mapping[str, Any], name: str) -> Sequence[Any]:
    found = value.get(name)
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise ValueError(f"the reply has no list of {name}")
    return cast(Sequence[Any], found)


def finished(text: str, name: str) -> list[Any]:
    """The whole elements of a list of objects in JSON that is still being written."""
    start = re.search(rf'"{re.escape(name)}"\s*:\s*\[', text)
    found: list[Any] = []
    at = start.end() if start else len(text)
    while element := _BEFORE_OBJECT.match(text, at):
        try:
            value, at = _DECODER.raw_decode(text, element.end())
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def nonce(text: str) -> str:
    """A mark that the text cannot hold, since it follows from the whole of the text."""
    return "paper-" + sha256(text.encode()).hexdigest()[:16]


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def list_of(of: Mapping[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": of, "maxItems": most}
