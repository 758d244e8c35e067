"""Installed voices on the disk: found whole, named by their contents, known from damaged ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from radio.speech.voices import voice_files
from radio.speech.voices.voice_files import PIN, Pin, pinned, write_pin


def install(voices: Path, engine: str, voice: str, content: bytes = b"a model") -> Path:
    folder = voices / engine / voice
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(content)
    write_pin(folder, Pin(files=pinned(folder, ["model.onnx"]), licence="MIT"))
    return folder


def test_a_voice_is_found_once_its_pin_is_written(tmp_path: Path):
    folder = tmp_path / "piper" / "alan"
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(b"a model")
    assert voice_files.find(tmp_path, "piper", "alan") is None
    write_pin(folder, Pin(files=pinned(folder, ["model.onnx"])))
    assert voice_files.find(tmp_path, "piper", "alan") == folder
    assert voice_files.pin(folder).installed.tzinfo is not None


def test_a_torn_pin_is_no_installed_voice(tmp_path: Path):
    folder = install(tmp_path, "piper", "alan")
    (folder / PIN).write_text((folder / PIN).read_text()[:40])
    assert voice_files.find(tmp_path, "piper", "alan") is None
    assert list(voice_files.installed(tmp_path)) == []


@pytest.mark.parametrize("name", ["..", "../alan", "", ".hidden", "a/b", "a\0b", "/etc"])
def test_a_name_that_leaves_the_folder_is_never_found(tmp_path: Path, name: str):
    install(tmp_path, "piper", "alan")
    assert voice_files.place(tmp_path, "piper", name) is None
    assert voice_files.find(tmp_path, "piper", name) is None


def test_every_installed_voice_is_listed_by_engine_and_name(tmp_path: Path):
    for engine, voice in (("piper", "b"), ("kokoro", "model"), ("piper", "a")):
        install(tmp_path, engine, voice)
    (tmp_path / "piper" / "half").mkdir()
    assert [found[:2] for found in voice_files.installed(tmp_path)] == [
        ("kokoro", "model"),
        ("piper", "a"),
        ("piper", "b"),
    ]


def test_an_edition_names_the_contents(tmp_path: Path):
    for number, content in enumerate((b"one", b"one", b"two")):
        install(tmp_path, "piper", f"v{number}", content)
    first, same, other = (voice_files.edition(tmp_path, "piper", f"v{number}") for number in range(3))
    assert first == same != other
    assert voice_files.edition(tmp_path, "piper", "v9") == "none"


def test_a_file_that_is_gone_cut_or_written_to_is_damage(tmp_path: Path):
    folder = install(tmp_path, "piper", "alan")
    model = folder / "model.onnx"
    assert voice_files.damage(folder) == voice_files.damage_within(folder) == ""
    model.write_bytes(b"a modem")
    later = (folder / PIN).stat().st_mtime_ns + 1_000_000_000
    os.utime(model, ns=(later, later))
    assert "written to" in voice_files.damage(folder)
    assert "not what was installed" in voice_files.damage_within(folder)
    model.write_bytes(b"a mod")
    assert "5 bytes instead of 7" in voice_files.damage(folder)
    model.unlink()
    assert "missing" in voice_files.damage(folder) and "missing" in voice_files.damage_within(folder)


def test_a_whole_voice_that_was_copied_is_well_again_once_its_contents_were_read(tmp_path: Path):
    folder = install(tmp_path, "piper", "alan")
    later = (folder / PIN).stat().st_mtime_ns + 1_000_000
    os.utime(folder / "model.onnx", ns=(later, later))
    assert voice_files.damage(folder)
    assert voice_files.damage_within(folder) == ""
    assert voice_files.damage(folder) == ""
