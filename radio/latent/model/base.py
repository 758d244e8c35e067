"""The base model: a name or a folder → a frozen language model whose layers all attend, and its tokenizer.

The encoder reads a span both ways by its attention mask alone. A layer that is no attention (linear, recurrent) knows
no mask, so a model that has one is refused, by its configuration before its weights are read, then by trying it.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import cast

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, PreTrainedModel
from transformers.configuration_utils import PretrainedConfig

from radio.errors import BadConfig
from radio.latent.model.settings import TARGETS
from radio.latent.model.tokenizing import Tokenizes

ATTENTION = {"full_attention", "sliding_attention", "chunked_attention"}
"""What transformers calls layers that follow a mask."""
RECURRENT_FIELDS = ("ssm_cfg", "state_size", "mamba_d_state", "linear_num_key_heads")
"""What only configurations of models with recurrent or linear layers have."""
PROBE_TOKENS = 4
"""The length of the text that a model reads to show that it sees both ways."""
SEEN = 1e-6
"""How far the first state must move when the last token is another one; less is rounding."""


def load_base(
    name: str, *, device: str = "", four_bit: bool = False, learns: bool = False
) -> tuple[PreTrainedModel, Tokenizes]:
    """`device` as torch calls it, or `auto`; nothing leaves it to torch. `four_bit` loads NF4 weights by bitsandbytes.

    `learns`: adapters are to be trained on it. On a CPU the first text that is read in evaluation mode has bitsandbytes
    pack its weights in a way that no gradient passes.

    Raises BadConfig where there is no such model or device, or where no latent model can be made of it.
    """
    if device not in ("", "auto"):
        refuse_device(device)
    try:
        config = AutoConfig.from_pretrained(name)
        refuse_recurrent(name, config)
        quantised = {"quantization_config": _four_bit()} if four_bit else {}
        model = AutoModelForCausalLM.from_pretrained(name, dtype="auto", device_map=device or None, **quantised)
        tokenizer = cast(Tokenizes, AutoTokenizer.from_pretrained(name))  # typed there for batches and every framework
    except (OSError, ValueError, KeyError) as exc:
        said = str(exc).strip().splitlines()[0].rstrip(".")
        raise BadConfig(
            f"the base model {name} cannot be loaded: {said}; give the name or the folder of one with --base"
        ) from None
    model.train(learns)
    refuse_unsuitable(name, model)
    return model, tokenizer


def refuse_device(device: str) -> None:
    """Raises BadConfig where torch has no such device here."""
    try:
        torch.empty(0, device=device)
    except (AssertionError, RuntimeError) as exc:
        said = str(exc).strip().splitlines()[0].rstrip(".")
        raise BadConfig(f"there is no device {device} here: {said}; leave --device out") from None


def refuse_recurrent(name: str, config: PretrainedConfig) -> None:
    """Raises BadConfig where the configuration names layers without attention."""
    others = sorted(set(getattr(config, "layer_types", None) or ()) - ATTENTION)
    others += [field for field in RECURRENT_FIELDS if getattr(config, field, None) is not None]
    if others:
        raise BadConfig(f"{name} has layers without attention ({others[0]}); choose a dense Qwen3, Llama or Mistral")


def refuse_unsuitable(name: str, model: PreTrainedModel) -> None:
    """Raises BadConfig where adapters find no place in the model, or where its first token cannot see the last."""
    parts = {module.rpartition(".")[2] for module, _ in model.named_modules()}
    missing = [target for target in TARGETS if target not in parts]
    if missing:
        raise BadConfig(f"{name} has no layers called {', '.join(missing)}; choose a dense Qwen3, Llama or Mistral")
    if not _sees_both_ways(model):
        raise BadConfig(f"{name} cannot read a text both ways; choose a dense Qwen3, Llama or Mistral")


@torch.no_grad()
def _sees_both_ways(model: PreTrainedModel) -> bool:
    ids = torch.arange(PROBE_TOKENS, device=model.device).repeat(2, 1)
    ids[1, -1] += 1
    sees = torch.ones(2, 1, PROBE_TOKENS, PROBE_TOKENS, dtype=torch.bool, device=model.device)
    states = model.get_decoder()(input_ids=ids, attention_mask=sees, use_cache=False).last_hidden_state
    return bool((states[0, 0] - states[1, 0]).abs().max() > SEEN)


def _four_bit() -> object:
    if not find_spec("bitsandbytes"):
        raise BadConfig(
            "weights of 4 bits need the extra `four-bit`, which is not installed; install it or leave --four-bit out"
        )
    from transformers import BitsAndBytesConfig

    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
