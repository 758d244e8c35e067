"""A tiny base and texts on disk, as `latent train` is given them; a tiny checkpoint, as `latent serve` finds one."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from tiny_latent import LATENT, SPAN, look_trained, tiny_base, tiny_settings
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedModel, PreTrainedTokenizerFast

from radio.latent.model import checkpoint, settings
from radio.latent.model.bigvae import BigVae
from radio.latent.writing import prose_vectors

POSITIONS = 4096
SPECIAL = ("<s>", "</s>", "<pad>")


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    """Every byte is a token, so that any text can be read."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate([*SPECIAL, *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    first, last, padding = SPECIAL
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=first, eos_token=last, pad_token=padding)


def tiny_texts(folder: Path) -> list[str]:
    """Writes `base` and `texts.jsonl`; returns the texts."""
    tokenizer = tiny_tokenizer()
    tiny_base(vocabulary=len(tokenizer)).save_pretrained(folder / "base")
    tokenizer.save_pretrained(folder / "base")
    texts = [f"Paper {n} shows that a station may speak for {n} hours and never be silent. " * 3 for n in range(12)]
    (folder / "texts.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    return texts


def tiny_checkpoint(
    folder: Path, seed: int = 1, *, base: PreTrainedModel | None = None, span: int = SPAN
) -> tuple[Path, Path]:
    """Writes base and checkpoint; returns the checkpoint's folder and that of its vectors, with one called `plain`."""
    tokenizer = tiny_tokenizer()
    base = base or tiny_base(seed, vocabulary=len(tokenizer), positions=POSITIONS)
    base.save_pretrained(folder / "base")
    tokenizer.save_pretrained(folder / "base")
    about = tiny_settings(
        base_model=str(folder / "base"), tokenizer_hash=settings.tokenizer_hash(tokenizer.get_vocab()), span=span
    )
    model = BigVae(base, about, ("encoder", "writer"))
    generator = torch.Generator().manual_seed(seed)
    look_trained(model, generator)
    checkpoint.save(model, folder / "latent", ("encoder", "writer"))
    named = prose_vectors.build(
        "plain",
        checkpoint.checkpoint_id(folder / "latent"),
        4 * torch.randn(3, LATENT, generator=generator),
        ["one", "two", "three"],
    )
    prose_vectors.save(named, folder / "vectors")
    return folder / "latent", folder / "vectors"
