"""A checkpoint comes back bit for bit, in both layouts, and one that does not fit is refused in one sentence."""

from __future__ import annotations

import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_latent import tiny_base, tiny_model, tiny_settings

from radio.errors import BadConfig
from radio.latent.model.checkpoint import HEAD, PUBLISHED_HEAD, checkpoint_id, described, load, save
from radio.latent.model.settings import tokenizer_hash
from radio.latent.writing import prose_vectors


@pytest.fixture
def folder(tmp_path, model):
    save(model, tmp_path, ("encoder", "decoder", "writer"))
    return tmp_path


class Words:
    """A tokenizer by its words alone."""

    def __init__(self, *words: str):
        self._words = words

    def get_vocab(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self._words)}


def test_a_checkpoint_comes_back_bit_for_bit(folder, model, spans):
    again = load(folder, tiny_base())
    assert torch.equal(again.encode(spans), model.encode(spans))
    assert again.settings == model.settings and set(again.adapters) == {"encoder", "writer"}
    mask = torch.ones_like(spans)
    with torch.no_grad():
        ours, theirs = (m.logits("writer", [m.embed(spans)], [mask], 3) for m in (model, again))
    assert torch.equal(ours, theirs)


@pytest.mark.parametrize("with_router", [True, False])
def test_the_published_layout_is_read(folder, model, spans, with_router):
    head = load_file(folder / HEAD)
    head.pop("gain")
    save_file(head, folder / PUBLISHED_HEAD)
    (folder / HEAD).unlink()
    (folder / "latent.json").unlink()
    (folder / "writer").rename(folder / ("router" if with_router else "gone"))
    again = load(folder, tiny_base())
    assert torch.equal(again.encode(spans), model.encode(spans))
    assert (again.settings.latent_width, again.settings.rank, again.settings.norms.mean_norm) == (16, 8, 25.0)


def test_another_width_tokenizer_or_base_is_refused(folder, tmp_path):
    with pytest.raises(BadConfig, match="trained on tiny, 64 wide, and the base given is 128 wide"):
        load(folder, tiny_base(width=128))
    model = tiny_model()
    model.settings = tiny_settings(tokenizer_hash=tokenizer_hash(Words("a", "b").get_vocab()))
    save(model, tmp_path / "other", ("encoder", "writer"))
    load(tmp_path / "other", tiny_base(), Words("a", "b"))
    with pytest.raises(BadConfig, match="another tokenizer"):
        load(tmp_path / "other", tiny_base(), Words("a", "c"))
    with pytest.raises(BadConfig, match="has 28 weights where the base given needs 42; serve it on its own base, tiny"):
        load(folder, tiny_base(layers=3))


def test_what_is_missing_torn_or_no_number_is_named(folder):
    whole = (folder / HEAD).read_bytes()
    (folder / HEAD).write_bytes(whole[:50])
    with pytest.raises(BadConfig, match="cannot be read; fetch it again"):
        load(folder, tiny_base())
    weights = tiny_model().head.state_dict()
    weights["f.bias"] = torch.tensor([torch.nan])
    save_file(weights, folder / HEAD)
    with pytest.raises(BadConfig, match=r"not numbers \(in f.bias\)"):
        load(folder, tiny_base())
    (folder / HEAD).unlink()
    with pytest.raises(BadConfig, match=r"head.safetensors is missing"):
        load(folder, tiny_base())
    with pytest.raises(BadConfig, match="no adapter called decoder"):
        (folder / "decoder" / "adapter_model.safetensors").unlink()
        load(folder, tiny_base(), adapters=("decoder",))


@pytest.mark.parametrize(
    ("content", "message"),
    [("{half", "cannot be read"), ('{"format": 7}', "another format"), ('{"format": 1}', "not a description")],
)
def test_a_description_that_is_none_is_refused(folder, content, message):
    (folder / "latent.json").write_text(content)
    with pytest.raises(BadConfig, match=message):
        described(folder)


def test_an_empty_folder_is_no_checkpoint(tmp_path):
    with pytest.raises(BadConfig, match="holds no latent checkpoint"):
        described(tmp_path)


def test_a_checkpoint_is_known_by_its_encoder(folder, tmp_path, model):
    same = checkpoint_id(folder)
    save(model, tmp_path / "copy", ("encoder", "writer"))
    assert checkpoint_id(tmp_path / "copy") == same
    save(tiny_model(2), tmp_path / "other", ("encoder", "writer"))
    assert checkpoint_id(tmp_path / "other") != same


def test_a_vector_comes_back_and_belongs_to_its_checkpoint(tmp_path, model, spans):
    latents = model.encode(spans).detach()
    made = prose_vectors.build("calm-prose", "abc", latents, ["one", "two", "three", "four"])
    prose_vectors.save(made, tmp_path)
    again = prose_vectors.load(tmp_path, "calm-prose", "abc")
    assert torch.equal(again.vector, made.vector) and again.texts == made.texts
    assert prose_vectors.names(tmp_path) == ["calm-prose"]
    assert -1 <= again.consistency <= 1 and again.nearest(2)[0][0] >= again.nearest(2)[1][0]
    with pytest.raises(BadConfig, match="another checkpoint"):
        prose_vectors.load(tmp_path, "calm-prose", "def")
    with pytest.raises(BadConfig, match="no vector 'nothing'"):
        prose_vectors.load(tmp_path, "nothing")


@pytest.mark.parametrize("name", ["", "../x", "A", "a b"])
def test_a_vector_needs_a_name_of_its_own(name, spans, model):
    with pytest.raises(BadConfig, match="no name for a vector"):
        prose_vectors.build(name, "abc", model.encode(spans), ["x"] * 4)


def test_a_file_that_is_no_vector_is_refused(tmp_path):
    (tmp_path / "torn.safetensors").write_bytes(b"half")
    with pytest.raises(BadConfig, match="is not a prose vector"):
        prose_vectors.load(tmp_path, "torn")
