"""`paper-radio latent serve` as a program of its own, for tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
START_SECONDS, STOP_SECONDS = 120.0, 60.0
_UP = re.compile(r"the latent writer is up.* port=(\d+)")


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "workers.cli.main", "latent", "serve", *map(str, words)]


@contextmanager
def served(folder: Path, *options: object) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of a running server of the checkpoint, and its process."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        command(folder, "--port", 0, *options), cwd=REPOSITORY, text=True, env=environment, stderr=subprocess.PIPE
    ) as process:
        try:
            up = next(found for line in process.stderr if (found := _UP.search(line)))
            yield f"http://127.0.0.1:{up[1]}", process
        finally:
            process.terminate()
            process.stderr.close()
            process.wait(STOP_SECONDS)
