"""What a model wrote → the JSON object that was asked for, or a ValueError that names the first thing wrong.

Mends what models do to good JSON: thinking aloud before it, a code fence around it, raw line breaks within strings.
Never guesses at a missing value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_THOUGHT = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_THOUGHT_END = re.compile(r"^.*</think(?:ing)?>", re.DOTALL)
_FENCE = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)
SHOWN_CHARACTERS = 200


def parse_answer(text: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The object in the text, valid against the schema."""
    value = _object_in(text)
    if mistake := _first_mistake(value, schema):
        raise ValueError(mistake[:SHOWN_CHARACTERS])
    return value


def _object_in(text: str) -> dict[str, Any]:
    text = _THOUGHT_END.sub("", _THOUGHT.sub("", text))
    if fenced := _FENCE.search(text):
        text = fenced[1]
    start = text.find("{")
    if start < 0:
        raise ValueError("the answer holds no JSON object")
    try:
        # Constrained decoding lets raw control characters through; strict=False takes them as they are.
        value, _ = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (json.JSONDecodeError, RecursionError) as exc:
        raise ValueError(f"the answer is not JSON: {exc}") from None
    return value


def _first_mistake(value: Any, schema: Mapping[str, Any]) -> str:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    error = best_match(Draft202012Validator(schema).iter_errors(value))
    if error is None:
        return ""
    return f"the answer does not fit the schema at {error.json_path}: {error.message}"
