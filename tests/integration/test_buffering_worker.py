"""The worker of gunicorn under people who are in no hurry to close, or to read."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import BinaryIO

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOG = "worker.log"
PLACES = 40
"""So many connections the process holds at once."""
ASK = b"GET / HTTP/1.1\r\nHost: account\r\nConnection: close\r\n\r\n"
STAY = b"GET / HTTP/1.1\r\nHost: account\r\n\r\n"
# Far more than the system takes over for somebody who reads nothing.
LONG_BYTES = 32 * 1024 * 1024
ASK_LONG = b"GET /%d HTTP/1.1\r\nHost: account\r\nConnection: close\r\n\r\n" % LONG_BYTES


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """One process with two threads, serving pages of any length."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address: tuple[str, int] = listening.getsockname()
    with (tmp_path / LOG).open("wb") as log:
        server = _start(address, tmp_path, log)
    try:
        deadline = time.monotonic() + 20
        while not _answers(address):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(15)


def _start(address: tuple[str, int], folder: Path, log: BinaryIO) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--worker-class", "app.buffering_worker.BufferingWorker"),
            *("--bind", f"127.0.0.1:{address[1]}", "--threads", "2", "--worker-connections", str(PLACES)),
            "tests.integration.long_pages:app",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=log,
    )


def _answers(address: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(address, 5) as line:
            line.sendall(ASK)
            return line.recv(100).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        (b"GET /h5/search?q=" + b"%E7%81%AB" * 1000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414, "网址太长"),
        (b"GET /h5/search?q=" + b"%E7%81%AB" * 12_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414, "网址太长"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * 9_000 + b"\r\n\r\n", 431, "Cookie"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + b"x" * 90_000 + b"\r\n\r\n", 431, "Cookie"),
        (b"GET /?code=SECRET o HTTP/1.1\r\nHost: a\r\n\r\n", 400, "重新打开"),
        (b"GET /?code=SECRET\r\nHost: a\r\n\r\n", 400, "重新打开"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX SECRET: 1\r\n\r\n", 400, "重新打开"),
    ],
)
def test_what_cannot_be_read_is_refused_in_chinese_and_is_in_no_log(
    address: tuple[str, int], tmp_path: Path, sent: bytes, status: int, words: str
) -> None:
    with socket.create_connection(address, 5) as line:
        line.sendall(sent)
        answer = b"".join(iter(lambda: line.recv(65536), b""))

    head, _, page = answer.decode().partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ")
    assert "charset=utf-8" in head
    assert (words in page, "119" in page) == (True, True)
    assert "SECRET" not in page
    logged = (tmp_path / LOG).read_text("utf-8").partition("Booting")[2]
    assert ("SECRET" in logged, "127.0.0.1" in logged) == (False, False)


def test_who_was_told_that_we_close_and_does_not_keeps_nobody_waiting(address: tuple[str, int]) -> None:
    with ExitStack() as lines:
        for _ in range(10):
            line = lines.enter_context(socket.create_connection(address, 5))
            line.sendall(ASK)
        began = time.monotonic()

        assert _answers(address)

        assert time.monotonic() - began < 2


def _drip(lines: list[socket.socket], is_over: threading.Event) -> None:
    """Have each say one more character every now and then, as if the rest were still to come."""
    while not is_over.wait(0.5):
        for line in lines:
            with suppress(OSError):
                line.sendall(b"x")


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 9000\r\n\r\n", STAY])
def test_more_slow_senders_than_places_keep_nobody_at_the_door(address: tuple[str, int], said: bytes) -> None:
    is_over = threading.Event()
    with ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(address, 5)) for _ in range(PLACES + 10)]
        for line in lines:
            line.sendall(said)
        dripping = threading.Thread(target=_drip, args=(lines, is_over))
        dripping.start()
        time.sleep(1)
        began = time.monotonic()

        answered = _answers(address)
        seconds = time.monotonic() - began

        is_over.set()
        dripping.join()
    assert (answered, seconds < 2) == (True, True)


def test_who_was_told_that_we_close_gets_all_of_the_last_word(address: tuple[str, int]) -> None:
    with socket.create_connection(address, 5) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: account\r\nContent-Length: 5\r\nConnection: close\r\n\r\n")
        line.sendall(b"hello" + b"and much more" * 1000)
        answer = b"".join(iter(lambda: line.recv(65536), b""))

    head, _, page = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert page


def test_a_connection_that_nobody_closes_ends(address: tuple[str, int]) -> None:
    with socket.create_connection(address, 5) as line:
        line.sendall(ASK)
        while line.recv(65536):
            pass
        time.sleep(4)

        with pytest.raises(OSError, match=r"reset|Broken pipe"):  # noqa: PT012
            for _ in range(10):
                line.sendall(b"x")
                time.sleep(0.05)


def test_who_takes_a_long_answer_and_does_not_read_it_keeps_nobody_waiting(address: tuple[str, int]) -> None:
    with ExitStack() as lines:
        for _ in range(10):
            line = lines.enter_context(socket.create_connection(address, 5))
            line.sendall(ASK_LONG)
        time.sleep(1)
        began = time.monotonic()

        assert _answers(address)

        assert time.monotonic() - began < 2


def test_who_reads_a_long_answer_gets_all_of_it(address: tuple[str, int]) -> None:
    with socket.create_connection(address, 5) as line:
        line.sendall(ASK_LONG)
        # So the system's own buffers are full, and the server has to wait for the reader.
        time.sleep(1)
        answer = b"".join(iter(lambda: line.recv(65536), b""))

    head, _, page = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert len(page) == LONG_BYTES


# Lengths that a hasty reader takes for something else than gunicorn does.
STRANGE_LENGTHS = {
    "zeros before it": b"Content-Length: 000000000000500000\r\n\r\n",
    "one too long for a number": b"Content-Length: 99999999999999999999\r\n\r\n",
    "zeros before that of a chunk": b"Transfer-Encoding: chunked\r\n\r\n00000000000f0000\r\n\r\n",
}


@pytest.mark.parametrize("length", STRANGE_LENGTHS)
def test_a_body_whose_length_is_written_strangely_holds_no_thread(
    address: tuple[str, int], length: str
) -> None:
    head = b"POST /2 HTTP/1.1\r\nHost: account\r\n"
    with ExitStack() as lines:
        for _ in range(10):
            line = lines.enter_context(socket.create_connection(address, 5))
            line.sendall(head + STRANGE_LENGTHS[length])
        time.sleep(0.5)
        began = time.monotonic()

        assert _answers(address)

        assert time.monotonic() - began < 2
