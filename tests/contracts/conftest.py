"""A real PostgreSQL server of our own on a free loopback port, and a store on each kind of database."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from loopback import free_port

from radio.store import Store

SERVER_SECONDS = 60
_numbers = count(1)


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    pytest.skip("PostgreSQL is not installed here; `apt-get install postgresql` brings it")


def _run(user: str, *command: str) -> None:
    """Runs as a user that the server accepts: it refuses to be root."""
    as_user = ("runuser", "-u", user, "--") if os.getuid() == 0 else ()
    subprocess.run(
        (*as_user, *command), check=True, timeout=SERVER_SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of the server, without a database's name."""
    binaries = _binaries()
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    folder, port = Path(tempfile.mkdtemp(prefix="paper-radio-pg-")), free_port()
    if os.getuid() == 0:
        shutil.chown(folder, user)
    cluster = str(folder / "cluster")
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    try:
        _run(user, str(binaries / "initdb"), "-D", cluster, "-U", "radio", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(user, str(binaries / "pg_ctl"), "-D", cluster, "-w", "-l", f"{folder}/log", "-o", settings, "start")
        try:
            yield f"postgresql://radio@127.0.0.1:{port}"
        finally:
            _run(user, str(binaries / "pg_ctl"), "-D", cluster, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store that does not exist yet may be made."""
    if request.param == "sqlite":
        return str(tmp_path / "station.sqlite")
    server, name = request.getfixturevalue("postgresql"), f"station_{next(_numbers)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with Store.open(address) as opened:
        yield opened
