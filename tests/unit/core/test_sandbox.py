"""What a stranger sent is looked at in a process of its own, a few at a time."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.sandbox import AT_ONCE, SandboxedProgram, TooMany

PROGRAM = """
import json, os, sys, time
order = json.loads(sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(4), "big")))
data = sys.stdin.buffer.read()
if order.get("begun"):
    open(order["begun"], "w").close()
while order.get("until") and not os.path.exists(order["until"]):
    time.sleep(0.01)
if order.get("dies"):
    os.abort()
sys.stdout.buffer.write(json.dumps(dict(os.environ)).encode() if order.get("environment") else data[::-1])
"""


@pytest.fixture
def program(tmp_path: Path) -> SandboxedProgram:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    return SandboxedProgram(program, place_seconds=0.05)


def test_what_the_program_wrote_comes_back(program: SandboxedProgram) -> None:
    assert program.run(b"abc", {}, 20.0) == b"cba"


def test_the_program_is_given_nothing_of_our_environment(
    program: SandboxedProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANWEN_SECRET_KEY", "canary")
    assert b"canary" not in (program.run(b"", {"environment": True}, 20.0) or b"canary")


def test_a_program_that_was_killed_wrote_nothing(program: SandboxedProgram) -> None:
    assert program.run(b"abc", {"dies": True}, 20.0) is None


def test_patience_ends(program: SandboxedProgram) -> None:
    with pytest.raises(TimeoutError):
        program.run(b"abc", {"until": "/nowhere"}, 0.3)


def test_no_crowd_takes_the_memory_of_the_machine(program: SandboxedProgram, tmp_path: Path) -> None:
    end = tmp_path / "end"
    with ThreadPoolExecutor(AT_ONCE) as pool:
        crowd = [
            pool.submit(program.run, b"ab", {"begun": str(tmp_path / f"begun{one}"), "until": str(end)}, 60.0)
            for one in range(AT_ONCE)
        ]
        try:
            while len(list(tmp_path.glob("begun*"))) < AT_ONCE:
                assert not any(one.done() for one in crowd)
                time.sleep(0.01)
            with pytest.raises(TooMany):
                program.run(b"ab", {}, 20.0)
        finally:
            end.touch()
    assert [one.result() for one in crowd] == [b"ba"] * AT_ONCE
    # Whatever became of a file, its place is free again.
    for _ in range(AT_ONCE + 1):
        assert program.run(b"ab", {"dies": True}, 20.0) is None
    assert program.run(b"ab", {}, 20.0) == b"ba"
