"""What the air costs: CPU of the clock, the fan-out, the encoder and all sinks, and the dead air at a receiver.

    python tests/bench/air.py [--quick] [--json FILE]

Air plays speech-like takes over a new dense page every six seconds, to HLS, to one RTMP server on loopback and to an
mp3. CPU is the kernel's count for each process, in per cent of one core. The peer is a single ffmpeg that encodes the
same content to the same three outputs.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import soundfile
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from loopback import free_port
from rtmp_receiver import RtmpReceiver, is_there, silences

from radio.config import Config
from radio.ffmpeg import ffmpeg
from radio.ids import ShowId
from radio.media import Media, write_atomic
from radio.model import HOUSE_RATE, Item, Programme, Rundown, Slot, to_json

PAGE_SECONDS = 6
PAGES = 12
TAKE_RATE = 22_050
WARM_UP_SECONDS = 10
BARS = {"clock_fanout_cpu_percent": 5.0, "total_cpu_percent": 20.0, "dead_air_seconds": 0.0}
TICKS = os.sysconf("SC_CLK_TCK")


# --- content ----------------------------------------------------------------------------------------------------


def page(number: int) -> Image.Image:
    """Two columns of small print."""
    image = Image.new("L", (1280, 720), 250)
    draw = ImageDraw.Draw(image)
    rng = np.random.default_rng(number)
    for column in (30, 660):
        for y in range(20, 690, 14):
            x = column
            while x < column + 540:
                letters = "".join(chr(97 + int(c)) for c in rng.integers(0, 26, int(rng.integers(2, 9))))
                draw.text((x, y), letters, fill=20)
                x += 6 * len(letters) + 8
    return image


def speech_like(number: int) -> np.ndarray:
    """Noise in syllables, at the level of speech."""
    rng = np.random.default_rng(number)
    t = np.arange(PAGE_SECONDS * TAKE_RATE) / TAKE_RATE
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * t + rng.uniform(0, 6))
    noise = np.convolve(rng.normal(0, 1, len(t)), np.ones(6) / 6, "same")
    return (0.25 * syllables * noise).clip(-1, 1)


def hand_over(config: Config) -> None:
    """What studio would: one long show."""
    media = Media(config.paths.media)
    items = []
    for number in range(PAGES):
        sound = io.BytesIO()
        soundfile.write(sound, speech_like(number), TAKE_RATE, format="FLAC")
        raw = page(number).tobytes() + bytes([128]) * (1280 * 360)
        items.append((media.put(sound.getvalue(), ".flac"), media.put(zlib.compress(raw, 1), ".yuvz")))
    made = tuple(
        Item(
            id=f"bench/{n:03}", sound=items[n % PAGES][0], picture=items[n % PAGES][1], text="Noise.", speaker="Ada",
            frames=PAGE_SECONDS * HOUSE_RATE, pause_frames=0,
        )
        for n in range(100)
    )  # fmt: skip
    show = ShowId("bench")
    rundown = Rundown(
        show=show, format="paper", title="Noise", artist="", made=datetime.now(UTC), items=made, complete=True
    )
    write_atomic(config.paths.rundown_of(show), to_json(rundown))
    programme = Programme(made=datetime.now(UTC), slots=(Slot(show=show, source="rundown"),))
    write_atomic(config.paths.programme, to_json(programme))


# --- receiver ---------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def receiver(folder: Path) -> Iterator[str]:
    """An RTMP server that keeps what it gets under `folder`: its address."""
    if is_there():
        server = RtmpReceiver(folder)
        with server.running():
            yield f"{server.url}/bench"
        return
    folder.mkdir(parents=True)
    url = f"rtmp://127.0.0.1:{free_port()}/app/bench"
    argv = [ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin", "-listen", "1", "-i", url]
    listener = subprocess.Popen([*argv, "-c", "copy", str(folder / "received.flv")])
    try:
        time.sleep(1)
        yield url
    finally:
        listener.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            listener.wait(5)
        listener.kill()


def dead_air_seconds(folder: Path) -> float:
    """Seconds below -50 dBFS, in stretches of more than 1 s, of what was received."""
    received = max(folder.glob("*.flv"), key=lambda p: p.stat().st_size)
    return sum(silences(received))


# --- CPU --------------------------------------------------------------------------------------------------------


@dataclass
class Cpu:
    """CPU seconds so far of a process, of its ended children, of each living child."""

    own: float
    ended: float
    living: dict[int, float]


def cpu_of(pid: int) -> Cpu:
    own, ended, _ = _stat(pid)
    living = {}
    for child in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            used, _, parent = _stat(int(child.name))
            if parent == pid:
                living[int(child.name)] = used
    return Cpu(own, ended, living)


def _stat(pid: int) -> tuple[float, float, int]:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS, (int(fields[13]) + int(fields[14])) / TICKS, int(fields[1])


def percent(before: Cpu, after: Cpu, seconds: float) -> tuple[float, float]:
    """The process alone, and with all its children."""
    children = sum(used - before.living.get(pid, 0.0) for pid, used in after.living.items())
    ended = sum(used for pid, used in before.living.items() if pid not in after.living)
    own = after.own - before.own
    total = own + children + after.ended - before.ended - ended
    return 100 * own / seconds, 100 * total / seconds


def encoder_of(pid: int) -> int | None:
    for child in cpu_of(pid).living:
        with contextlib.suppress(OSError):
            if b"libx264" in Path(f"/proc/{child}/cmdline").read_bytes():
                return child
    return None


# --- the two sides ----------------------------------------------------------------------------------------------


def measure_air(folder: Path, seconds: float) -> dict[str, float]:
    with receiver(folder / "air-received") as url:
        file = folder / "paper-radio.toml"
        file.write_text(f'[station]\ndata = "{folder}/data"\n[[air.outputs]]\nurl = "{url}"\n')
        hand_over(Config.model_validate({"station": {"data": folder / "data"}}))
        start = "import sys, pathlib; from workers.air.main import main; sys.exit(main(pathlib.Path(sys.argv[1])))"
        with (folder / "air.log").open("wb") as log:
            air = subprocess.Popen([sys.executable, "-c", start, str(file)], stderr=log)
        try:
            time.sleep(WARM_UP_SECONDS)
            before, encoder, began = cpu_of(air.pid), encoder_of(air.pid), time.monotonic()
            time.sleep(seconds)
            after, took = cpu_of(air.pid), time.monotonic() - began
        finally:
            air.send_signal(signal.SIGTERM)
            air.wait(15)
    own, total = percent(before, after, took)
    encoding = after.living.get(encoder, 0.0) - before.living.get(encoder, 0.0) if encoder else float("nan")
    return {
        "clock_fanout_cpu_percent": round(own, 2),
        "encoder_cpu_percent": round(100 * encoding / took, 2),
        "total_cpu_percent": round(total, 2),
        "dead_air_seconds": dead_air_seconds(folder / "air-received"),
    }


def measure_one_ffmpeg(folder: Path, seconds: float) -> dict[str, float]:
    for number in range(PAGES):
        page(number).save(folder / f"page{number:02}.png")
    soundfile.write(folder / "speech.wav", np.concatenate([speech_like(n) for n in range(PAGES)]), TAKE_RATE)
    (folder / "hls").mkdir()
    with receiver(folder / "peer-received") as url:
        peer = subprocess.Popen(_one_ffmpeg(folder, url), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(WARM_UP_SECONDS)
            before, began = cpu_of(peer.pid), time.monotonic()
            time.sleep(seconds)
            after, took = cpu_of(peer.pid), time.monotonic() - began
        finally:
            peer.kill()
            peer.wait(5)
    return {"one_ffmpeg_total_cpu_percent": round(percent(before, after, took)[1], 2)}


def _one_ffmpeg(folder: Path, url: str) -> list[str]:
    air = Config().air
    rate = f"{air.video_kbps}k"
    return [
        ffmpeg(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
        "-re", "-loop", "1", "-framerate", f"1/{PAGE_SECONDS}", "-i", str(folder / "page%02d.png"),
        "-re", "-stream_loop", "-1", "-i", str(folder / "speech.wav"),
        "-map", "0:v", "-map", "1:a", "-vf", "format=yuv420p,fps=30",
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-threads", "1", "-g", "60",
        "-keyint_min", "60", "-sc_threshold", "0", "-bf", "0", "-b:v", rate, "-maxrate", rate, "-bufsize", rate,
        "-x264-params", "nal-hrd=cbr", "-c:a", "aac", "-b:a", f"{air.audio_kbps}k", "-ar", "48000", "-ac", "2",
        "-flags", "+global_header", "-f", "tee",
        f"[f=flv]{url}|[f=hls:hls_time=2:hls_flags=delete_segments]{folder}/hls/live.m3u8",
        "-map", "1:a", "-c:a", "libmp3lame", "-b:a", "128k", "-ar", "48000", "-ac", "2", str(folder / "peer.mp3"),
    ]  # fmt: skip


def table(figures: dict[str, float], peers: dict[str, float]) -> str:
    rows = [f"{'':34}{'measured':>10}{'bar':>8}"]
    for name, value in figures.items():
        bar = f"{BARS[name]:.0f}" if name in BARS else ""
        verdict = "" if name not in BARS else ("  kept" if value <= BARS[name] else "  MISSED")
        rows.append(f"{name:34}{value:10.2f}{bar:>8}{verdict}")
    rows += [f"{name:34}{value:10.2f}" for name, value in peers.items()]
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="15 s instead of 60 s for each side")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    asked = parser.parse_args()
    seconds = 15.0 if asked.quick else 60.0
    with tempfile.TemporaryDirectory(prefix="paper-radio-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        figures = measure_air(folder, seconds)
        peers = measure_one_ffmpeg(folder, seconds)
    print(table(figures, peers))
    if asked.json:
        machine = {"cores": os.cpu_count(), "platform": platform.platform(), "load": os.getloadavg()[0]}
        asked.json.write_text(json.dumps({"figures": figures, "peers": peers, "machine": machine}, indent=2) + "\n")


if __name__ == "__main__":
    main()
