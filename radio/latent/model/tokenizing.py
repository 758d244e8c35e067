"""Texts as tokens: what this package asks of a tokenizer, whichever it is."""

from __future__ import annotations

from typing import Protocol


class Tokenizes(Protocol):
    """A tokenizer, as transformers has them, asked for one text at a time."""

    bos_token_id: int | None
    eos_token_id: int | None

    @property
    def all_special_ids(self) -> list[int]: ...
    def get_vocab(self) -> dict[str, int]: ...

    def encode(self, text: str, *, add_special_tokens: bool, split_special_tokens: bool) -> list[int]: ...
    def decode(self, token_ids: list[int], skip_special_tokens: bool = False) -> str: ...


def words_of(text: str, tokenizer: Tokenizes) -> list[int]:
    """Its ids without special tokens: a text that spells the end of a text says so and does not end."""
    return tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
