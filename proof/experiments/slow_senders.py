"""SLOW: more senders who never finish than the account has threads; the others must not notice."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from itertools import cycle

from proof.estate import Estate
from proof.findings import Finding, share
from proof.platform import Platform

HEAD = "POST /wechat?signature=x HTTP/1.1\r\nHost: account\r\nContent-Type: text/xml\r\n"
BEGUN = (
    b"",
    b"POST /wec",
    HEAD.encode(),
    (HEAD + "Content-Length: 5000\r\n\r\n<xml>").encode(),
    (HEAD + "Transfer-Encoding: chunked\r\n\r\n1388\r\n<xml>").encode(),
)
"""What they say at once, each in turn; afterwards a character every second."""
LATEST_SECONDS = 2.0


def starve(estate: Estate, *, senders: int, questions: int) -> list[Finding]:
    """Ask as usual while so many others send slowly; then let one of the slow finish."""
    platform = Platform(estate.account)
    with _dripping(estate.account.port, senders):
        done = [
            platform.delivers(platform.text(platform.anyone(900), "灭火器怎么用")) for _ in range(questions)
        ]
        finished = _finishes(estate.account.port)
    seconds = [one.attempts[-1].seconds for one in done]
    where = f"beside {senders} slow senders, on {estate.engine}"
    return [
        Finding(
            "SLOW.others",
            f"messages not answered at once {where}",
            len(done),
            sum(not one.attempts[0].is_answered for one in done),
            0,
        ),
        Finding(
            "SLOW.time",
            f"p99, seconds, {where}",
            len(done),
            share(seconds, 0.99),
            LATEST_SECONDS,
            timing=True,
        ),
        Finding(
            "SLOW.finished", f"slow senders who finished and got no answer, {where}", 1, int(not finished), 0
        ),
    ]


@contextmanager
def _dripping(port: int, senders: int) -> Iterator[None]:
    over = threading.Event()
    with ExitStack() as stack:
        wires = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(senders)]
        for wire, begun in zip(wires, cycle(BEGUN), strict=False):
            wire.sendall(begun)

        def drip() -> None:
            while not over.wait(1.0):
                for wire, begun in zip(wires, cycle(BEGUN), strict=False):
                    if begun:
                        # A sender that was sent away is silent from then on.
                        with contextlib.suppress(OSError):
                            wire.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _finishes(port: int) -> bool:
    """Whether one who sends a request in small pieces, and finishes, is answered."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    pause = threading.Event()
    connection.connect()
    for piece in ("GET /hea", "lthz HTTP/1.1\r\nHo", "st: account\r\n", "\r", "\n"):
        connection.sock.sendall(piece.encode())
        pause.wait(0.2)
    with contextlib.closing(connection):
        answer = connection.sock.recv(64)
    return answer.startswith(b"HTTP/1.1 200")
