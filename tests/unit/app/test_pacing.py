"""A thread that must wait for the other side of a connection."""

import io
import socket
import threading
from collections.abc import Iterator

import pytest
from werkzeug.exceptions import RequestTimeout, ServiceUnavailable

from app.pacing import LEAST_BYTES_A_SECOND, LongBody, PacedAnswer

# More than a pair of sockets holds.
LONG = b"x" * (4 * 1024 * 1024)


@pytest.fixture
def wire() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The end of the sender, and ours."""
    ends = socket.socketpair()
    yield ends
    for end in ends:
        end.close()


def test_what_is_there_of_a_long_body_is_read_though_nobody_may_wait(
    wire: tuple[socket.socket, socket.socket],
) -> None:
    sender, ours = wire
    sender.sendall(b"photo")

    assert LongBody(ours, threading.Semaphore(0)).recv(100) == b"photo"


def test_where_too_many_wait_for_long_bodies_one_more_is_sent_away(
    wire: tuple[socket.socket, socket.socket],
) -> None:
    with pytest.raises(ServiceUnavailable):
        LongBody(wire[1], threading.Semaphore(0)).recv(100)


def test_who_waited_gives_the_place_back(wire: tuple[socket.socket, socket.socket]) -> None:
    sender, ours = wire
    places = threading.Semaphore(1)
    threading.Timer(0.05, sender.sendall, (b"more",)).start()

    assert LongBody(ours, places).recv(100) == b"more"
    assert places.acquire(blocking=False)


@pytest.mark.parametrize(("bytes_a_second", "is_taken"), [(LEAST_BYTES_A_SECOND, True), (1024, False)])
def test_a_long_body_that_drips_is_given_up_and_one_that_flows_is_not(
    wire: tuple[socket.socket, socket.socket],
    monkeypatch: pytest.MonkeyPatch,
    bytes_a_second: int,
    is_taken: bool,
) -> None:
    sender, ours = wire
    second = [0.0]
    monkeypatch.setattr(LongBody, "clock", staticmethod(lambda: second[0]))
    body = LongBody(ours, threading.Semaphore(1))
    for _ in range(120):
        second[0] += 1
        sender.sendall(b"x" * bytes_a_second)
        body.recv(bytes_a_second)

    if is_taken:
        threading.Timer(0.05, sender.sendall, (b"more",)).start()
        assert body.recv(100) == b"more"
    else:
        with pytest.raises(RequestTimeout):
            body.recv(100)


def test_an_answer_that_the_system_takes_over_needs_no_place(
    wire: tuple[socket.socket, socket.socket],
) -> None:
    reader, ours = wire
    PacedAnswer(ours, threading.Semaphore(0)).sendall(b"hello")

    assert reader.recv(100) == b"hello"


def test_the_head_of_an_answer_waits_for_its_body(wire: tuple[socket.socket, socket.socket]) -> None:
    reader, ours = wire
    reader.setblocking(False)
    answer = PacedAnswer(ours, threading.Semaphore(0), holds_head=True)
    answer.sendall(b"head ")
    with pytest.raises(BlockingIOError):
        reader.recv(100)
    answer.sendall(b"body ")
    answer.sendall(b"and more")
    answer.flush()

    assert reader.recv(100) == b"head body and more"


def test_a_head_without_a_body_is_sent_at_the_end(wire: tuple[socket.socket, socket.socket]) -> None:
    reader, ours = wire
    answer = PacedAnswer(ours, threading.Semaphore(0), holds_head=True)
    answer.sendall(b"head")
    answer.flush()

    assert reader.recv(100) == b"head"


def test_where_too_many_wait_for_readers_one_more_is_cut_off(
    wire: tuple[socket.socket, socket.socket],
) -> None:
    with pytest.raises(ConnectionResetError):
        PacedAnswer(wire[1], threading.Semaphore(0)).sendall(LONG)


@pytest.mark.parametrize(("bytes_a_second", "is_sent"), [(2 * LEAST_BYTES_A_SECOND, True), (1024, False)])
def test_a_reader_who_drips_is_cut_off_and_one_who_keeps_up_is_not(
    wire: tuple[socket.socket, socket.socket],
    monkeypatch: pytest.MonkeyPatch,
    bytes_a_second: int,
    is_sent: bool,
) -> None:
    reader, ours = wire
    second = [0.0]
    monkeypatch.setattr(PacedAnswer, "clock", staticmethod(lambda: second[0]))
    places = threading.Semaphore(1)
    over = threading.Event()

    def read() -> None:
        while not over.wait(0.001) and reader.recv(bytes_a_second):
            second[0] += 1

    thread = threading.Thread(target=read)
    thread.start()
    try:
        if is_sent:
            PacedAnswer(ours, places).sendall(LONG)
        else:
            with pytest.raises(ConnectionResetError):
                PacedAnswer(ours, places).sendall(LONG)
    finally:
        over.set()
        ours.shutdown(socket.SHUT_RDWR)
        thread.join()
    assert places.acquire(blocking=False)


def test_a_file_is_sent_to_the_byte(wire: tuple[socket.socket, socket.socket]) -> None:
    reader, ours = wire
    file = io.BytesIO(bytes(range(256)) * 1024)
    PacedAnswer(ours, threading.Semaphore(1)).sendfile(file, 10, 100_000)
    ours.shutdown(socket.SHUT_WR)

    assert b"".join(iter(lambda: reader.recv(65536), b"")) == file.getvalue()[10:100_010]
