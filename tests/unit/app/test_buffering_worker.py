"""When a request is there as a whole."""

import socket

import pytest

from app.buffering_worker import HELD_BYTES, WHOLE_WITHIN_SECONDS, Arrival, unread_bytes

GET = b"GET /healthz HTTP/1.1\r\nHost: account\r\n\r\n"
POST = b"POST /wechat HTTP/1.1\r\nHost: account\r\ncontent-length: 5\r\n\r\nhello"
CHUNKED = b"POST /wechat HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n3\r\n0\r\n\r\n0\r\n"
LAST = (b"\r\n", b"Trailer: x\r\n\r\n")


def arrived(*parts: bytes) -> Arrival:
    arrival = Arrival(0.0)
    for part in parts:
        arrival.add(part)
    return arrival


@pytest.mark.parametrize("request_", [GET, POST, *(CHUNKED + end for end in LAST)])
def test_a_request_is_whole_with_its_last_byte_and_not_before(request_: bytes) -> None:
    pieces = [request_[at : at + 1] for at in range(len(request_))]
    assert not any(arrived(*pieces[:count]).is_whole() for count in range(len(pieces)))
    assert arrived(*pieces).is_whole()
    assert arrived(request_).is_whole()


def test_what_came_is_kept_to_the_byte() -> None:
    assert arrived(POST[:20], POST[20:], GET[:7]).data == POST + GET[:7]


@pytest.mark.parametrize("body", [b"zz\r\nhello", b"-5\r\n", b"\r\n\r\n"])
def test_chunks_that_are_none_are_for_the_parser(body: bytes) -> None:
    assert arrived(CHUNKED[: CHUNKED.index(b"\r\n\r\n") + 4] + body).is_whole()


@pytest.mark.parametrize(
    "length",
    [
        b"Content-Length: 0000000000000005\r\n\r\n",
        b"Content-Length: 99999999999999999999\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n000000000005\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n0000000000000\r\n",
    ],
)
def test_a_length_may_be_written_with_any_number_of_digits(length: bytes) -> None:
    assert not arrived(b"POST /wechat HTTP/1.1\r\n", length).is_whole()


def test_what_is_too_long_to_be_held_is_handed_on() -> None:
    head = b"POST /h5/tip HTTP/1.1\r\nContent-Length: 9000000\r\n\r\n"
    assert not arrived(head, b"x" * 1000).is_whole()
    assert arrived(head, b"x" * HELD_BYTES).is_whole()
    assert not arrived(head, b"x" * HELD_BYTES).is_endless


def test_a_head_without_an_end_is_told_from_a_long_body() -> None:
    assert arrived(b"GET / HTTP/1.1\r\n", b"X: y\r\n" * (HELD_BYTES // 6)).is_endless
    assert not arrived(GET[:-1]).is_endless


def test_a_sender_has_so_much_time_and_no_more() -> None:
    arrival = arrived(GET[:-1])
    assert not arrival.is_late(WHOLE_WITHIN_SECONDS - 0.1)
    assert arrival.is_late(WHOLE_WITHIN_SECONDS)


def test_what_the_other_side_has_not_taken_is_counted() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as theirs,
    ):
        ours, _ = listening.accept()
        with ours:
            assert unread_bytes(ours) == 0
            ours.setblocking(False)
            sent = sum(ours.send(b"x" * 65536) for _ in range(4))
            theirs.recv(1)
            assert 0 <= unread_bytes(ours) <= sent
