"""`python -m simulator` as a program: it starts, says where it is, stops cleanly, explains what stops it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.contract.simulator_harness import CONFIG

ROOT = Path(__file__).resolve().parents[2]
CREDENTIALS = {
    "ANWEN_WECHAT_TOKEN": CONFIG.token,
    "ANWEN_WECHAT_AES_KEY": CONFIG.aes_key,
    "ANWEN_WECHAT_APPID": CONFIG.appid,
    "ANWEN_WECHAT_SECRET": CONFIG.secret,
    "ANWEN_WECHAT_ORIGINAL_ID": CONFIG.original_id,
}


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Run the program in an empty folder with these settings only."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "ANWEN_VAR_DIR": str(folder),
        **settings,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "simulator", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_stops_cleanly(tmp_path: Path, stop: signal.Signals) -> None:
    program = start(tmp_path, ANWEN_SIMULATOR_PORT="0", **CREDENTIALS)
    assert program.stdout is not None
    line = program.stdout.readline()
    address = line.split(" is at ")[1].split("/ ")[0]
    assert requests.get(f"{address}/_sim/healthz", timeout=30).json() == {"ok": True}

    program.send_signal(stop)
    out, err = program.communicate(timeout=30)

    assert (program.returncode, out, err) == (0, "", "")


def test_secrets_generated_by_the_account_are_found(tmp_path: Path) -> None:
    (tmp_path / "development.json").write_text(
        "{"
        + ",".join(f'"{key.removeprefix("ANWEN_").lower()}": "{value}"' for key, value in CREDENTIALS.items())
        + "}"
    )
    program = start(tmp_path, ANWEN_SIMULATOR_PORT="0")
    assert program.stdout is not None
    assert program.stdout.readline().startswith("The WeChat simulator is at http://127.0.0.1:")

    program.terminate()
    program.communicate(timeout=30)


def test_a_taken_port_is_explained(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        out, err = start(tmp_path, ANWEN_SIMULATOR_PORT=port, **CREDENTIALS).communicate(timeout=30)

    assert out == ""
    assert err == f"Port {port} cannot be used: stop the program that has it, or set ANWEN_SIMULATOR_PORT.\n"


def test_missing_settings_are_named_all_at_once(tmp_path: Path) -> None:
    program = start(tmp_path, ANWEN_WECHAT_TOKEN="x")
    _, err = program.communicate(timeout=30)

    assert program.returncode == 2
    assert "ANWEN_WECHAT_AES_KEY, ANWEN_WECHAT_APPID, ANWEN_WECHAT_SECRET, ANWEN_WECHAT_ORIGINAL_ID" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("argument", "code"), [("--help", 0), ("--port=9000", 2)])
def test_an_argument_is_answered_with_what_can_be_set(tmp_path: Path, argument: str, code: int) -> None:
    program = start(tmp_path, argument, **CREDENTIALS)
    out, err = program.communicate(timeout=30)

    assert program.returncode == code
    assert "ANWEN_SIMULATOR_PORT" in (err if code else out)
