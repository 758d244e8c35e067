"""What each voice costs and how even it is: first sound, real-time factor, loudness, silence where takes join.

    python tests/bench/speech.py [--quick] [--json FILE]

Primers of the station are spoken by every engine that works here with the voices of the configured hosts, recorded as
takes, and cued as the air does; levels and silences are measured in that sound. The limit is some of the sentences by
the bare library or program, without worker, take or level, right after ours. Figures without an engine's name are those
of espeak; loudness and joins are the worst of any engine.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import wave
import zlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure
import numpy as np
from levels import true_peak_db

from radio import sound
from radio.config import SpeechConfig, load
from radio.doors import Speaking, Voice
from radio.errors import RadioError
from radio.ids import SegmentId
from radio.media import Media
from radio.model import HOUSE_RATE, Item, Rundown, Script, Take
from radio.speech.engines.registry import EMERGENCY, engines
from radio.speech.gains import Gains
from radio.speech.takes import LEAD_SECONDS, SILENT_DB, TAIL_SECONDS, Takes
from shows.formats.primers import primers
from shows.rundown import pauses
from shows.scripts.dialogue import joined, script_of
from workers.air.bed import HEIGHT, WIDTH
from workers.air.cue import cue

BAR_FIRST_AUDIO_MS, BAR_RTF, BAR_LOUDNESS_LU, BAR_JOIN_MS = 50.0, 0.01, 1.0, 10.0
PRIMERS, QUICK_PRIMERS = 6, 1
HOVER_DB = 0.5
BARE_SENTENCES = 8
"""Of each primer, by the bare engine."""
LUFS = -16.0

BARE_ESPEAK = """
import json, sys, time
from radio.speech.engines.espeak_library import EspeakLibrary
sentences = json.load(sys.stdin)
library, frames = EspeakLibrary(), [0]
def on_sound(pcm, words):
    frames[0] += len(pcm) // 2
started = time.perf_counter()
for sentence in sentences:
    library.speak(sentence, "en-us+f3", 165, 55, on_sound)
print((time.perf_counter() - started) / (frames[0] / library.rate))
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One engine over the show."""

    first_ms: float
    """Median of the time to the first sound, worker running."""
    first_worst_ms: float
    """The slowest of twenty, likewise."""
    rtf: float
    """Seconds that a second of sound takes, through the door."""
    loudness: Mapping[str, float]
    """LUFS of each voice over its sentences of the show."""
    join_error_ms: float
    """Largest difference between a gap as designed and as heard."""
    clipped_dbtp: float
    """True peak of the show."""


def show(count: int) -> Script:
    """Some primers as one script."""
    return joined("bench", *(script_of(SegmentId(primer.slug), primer.lines) for primer in primers()[:count]))


def voices_of(engine: str, speech: SpeechConfig) -> dict[str, Voice]:
    """The voice of this engine that each speaker has; the one of the other where it has none."""
    found = {}
    for speaker, host, emergency in zip(("host", "guest"), speech.hosts, EMERGENCY, strict=True):
        names = [*host.voices, f"espeak:{emergency}"]
        mine = next((name.partition(":")[2] for name in names if name.startswith(f"{engine}:")), None)
        if mine:
            found[speaker] = Voice(mine, host.words_per_minute, host.pitch)
    return {speaker: found.get(speaker) or next(iter(found.values())) for speaker in ("host", "guest")} if found else {}


async def works(speaking: Speaking, voices: Mapping[str, Voice]) -> str:
    """Why the engine cannot be measured here; empty where it can."""
    if not voices:
        return "no host has a voice of it"
    try:
        for voice in voices.values():
            await speaking.check(voice)
    except RadioError as exc:
        return str(exc)
    return ""


async def measured(speaking: Speaking, voices: Mapping[str, Voice], script: Script, media: Media) -> Measured:
    gains, takes = Gains(LUFS, media.root / "gains.json"), Takes(media, LUFS)
    recorded: list[tuple[Take, float]] = []
    for speaker, sentence in script.sentences:
        gain = await gains.of(voices[speaker], speaking)
        recorded.append((await takes.record(sentence.spoken, voices[speaker], speaking), gain))
    first = [take.first_sound_seconds for take, _ in recorded]
    heard, starts = on_air([take for take, _ in recorded], pauses(script), media)
    spoken = {voice.name: [] for voice in voices.values()}
    for (take, _), start in zip(recorded, starts, strict=True):
        spoken[take.voice].append(heard[start : start + take.frames])
    return Measured(
        first_ms=1000 * statistics.median(first),
        first_worst_ms=1000 * statistics.quantiles(first, n=20)[-1],
        rtf=sum(take.took_seconds for take, _ in recorded) / sum(take.seconds for take, _ in recorded),
        loudness={name: sound.loudness(np.concatenate(parts), HOUSE_RATE) for name, parts in spoken.items()},
        join_error_ms=max(join_errors_ms(heard, starts, recorded, pauses(script))),
        clipped_dbtp=true_peak_db(heard[:, 0], HOUSE_RATE),
    )


def on_air(takes: Sequence[Take], after: Sequence[int], media: Media) -> tuple[np.ndarray, list[int]]:
    """The show as the air plays it, float32, shape (frames, 2), and the frame at which each take starts."""
    picture = media.put(zlib.compress(bytes(WIDTH * HEIGHT * 3 // 2), 1), ".yuvz")
    items = [
        Item(
            id=str(number),
            sound=take.sound,
            frames=take.frames,
            pause_frames=frames,
            picture=picture,
            text="",
            speaker="",
        )
        for number, (take, frames) in enumerate(zip(takes, after, strict=True))
    ]
    rundown = Rundown(
        show="bench",
        format="primer",
        title="",
        artist="",
        made=datetime.now(UTC),
        items=tuple(items),
        complete=True,
    )
    parts = [cue(item, rundown, "rundown", media).pcm for item in items]
    ends = np.cumsum([len(part) for part in parts]).tolist()
    return sound.from_int16(np.concatenate(parts)), [0, *ends[:-1]]


def join_errors_ms(
    heard: np.ndarray, starts: Sequence[int], recorded: Sequence[tuple[Take, float]], after: Sequence[int]
) -> list[float]:
    """For each two neighbours, how far the silence between their words is from what it should be.

    A sound that hovers at the threshold ends where it is `HOVER_DB` above it or where it is as much below.
    """
    errors = []
    joins = zip(pairwise(starts), pairwise(recorded), after, strict=False)
    for (start, other), ((_, gain), (take, other_gain)), frames in joins:
        before, behind = heard[start:other, 0], heard[other : other + take.frames, 0]
        designed = frames / HOUSE_RATE + LEAD_SECONDS + TAIL_SECONDS
        gaps = [
            (_silent(before[::-1], gain + hover) + _silent(behind, other_gain + hover)) / HOUSE_RATE
            for hover in (-HOVER_DB, HOVER_DB)
        ]
        errors.append(1000 * max(0.0, min(gaps) - designed, designed - max(gaps)))
    return errors


def _silent(samples: np.ndarray, gain_db: float) -> int:
    """Frames before the first that is heard, at a threshold that was amplified along with the sound."""
    return int(np.flatnonzero(np.abs(samples) > sound.amplitude(SILENT_DB + gain_db))[0])


def bare_rtf(engine: str, sentences: Sequence[str], folder: Path) -> float | None:
    """The limit: the engine's own library or program on the same sentences; None where there is none."""
    if engine == "espeak":
        command = [sys.executable, "-P", "-c", BARE_ESPEAK]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        done = subprocess.run(
            command, input=json.dumps(sentences), text=True, capture_output=True, check=True, env=environment
        )
        return float(done.stdout)
    programs = {"flite": ["flite", "-voice", "rms"], "festival": ["text2wave"]}
    if engine not in programs or not shutil.which(programs[engine][0]):
        return None
    took = seconds = 0.0
    text, sound_file = folder / "text.txt", folder / "wave.wav"
    for sentence in sentences:
        text.write_text(sentence.encode("ascii", "ignore").decode())
        files = ["-f", text, "-o", sound_file] if engine == "flite" else ["-o", sound_file, text]
        started = time.perf_counter()
        subprocess.run([*programs[engine], *files], check=True, stdin=subprocess.DEVNULL, capture_output=True)
        took += time.perf_counter() - started
        seconds += _wave_seconds(sound_file)
    return took / seconds


def _wave_seconds(path: Path) -> float:
    with closing(wave.open(str(path))) as read:
        return read.getnframes() / read.getframerate()


async def all_measured(count: int) -> tuple[dict[str, Measured], dict[str, float], dict[str, str]]:
    """By engine: what was measured, the limit's real-time factor, and why it was left out."""
    config, script = load(), show(count)
    found, limits, absent = {}, {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for speaking in engines(config.speech, config.paths.voices).values():
            voices = voices_of(speaking.name, config.speech)
            if reason := await works(speaking, voices):
                absent[speaking.name] = reason
            else:
                found[speaking.name] = await measured(speaking, voices, script, Media(Path(folder) / speaking.name))
                sentences = [sentence.spoken for _, sentence in script.sentences][: BARE_SENTENCES * count]
                if (limit := bare_rtf(speaking.name, sentences, Path(folder))) is not None:
                    limits[speaking.name] = limit
            await speaking.close()
    return found, limits, absent


def figures_of(found: Mapping[str, Measured]) -> dict[str, float]:
    figures = {
        "first_audio_ms": found["espeak"].first_ms,
        "rtf": found["espeak"].rtf,
        "loudness_error_max_lu": max(abs(one - LUFS) for of in found.values() for one in of.loudness.values()),
        "join_error_ms": max(of.join_error_ms for of in found.values()),
    }
    for name, of in found.items():
        figures |= {
            f"{name}_first_audio_ms": of.first_ms,
            f"{name}_first_audio_p95_ms": of.first_worst_ms,
            f"{name}_rtf": of.rtf,
            f"{name}_loudness_error_lu": max(abs(one - LUFS) for one in of.loudness.values()),
            f"{name}_join_error_ms": of.join_error_ms,
            f"{name}_true_peak_dbtp": of.clipped_dbtp,
        }
    return figures


def main() -> None:
    options = measure.arguments(__doc__)
    found, limits, absent = asyncio.run(all_measured(QUICK_PRIMERS if options.quick else PRIMERS))
    rows = []
    for name, of in found.items():
        bars = name == "espeak"
        limit = f"bare {limits[name]:.4f}" if name in limits else ""
        levels = ", ".join(f"{level:.1f}" for level in of.loudness.values())
        rows += [
            (
                f"{name}: first sound, p50 p95 ms",
                f"{of.first_ms:.1f} {of.first_worst_ms:.1f}",
                f"≤ {BAR_FIRST_AUDIO_MS:.0f}" if bars else "",
            ),
            (f"{name}: real-time factor", f"{of.rtf:.4f}", f"≤ {BAR_RTF}; {limit}" if bars else limit),
            (f"{name}: loudness of each voice, LUFS", levels, f"{LUFS:.0f} ± {BAR_LOUDNESS_LU:.0f}"),
            (f"{name}: gap at joins beside the design, ms", f"{of.join_error_ms:.1f}", f"≤ {BAR_JOIN_MS:.0f}"),
            (f"{name}: true peak, dBTP", f"{of.clipped_dbtp:.1f}", "≤ -1"),
        ]
    rows += [(f"{name}: not measured", reason, "") for name, reason in absent.items()]
    measure.report("The voices over a show", rows, figures_of(found), options.json, peers=limits)


if __name__ == "__main__":
    main()
