"""What it gains to write latent requests side by side: mixed requests that come at once, in batches and one by one.

    python tests/bench/latent_serving.py [--quick] [--json FILE]

No two requests are alike in spans, temperature, sampler, prompt and seed. Both ways go through the server's queue and
write the same texts, but for rounding. The model is small and of random weights, on one thread: the gain is that of
fewer passes over the same weights. Seconds are the processor's, so that others on the machine do not count.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure
from tiny_latent import tiny_base, tiny_settings
from tiny_served import POSITIONS, tiny_tokenizer

from radio.latent.model.bigvae import BigVae
from radio.latent.serving.asked import parse
from radio.latent.serving.batch_writing import Writing
from radio.latent.serving.batches import Batches
from radio.latent.serving.jobs import Job
from radio.latent.serving.preparing import Preparing, Served

BARS = {"batch_speed_up": 2.0}
REQUESTS, REQUESTS_QUICK = 32, 12
WIDTH, LAYERS, SPAN = 512, 6, 16
SAMPLERS = ("plain", "guide", "topic", "anneal")
WAIT_SECONDS = 600.0


@dataclass(frozen=True)
class Run:
    """One way of writing the requests."""

    seconds: float
    """Of CPU."""
    answered: Sequence[float]
    """CPU-seconds until each request was answered."""
    texts: Sequence[str]
    tokens: int


def main() -> None:
    options = measure.arguments(__doc__)
    torch.set_num_threads(1)
    preparing, writing = opened()
    asked = requests(REQUESTS_QUICK if options.quick else REQUESTS)
    ways = {}
    for name, most_rows in (("one by one", 1), ("side by side", 32)):
        batches = Batches(writing, most_rows=most_rows)
        run(batches, [preparing.job(parse(json.dumps({"spans": 1}).encode()))])
        ways[name] = run(batches, [preparing.job(parse(json.dumps(fields).encode())) for fields in asked])
        batches.close()
    report(options, ways)


def opened() -> tuple[Preparing, Writing]:
    tokenizer = tiny_tokenizer()
    base = tiny_base(width=WIDTH, layers=LAYERS, vocabulary=len(tokenizer), positions=POSITIONS)
    model = BigVae(base, tiny_settings(base_width=WIDTH, span=SPAN), ("encoder", "writer")).freeze()
    served = Served(
        checkpoint="bench", base_model="random", backend="transformers", span=SPAN, most_positions=POSITIONS,
        guides_freely=True, vectors=Path("/nonexistent"),
    )  # fmt: skip
    return Preparing(served, tokenizer), Writing(model, tokenizer)


def requests(count: int) -> list[dict[str, object]]:
    return [
        {
            "prompt": "A prompt of its own. " * (1 + number % 5),
            "guides": [{"text": f"What request {number} is guided to, in a sentence or two."}],
            "spans": 1 + number % 6,
            "temperature": 0.5 + 0.02 * number,
            "sampler": SAMPLERS[number % len(SAMPLERS)],
            "seed": number,
        }
        for number in range(count)
    ]


def run(batches: Batches, jobs: Sequence[Job]) -> Run:
    answered = [0.0] * len(jobs)
    started = time.process_time()
    for number, job in enumerate(jobs):
        job.answer.add_done_callback(lambda _, at=number: answered.__setitem__(at, time.process_time() - started))
        batches.put(job)
    done = [job.answer.result(WAIT_SECONDS) for job in jobs]
    seconds = time.process_time() - started
    return Run(seconds, answered, [one.texts[0].text for one in done], sum(one.tokens for one in done))


def report(options, ways: dict[str, Run]) -> None:
    alone, together = ways["one by one"], ways["side by side"]
    same = sum(a == b for a, b in zip(alone.texts, together.texts, strict=True)) / len(alone.texts)
    gain = alone.seconds / together.seconds
    figures = {"requests": len(alone.texts), "batch_speed_up": gain, "same_texts_share": same}
    rows = []
    for name, way in ways.items():
        mean = statistics.mean(way.answered)
        figures[f"seconds_{name.replace(' ', '_')}"] = way.seconds
        figures[f"mean_answer_seconds_{name.replace(' ', '_')}"] = mean
        spoken = f"{way.seconds:.1f} s, {way.tokens / way.seconds:.0f} tokens/s, an answer after {mean:.1f} s"
        rows.append((f"{len(way.texts)} requests {name}; mean time to an answer", spoken, ""))
    rows.append(("times as quick side by side", f"{gain:.1f}", f"≥ {BARS['batch_speed_up']}"))
    rows.append(("texts that are the same both ways", f"{same:.0%}", ""))
    measure.report("Latent requests at once", rows, figures, options.json)


if __name__ == "__main__":
    main()
