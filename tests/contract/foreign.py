"""Other people's WeChat SDKs: their drivers run as programs, each in the environment of its lock file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

from scripts.setup_project import find_npm
from scripts.setup_sdk import SDKS, is_installed, place_of
from tests.contract.simulator_harness import CONFIG

PATIENCE_SECONDS = 30.0
Line = dict[str, Any]


def environment_of(sdk: str) -> Path:
    """The folder with an SDK's packages, as `make setup-sdk` left it: the tests themselves use no network."""
    assert is_installed(sdk), f"The packages of {sdk} are not installed: run `make setup-sdk`."
    return place_of(sdk)


def command_for(sdk: str, script: str) -> tuple[list[str], dict[str, str]]:
    """How a driver is run: (command, environment)."""
    place = environment_of(sdk)
    environment = {
        "PATH": os.environ["PATH"],
        "APPID": CONFIG.appid,
        "SECRET": CONFIG.secret,
        "TOKEN": CONFIG.token,
        "AES_KEY": CONFIG.aes_key,
        "PYTHONPATH": str(SDKS / "shared"),
        "PYTHONWARNINGS": "ignore",
        "NODE_PATH": str(place / "node_modules"),
        "NODE_NO_WARNINGS": "1",
    }
    for path in (SDKS / sdk / f"{script}.py", SDKS / sdk / f"{script}.js"):
        if path.exists():
            program = place / "bin" / "python" if path.suffix == ".py" else _node()
            return [str(program), str(path)], environment
    raise FileNotFoundError(f"{sdk} has no {script}")


def _node() -> str:
    find_npm()  # Puts the Node that pip can install on the path where the machine has none.
    node = shutil.which("node")
    assert node is not None
    return node


def report_of(sdk: str, script: str = "client", **more: str) -> list[Line]:
    """Everything a driver of an SDK reports, line by line; fails with its own words when it breaks."""
    command, environment = command_for(sdk, script)
    done = subprocess.run(command, env=environment | more, capture_output=True, text=True, timeout=90)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return [json.loads(line) for line in done.stdout.splitlines()]


@dataclass
class Server:
    """A foreign server that runs, and what it reports of each message."""

    port: int
    lines: Queue[str] = field(repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/wechat"

    def understood(self) -> Line:
        """The next message as the server read it."""
        line: Line = json.loads(self.lines.get(timeout=PATIENCE_SECONDS))
        return line


@contextmanager
def foreign_server(sdk: str, simulator: str) -> Iterator[Server]:
    """The server of an SDK, gone when the block ends."""
    command, environment = command_for(sdk, "server")
    environment["SIMULATOR"] = simulator
    program = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    lines: Queue[str] = Queue()
    reader = Thread(target=_read_all, args=(program.stdout, lines))
    reader.start()
    try:
        port = json.loads(lines.get(timeout=PATIENCE_SECONDS))["port"]
        yield Server(port, lines)
    finally:
        program.kill()
        program.wait()
        reader.join()
        program.stdout.close()


def _read_all(stream: IO[str], lines: Queue[str]) -> None:
    """Hand on every line; an empty one says that the program ended, so that nobody waits for more."""
    for line in stream:
        lines.put(line)
    lines.put("{}")
