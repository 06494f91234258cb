"""One HTTP request to the account's server that is over after a fixed time, whatever the server does.

The limit is on the whole exchange by the wall clock, as the platform's five seconds are; a library's read
timeout starts anew with every byte, so that a slow trickle would never end.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

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
    """POST `body` (or GET when None) to an `http://` address; `drop` hangs up right after sending."""
    start = time.monotonic()
    parts = urlsplit(url)
    connection = _Connection(parts.hostname or "", parts.port, start + timeout)
    status, answer, error = 0, b"", "dropped" if drop else ""
    try:
        status, answer = _talk(connection, _target(parts.path, parts.query, query), body, drop)
    except TimeoutError:
        error = "timeout"
    except ConnectionRefusedError:
        error = "refused"
    except (OSError, HTTPException):
        error = "broken"
    finally:
        connection.close()
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


class _Line(socket.socket):
    """A socket that gives every read only what is left of the time."""

    deadline = 0.0

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(_left(self.deadline))
        return super().recv_into(buffer, nbytes, flags)


class _Connection(HTTPConnection):
    def __init__(self, host: str, port: int | None, deadline: float) -> None:
        super().__init__(host, port)
        self._deadline = deadline

    def connect(self) -> None:
        found = socket.create_connection((self.host, self.port), _left(self._deadline))
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = _Line(fileno=found.detach())
        line.deadline = self._deadline
        line.settimeout(_left(self._deadline))
        self.sock = line


def _left(deadline: float) -> float:
    """Seconds until the deadline; raises `TimeoutError` when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
