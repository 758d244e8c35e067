"""Sets the sample papers: for each PDF named in `samples.toml` the .typ beside it. Needs the extra `samples`.

    python radio/papers/samples/make.py

The PDFs are part of the repository, so the station itself never runs this.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import typst

HERE = Path(__file__).parent


def main() -> None:
    for paper in tomllib.loads((HERE / "samples.toml").read_text())["paper"]:
        pdf = HERE / paper["pdf"]
        typst.compile(pdf.with_suffix(".typ"), output=pdf, ignore_system_fonts=True)
        print(f"{pdf.name}: {pdf.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
