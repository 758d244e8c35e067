"""A real nginx with the RTMP module on loopback, which keeps what it receives; and a look into what it kept."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loopback import free_port, listens

from radio.ffmpeg import ffmpeg

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
START_SECONDS, END_SECONDS = 10.0, 10.0


def is_there() -> bool:
    """Whether nginx and its module are installed."""
    return Path(NGINX).exists() and MODULE.exists()


class RtmpReceiver:
    """Serves `url` while it runs, and keeps a file in the folder for each time that somebody publishes."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.url = f"rtmp://127.0.0.1:{self.port}/app"
        folder.mkdir(parents=True)
        folder.chmod(0o777)
        (folder / "nginx.conf").write_text(
            f"load_module {MODULE}; daemon off; master_process off; pid {folder}/pid;"
            f"error_log {folder}/error.log info; events {{ worker_connections 64; }}"
            f"rtmp {{ server {{ listen 127.0.0.1:{self.port}; application app {{ live on;"
            f" record all; record_path {folder}; record_unique on; }} }} }}"
        )

    def start(self) -> subprocess.Popen:
        """Returns once it listens. Raises AssertionError when it does not."""
        argv = [NGINX, "-e", f"{self.folder}/error.log", "-c", f"{self.folder}/nginx.conf"]
        process = subprocess.Popen(argv, stderr=subprocess.DEVNULL)
        until = time.monotonic() + START_SECONDS
        while not listens(self.port):
            assert time.monotonic() < until, "nginx did not listen"
            time.sleep(0.05)
        return process

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen]:
        process = self.start()
        try:
            yield process
        finally:
            process.kill()
            process.wait(END_SECONDS)

    def received(self) -> list[Path]:
        """The files, the oldest first."""
        return sorted(self.folder.glob("*.flv"), key=lambda file: file.stat().st_mtime)


def probe(file: Path, *show: str) -> dict:
    """What ffprobe says of a file."""
    argv = ["ffprobe", "-v", "error", "-of", "json", *show, str(file)]
    return json.loads(subprocess.run(argv, capture_output=True, timeout=60, check=True).stdout)


def silences(file: Path) -> list[float]:
    """Seconds of each stretch of a second and more in which nothing is heard."""
    argv = [ffmpeg(), "-hide_banner", "-nostdin", "-i", str(file), "-vn", "-af", "silencedetect=n=-50dB:d=1"]
    said = subprocess.run([*argv, "-f", "null", "-"], capture_output=True, text=True, timeout=120, check=True).stderr
    return [float(seconds) for seconds in re.findall(r"silence_duration: ([\d.]+)", said)]
