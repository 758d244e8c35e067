"""ONNX models in a worker: loaded with a bounded share of the machine, so that the air always has a core.

For worker processes only: loading the runtime takes half a second and tens of megabytes.
"""

from __future__ import annotations

import os
from pathlib import Path

import onnxruntime

MOST_THREADS = 4
NICENESS = 10
ERRORS_ONLY = 3


def give_way() -> None:
    """Lets every other program of the station go first."""
    os.nice(NICENESS)


def session(model: Path) -> onnxruntime.InferenceSession:
    """The loaded model. Raises whatever the runtime raises at a file that is no whole model."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = ERRORS_ONLY
    options.intra_op_num_threads = min(MOST_THREADS, max(1, (os.cpu_count() or 1) - 1))
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads sleep
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
