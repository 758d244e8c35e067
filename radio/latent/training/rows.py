"""Texts → rows of token ids to train on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor

from radio.errors import BadConfig
from radio.latent.model.tokenizing import Tokenizes, words_of

PADDING = 0


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a file: every line's `text` of a .jsonl, or a plain text whole. Raises BadConfig."""
    try:
        if path.suffix != ".jsonl":
            yield path.read_text()
            return
        with path.open() as file:
            for number, line in enumerate(file, 1):
                yield _text(path, number, line)
    except (OSError, UnicodeDecodeError) as exc:
        raise BadConfig(f"{path} cannot be read as text: {exc}") from None


def _text(path: Path, number: int, line: str) -> str:
    try:
        row = json.loads(line)
    except ValueError:
        raise BadConfig(f"{path}, line {number}, is not JSON") from None
    text = row.get("text") or row.get("abstract") if isinstance(row, dict) else None
    if not isinstance(text, str):
        raise BadConfig(f"{path}, line {number}, has no `text`")
    return text


def tokens(texts: Iterable[str], tokenizer: Tokenizes) -> list[list[int]]:
    """The ids of each text, without special tokens; empty texts are left out."""
    return [ids for text in texts if (ids := words_of(text, tokenizer))]


def pairs(documents: Iterable[Sequence[int]], span: int) -> tuple[Tensor, Tensor]:
    """Rows [N, 2S] of two spans in a row with masks, for phase 1. The ends of texts are padded on the left; one with
    no more than a span is left out."""
    rows, masks = [], []
    for ids in documents:
        for start in range(0, len(ids), 2 * span):
            window = list(ids[start : start + 2 * span])
            if len(window) > span:
                missing = 2 * span - len(window)
                rows.append([PADDING] * missing + window)
                masks.append([0] * missing + [1] * len(window))
    return _tensors(rows, masks, 2 * span)


def windows(documents: Iterable[Sequence[int]], length: int, separator: int | None) -> tuple[Tensor, Tensor]:
    """Rows [N, L] without padding, for phase 2: the texts one after another, a separator between."""
    stream: list[int] = []
    for ids in documents:
        stream.extend(ids)
        if separator is not None:
            stream.append(separator)
    rows = [stream[start : start + length] for start in range(0, len(stream) - length + 1, length)]
    return _tensors(rows, [[1] * length] * len(rows), length)


def first_spans(documents: Iterable[Sequence[int]], span: int) -> Tensor:
    """[n, S]: the beginning of each text that is a span long."""
    starts = [list(ids[:span]) for ids in documents if len(ids) >= span]
    return torch.tensor(starts, dtype=torch.long).view(-1, span)


def _tensors(rows: list[list[int]], masks: list[list[int]], length: int) -> tuple[Tensor, Tensor]:
    if not rows:
        raise BadConfig(f"there is no text of more than {length // 2} tokens to train on")
    return torch.tensor(rows, dtype=torch.long), torch.tensor(masks, dtype=torch.long)
