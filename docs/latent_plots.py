"""The plots of docs/latent.md, drawn from what `latent.py --json FILE` measured: `latent_plots.py FILE FOLDER`.

Three SVG files: what a latent carries, how schedules grow, and what each sampler steers. Needs matplotlib, which is in
the extra `samples`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from radio.latent.writing.mix import SCHEDULES

SPANS = 10
"""Of the schedules: as many as in the founding post."""
CURVES = {
    "best of 4, anneal bridge": "anneal, bridge, best of 4 draws",
    "anneal bridge": "anneal, bridge",
    "anneal cosine": "anneal, cosine",
    "10 spans, .05 + .1 j": "anneal, linear, 10 spans",
    "prose vector .5": "guide, prose vector, weight .5",
    "guide .15": "guide, text, weight .15",
}
"""Arms of the bench, and what the page calls them."""
COLOURS = ("#0b5394", "#3d85c6", "#6aa84f", "#e69138", "#cc0000", "#999999")
LATENTS = {"nll_true": "its own latent", "nll_zero": "none", "nll_shuffled": "another's latent"}


def main() -> None:
    measured, folder = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    matplotlib.rcParams.update({
        "svg.fonttype": "none", "svg.hashsalt": "paper-radio", "font.size": 11,
        "axes.spines.top": False, "axes.spines.right": False,
    })  # fmt: skip
    _draw(folder / "latent-carries.svg", lambda axes: carries(axes, measured["figures"]))
    _draw(folder / "latent-schedules.svg", schedules)
    _draw(folder / "latent-steers.svg", lambda axes: steers(axes, measured["series"]))


def carries(axes: Axes, figures: Mapping[str, float]) -> None:
    """How surprising a span is to the decoder with its own latent, none, and another span's."""
    names = list(LATENTS)
    bars = axes.barh([LATENTS[name] for name in names], [figures[name] for name in names], color=COLOURS[:3])
    axes.bar_label(bars, fmt="%.2f", padding=3)
    axes.invert_yaxis()
    axes.set_xlabel("nats a token of a span that was not trained on; less is better")


def schedules(axes: Axes) -> None:
    """The weight of the target at each span."""
    spans = range(1, SPANS + 1)
    for (name, schedule), colour in zip(SCHEDULES.items(), COLOURS, strict=False):
        axes.plot(spans, [schedule(j, SPANS) for j in spans], marker="o", color=colour, label=name)
    axes.set_xlabel(f"span of {SPANS}")
    axes.set_ylabel("weight of the target")
    axes.legend(frameon=False)


def steers(axes: Axes, arms: Mapping[str, Any]) -> None:
    """The share of the target topic's words in each span, as the oracle reads them."""
    for (arm, name), colour in zip(CURVES.items(), COLOURS, strict=True):
        hits = arms[arm]["guided"]["hits"]
        axes.plot(range(1, len(hits) + 1), hits, marker="o", color=colour, label=name)
    unguided = arms["10 spans, cosine"]["unguided"]["hits"]
    axes.plot(range(1, len(unguided) + 1), unguided, color="black", linestyle=":", label="not guided")
    axes.set_xticks(range(1, len(unguided) + 1))
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel("span")
    axes.set_ylabel("topic words that are the target's")
    axes.legend(frameon=False, fontsize=9)


def _draw(path: Path, plot: Any) -> None:
    figure, axes = plt.subplots(figsize=(7, 3.6), layout="constrained")
    plot(axes)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
