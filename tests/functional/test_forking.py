"""A program that the tests fork stands as one that is started: alone, with what it was given and no more."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.account import ROOT, Start, Started, launched
from tests.forking import forked

PROGRAM = ("-m", "tests.functional.standing_process")
ENVIRONMENT = {"PATH": os.environ["PATH"], "ANWEN_ENV": "development", "ONLY": "这里"}
PATIENCE_SECONDS = 60.0

ways = pytest.mark.parametrize("start", [launched, forked])


def said(log: Path, started: Started) -> dict[str, Any]:
    """What the program said, once it has said everything."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "a complaint\n" not in log.read_text("utf-8"):
        assert time.monotonic() < deadline, f"{started.poll()}: {log.read_text('utf-8')}"
        time.sleep(0.02)
    told: dict[str, Any] = json.loads(log.read_text("utf-8").splitlines()[0])
    return told


@ways
def test_it_has_what_it_was_given_and_nothing_of_the_tests(start: Start, tmp_path: Path) -> None:
    log = tmp_path / "log"
    started = start([*PROGRAM, "7", "八"], ROOT, ENVIRONMENT, log)

    told = said(log, started)

    assert started.wait(PATIENCE_SECONDS) == started.poll() == 7
    assert told["arguments"] == ["7", "八"]
    assert (told["name"], told["folder"], told["leads"]) == ("__main__", str(ROOT), True)
    # Python itself says how it reads letters, where nobody else does.
    assert told["environment"].items() - {"LC_CTYPE": "C.UTF-8"}.items() == ENVIRONMENT.items()
    assert not told["counts"], "where numbers are kept is decided already"


@ways
def test_it_is_told_to_end_and_killed_like_any_other(start: Start, tmp_path: Path) -> None:
    logs = [tmp_path / "told", tmp_path / "killed"]
    told, killed = (start([*PROGRAM, "0"], ROOT, ENVIRONMENT, log) for log in logs)
    for log, started in zip(logs, (told, killed), strict=True):
        said(log, started)
        assert started.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        told.wait(0.05)

    told.terminate()
    os.killpg(killed.pid, signal.SIGKILL)

    assert told.wait(PATIENCE_SECONDS) == -signal.SIGTERM
    assert killed.wait(PATIENCE_SECONDS) == -signal.SIGKILL


def test_it_need_not_import_the_account(tmp_path: Path) -> None:
    log = tmp_path / "log"

    knows = said(log, forked([*PROGRAM, "1"], ROOT, ENVIRONMENT, log))["knows"]

    assert knows == ["app.wiring", "gunicorn", "simulator.server", "sqlalchemy"]
