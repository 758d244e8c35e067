"""Voices made on the spot: ONNX models with the inputs and outputs of real ones, which hum where those speak.

The engines load and run them as they do any installed voice.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from radio.speech.engines.kokoro import MODEL
from radio.speech.voices.voice_files import PIN, Pin, pinned, write_pin

PIPER_RATE, KOKORO_RATE = 22_050, 24_000
PIPER_SECONDS_PER_ID, KOKORO_SECONDS_PER_TOKEN = 0.04, 0.07  # piper puts a pad between any two
KOKORO_ALPHABET = "$;:,.!?—… ˈˌːAIOQWYᵊabdfhijklmnopqstuvwzæɑɒɔɕðəɛɜɟɡɪŋɹɾʃʊʌʒʤʧθᵻ"


def install_piper(voices: Path, name: str, speakers: int = 1) -> Path:
    """A piper voice; its speakers hum at 150, 200, 250 … Hz."""
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    folder = voices / "piper" / name
    folder.mkdir(parents=True)
    config = {
        "audio": {"sample_rate": PIPER_RATE},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "num_symbols": 256,
        "num_speakers": speakers,
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
    }
    (folder / f"{name}.onnx.json").write_text(json.dumps(config))
    onnx.save(_piper_model(speakers), folder / f"{name}.onnx")
    return pin(folder)


def install_kokoro(voices: Path, **hertz: float) -> None:
    """Kokoro's model, and a voice for each name that hums at that many hertz."""
    model = voices / "kokoro" / MODEL
    model.mkdir(parents=True, exist_ok=True)
    vocabulary = {letter: number for number, letter in enumerate(KOKORO_ALPHABET)}
    (model / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocabulary}}))
    onnx.save(_kokoro_model(), model / "model.onnx")
    pin(model)
    for name, pitch in hertz.items():
        folder = voices / "kokoro" / name
        folder.mkdir()
        np.full((510, 1, 256), pitch, np.float32).tofile(folder / f"{name}.bin")
        pin(folder)


def pin(folder: Path) -> Path:
    """Notes the files as installed, just as they are now."""
    names = sorted(path.name for path in folder.iterdir() if path.name != PIN)
    write_pin(folder, Pin(files=pinned(folder, names), licence="made here"))
    return folder


def _piper_model(speakers: int) -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "ids"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    nodes = [
        helper.make_node("Gather", ["scales", "one"], ["stretch"]),
        helper.make_node("Mul", ["seconds_per_token", "stretch"], ["seconds_each"]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, ["batch"]))
        nodes += [
            helper.make_node("Cast", ["sid"], ["speaker"], to=TensorProto.FLOAT),
            helper.make_node("Mul", ["speaker", "step"], ["above"]),
            helper.make_node("Add", ["above", "base"], ["hertz"]),
        ]
    else:
        nodes.append(helper.make_node("Identity", ["base"], ["hertz"]))
    constants = {"one": np.array([1]), "base": np.float32([150]), "step": np.float32([50])}
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, "frames"])
    return _hum("input", inputs, nodes, constants, output, PIPER_RATE, PIPER_SECONDS_PER_ID, [1, 1, -1])


def _kokoro_model() -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    nodes = [
        helper.make_node("Div", ["seconds_per_token", "speed"], ["seconds_each"]),
        helper.make_node("ReduceMean", ["style"], ["mean"], keepdims=0),
        helper.make_node("Reshape", ["mean", "flat"], ["hertz"]),
    ]
    constants = {"flat": np.array([1])}
    output = helper.make_tensor_value_info("waveform", TensorProto.FLOAT, [1, "frames"])
    return _hum("input_ids", inputs, nodes, constants, output, KOKORO_RATE, KOKORO_SECONDS_PER_TOKEN, [1, -1])


def _hum(
    tokens: str,
    inputs: list[onnx.ValueInfoProto],
    nodes: list[onnx.NodeProto],
    constants: dict[str, np.ndarray],
    output: onnx.ValueInfoProto,
    rate: int,
    seconds_per_token: float,
    shape: list[int],
) -> onnx.ModelProto:
    """A tone of `hertz` for `seconds_each` a token; the given nodes compute these two."""
    nodes = [
        *nodes,
        helper.make_node("Shape", [tokens], ["sizes"]),
        helper.make_node("Gather", ["sizes", "second"], ["count"]),
        helper.make_node("Cast", ["count"], ["tokens_given"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["tokens_given", "seconds_each"], ["seconds"]),
        helper.make_node("Mul", ["seconds", "rate"], ["exact"]),
        helper.make_node("Cast", ["exact"], ["frames"], to=TensorProto.INT64),
        helper.make_node("Squeeze", ["frames"], ["end"]),
        helper.make_node("Range", ["nought", "end", "step_of_one"], ["numbers"]),
        helper.make_node("Cast", ["numbers"], ["time"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["time", "radians_per_hertz"], ["turns"]),
        helper.make_node("Mul", ["turns", "hertz"], ["phase"]),
        helper.make_node("Sin", ["phase"], ["wave"]),
        helper.make_node("Mul", ["wave", "amplitude"], ["quiet"]),
        helper.make_node("Reshape", ["quiet", "shape"], [output.name]),
    ]
    constants = constants | {
        "seconds_per_token": np.float32([seconds_per_token]),
        "second": np.array([1]),
        "rate": np.float32([rate]),
        "nought": np.array(0),
        "step_of_one": np.array(1),
        "radians_per_hertz": np.float32([2 * math.pi / rate]),
        "amplitude": np.float32([0.3]),
        "shape": np.array(shape),
    }
    initialisers = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "hum", inputs, [output], initialisers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return model
