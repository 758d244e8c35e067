"""Air's status and the voices' speed → Prometheus metrics. One registry a request: what is over is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from radio.speech.speeds import EngineFigures

_FIGURES = {
    "runway_seconds": "Seconds of programme that are ready to be played",
    "dead_air_seconds": "Seconds of unintended silence since air started",
    "late_blocks": "Blocks of sound written late since air started",
    "frame": "Frames of sound since air started",
}


def exposition(status: Mapping[str, Any] | None, engines: Iterable[EngineFigures] = ()) -> bytes:
    """The text of `/metrics`."""
    registry = CollectorRegistry()

    def gauge(name: str, text: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(f"paper_radio_{name}", text, labels, registry=registry)

    gauge("air_up", "Whether the air answers").set(bool(status))
    status = status or {}
    gauge("flowing", "Whether sound reaches the live stream").set(status.get("flowing") is True)
    for name, text in _FIGURES.items():
        if isinstance(value := status.get(name), int | float):
            gauge(f"air_{name}", text).set(value)
    live = gauge("sink_live", "Whether a destination receives the stream", ("sink",))
    lives = gauge("sink_lives", "How often a destination was begun", ("sink",))
    for name, sink in (status.get("sinks") or {}).items():
        live.labels(name).set(sink.get("state") == "live")
        lives.labels(name).set(sink.get("lives", 0))
    if encoder := status.get("encoder"):
        gauge("encoder_live", "Whether the encoder runs").set(bool(encoder.get("live")))
        gauge("encoder_lives", "How often the encoder was begun").set(encoder.get("lives", 0))
    first = gauge("voice_first_sound_seconds", "How long an engine takes to the first sound, median", ("engine",))
    factor = gauge("voice_real_time_factor", "Seconds to speak a second of sound, median", ("engine",))
    takes = gauge("voice_takes", "Takes spoken since studio started", ("engine",))
    for figures in engines:
        first.labels(figures.engine).set(figures.first_sound_seconds)
        factor.labels(figures.engine).set(figures.real_time_factor)
        takes.labels(figures.engine).set(figures.takes)
    return generate_latest(registry)
