"""A web application ends on a signal or when its seconds are over, and the program goes on after it."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from contextlib import closing

import pytest

from workers.processes.web_server import listen

PROGRAM = """
import asyncio, sys
from fastapi import FastAPI
from workers.processes.web_server import listen, serve

app = FastAPI()
app.get("/")(lambda: "well")
with listen("127.0.0.1", 0) as listening:
    print(listening.getsockname()[1], flush=True)
    asyncio.run(serve(app, listening, 2, float(sys.argv[1])))
print("put away", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_the_program_goes_on(number):
    argv = [sys.executable, "-c", PROGRAM, "60"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        port = int(program.stdout.readline())
        # The socket listens already: the answer comes when the server is up.
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20).read() == b'"well"'
        program.send_signal(number)
        assert program.stdout.read() == "put away\n" and program.wait(10) == 0


@pytest.mark.slow
def test_the_server_ends_when_its_seconds_are_over():
    argv = [sys.executable, "-c", PROGRAM, "0.1"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.splitlines()[1:] == ["put away"]


def test_an_address_in_use_is_refused():
    with closing(listen("127.0.0.1", 0)) as first:
        with pytest.raises(OSError, match="in use"):
            listen("127.0.0.1", first.getsockname()[1])
