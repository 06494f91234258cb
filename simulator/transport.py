"""One HTTP request to the account's server that is over after a fixed time, whatever the server does.

The limit is on the whole exchange by the wall clock, as the platform's five seconds are; a library's read
timeout starts anew with every byte, so that a slow trickle would never end.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import urlencode, urlsplit

ANSWER_BYTES = 1_000_000


@dataclass(frozen=True)
class Exchange:
    """What came of a request; without an answer `status` is 0 and `error` says why."""

    status: int
    body: bytes
    ms: int
    error: str = ""


def exchange(
    url: str, query: dict[str, str], body: bytes | None, timeout: float, *, drop: bool = False
) -> Exchange:
    """POST `body` (or GET when None). `drop` closes the connection right after sending."""
    start = time.monotonic()
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout)
    late = _Deadline(connection)
    timer = Timer(timeout, late.strike)
    timer.daemon = True
    timer.start()
    status, answer, error = 0, b"", ""
    try:
        status, answer = _talk(connection, _target(parts.path, parts.query, query), body, drop)
        error = "dropped" if drop else ""
    except (OSError, HTTPException) as problem:
        error = "timeout" if late.struck or isinstance(problem, TimeoutError) else _word(problem)
    finally:
        timer.cancel()
        connection.close()
    if late.struck:
        status, answer, error = 0, b"", "timeout"
    return Exchange(status, answer, round((time.monotonic() - start) * 1000), error)


def _talk(connection: HTTPConnection, target: str, body: bytes | None, drop: bool) -> tuple[int, bytes]:
    headers = {"User-Agent": "Mozilla/4.0", "Accept": "*/*", "Pragma": "no-cache"}
    if body is not None:
        headers["Content-Type"] = "text/xml"
    connection.request("GET" if body is None else "POST", target, body, headers)
    if drop:
        return 0, b""
    response = connection.getresponse()
    return response.status, response.read(ANSWER_BYTES)


def _target(path: str, fixed: str, query: dict[str, str]) -> str:
    return f"{path or '/'}?{fixed + '&' if fixed else ''}{urlencode(query)}"


def _word(problem: Exception) -> str:
    return "refused" if isinstance(problem, ConnectionRefusedError) else "broken"


class _Deadline:
    """Cuts a connection when its time is over."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection
        self.struck = False

    def strike(self) -> None:
        self.struck = True
        line = self._connection.sock
        if isinstance(line, socket.socket):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # It was closed meanwhile: the exchange ended by itself.
