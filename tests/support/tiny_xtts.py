"""A folder with a whole XTTS model of few random weights, which murmurs for about three seconds a sentence.

`python tiny_xtts.py FOLDER` makes it, in a process of its own: the package warns a good deal when it is loaded.
"""

from __future__ import annotations

import sys
from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyz'.,!?-"
SPECIAL = ("[STOP]", "[UNK]", "[SPACE]", "[START]", "[en]")
AUDIO_TOKENS = 80


def make(folder: Path) -> None:
    import torch
    from tokenizers import Tokenizer, models
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.models.xtts import Xtts

    vocabulary = {token: at for at, token in enumerate([*SPECIAL, *LETTERS])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="[UNK]"))
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.save(str(folder / "vocab.json"))
    torch.manual_seed(7)
    config = XttsConfig(
        model_args=XttsArgs(
            gpt_layers=2,
            gpt_n_model_channels=64,
            gpt_n_heads=2,
            gpt_max_audio_tokens=AUDIO_TOKENS,
            gpt_number_text_tokens=len(vocabulary),
            gpt_start_text_token=vocabulary["[START]"],
            gpt_stop_text_token=vocabulary["[STOP]"],
            gpt_num_audio_tokens=66,
            gpt_start_audio_token=64,
            gpt_stop_audio_token=65,
            gpt_use_perceiver_resampler=True,
            decoder_input_dim=64,
        )
    )
    model = Xtts(config)
    with torch.no_grad():
        model.gpt.mel_head.bias[65] = -100  # it never stops before its longest
    config.save_json(str(folder / "config.json"))
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    speaker = {"gpt_cond_latent": torch.randn(1, 32, 64), "speaker_embedding": torch.randn(1, 512, 1)}
    torch.save({"Ana": speaker}, folder / "speakers_xtts.pth")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
