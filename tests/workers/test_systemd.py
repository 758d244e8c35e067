"""The units, as systemd itself reads them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[2] / "systemd"
PROGRAM = "/opt/paper-radio/.venv/bin/paper-radio"
WORST_EXPOSURE = 2.0


@pytest.fixture
def units(tmp_path) -> list[Path]:
    """The units with a program that exists, the air with its stream key."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    for unit in [*UNITS.glob("*.service"), *UNITS.glob("*.target")]:
        text = unit.read_text()
        if unit.name == "paper-radio-air.service":
            text = text.replace("\n[Install]", (UNITS / "stream-key.conf").read_text() + "\n[Install]")
        (tmp_path / unit.name).write_text(text.replace(PROGRAM, "/bin/true"))
    return sorted(tmp_path.iterdir())


def analyse(*arguments: str | Path) -> subprocess.CompletedProcess:
    command = ["systemd-analyze", "--no-pager", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.mark.slow
def test_systemd_finds_nothing_to_say_about_the_units(units):
    verified = analyse("verify", *units)
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.slow
def test_no_unit_is_more_exposed_than_it_must_be(units):
    for unit in units:
        if unit.suffix == ".service":
            report = json.loads(analyse("security", "--offline=true", "--json=short", unit).stdout)
            assert sum(float(row["exposure"] or 0) for row in report) < WORST_EXPOSURE, unit.name


def test_each_program_has_a_unit_that_the_target_wants():
    target = (UNITS / "paper-radio.target").read_text()
    for name in ("air", "studio", "desk"):
        unit = (UNITS / f"paper-radio-{name}.service").read_text()
        assert f"ExecStart={PROGRAM} {name}\n" in unit and "Restart=always" in unit
        assert f"paper-radio-{name}.service" in target


def test_the_latent_writer_has_a_unit_that_nothing_waits_for_and_that_only_this_machine_reaches():
    name = "paper-radio-latent.service"
    unit = (UNITS / name).read_text()
    assert f"ExecStart={PROGRAM} latent serve /var/lib/paper-radio/latent\n" in unit and "Restart=always" in unit
    assert "IPAddressDeny=any\nIPAddressAllow=localhost\n" in unit and "StateDirectory" not in unit
    assert not [other.name for other in UNITS.iterdir() if other.name != name and name in other.read_text()]


def test_nothing_takes_the_processor_from_the_air():
    weight = {
        name: int((UNITS / f"paper-radio-{name}.service").read_text().partition("CPUWeight=")[2].split()[0])
        for name in ("air", "studio", "desk", "latent")
    }
    assert weight["air"] > weight["desk"] > weight["studio"] > weight["latent"]
