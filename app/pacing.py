"""What a thread does where it must wait for the other side of a connection: of a long body that still comes,
of a long answer that is still to be taken.

What can be done at once is done at once. Only where a thread must wait, ``places`` says whether one more may,
and the clock whether the other side was fast enough so far.
"""

import contextlib
import errno
import select
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any, Final

from werkzeug.exceptions import HTTPException, RequestTimeout, ServiceUnavailable

# How long a thread waits at most for the next bytes, or for a reader to take more.
SILENT_SECONDS: Final = 20
# How long somebody may be slower than the least; after that the average must have reached it.
GRACE_SECONDS: Final = 30.0
LEAST_BYTES_A_SECOND: Final = 16 * 1024
# When somebody else's worksheet will have come.
COME_AGAIN_SECONDS: Final = 10

_BLOCK_BYTES: Final = 64 * 1024


class _Paced:
    """One direction of a connection."""

    clock = staticmethod(time.monotonic)

    def __init__(self, sock: socket.socket, places: threading.Semaphore) -> None:
        self._sock = sock
        self._places = places
        self._wait_until = self.clock() + GRACE_SECONDS

    def _flowed(self, count: int) -> None:
        self._wait_until += count / LEAST_BYTES_A_SECOND

    def _wait(self, event: int) -> None:
        """``RequestTimeout``: too slow; ``ServiceUnavailable``: too many wait already."""
        if not self._places.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=COME_AGAIN_SECONDS)
        try:
            seconds = min(SILENT_SECONDS, self._wait_until - self.clock())
            more = select.poll()
            more.register(self._sock, event)
            if seconds <= 0 or not more.poll(seconds * 1000):
                raise RequestTimeout
        finally:
            self._places.release()


class LongBody(_Paced):
    """The rest of a body too long to be held, as its thread reads it: in place of the socket."""

    def recv(self, size: int) -> bytes:
        """See ``socket``; ``RequestTimeout``: too slow; ``ServiceUnavailable``: too many wait already."""
        try:
            part = self._sock.recv(size, socket.MSG_DONTWAIT)
        except BlockingIOError:
            self._wait(select.POLLIN)
            part = self._sock.recv(size, socket.MSG_DONTWAIT)
        self._flowed(len(part))
        return part


class PacedAnswer(_Paced):
    """An answer as its thread sends it: in place of the socket.

    A reader who is too slow, or one too many of those who must be waited for, is cut off: the answer has
    begun, so nothing can be said any more. With ``holds_head`` what is sent first waits for the next part, so
    that head and body of an answer are one call of the system; ``flush`` sends a head without a body.
    """

    def __init__(self, sock: socket.socket, places: threading.Semaphore, *, holds_head: bool = False) -> None:
        super().__init__(sock, places)
        self._holds_next = holds_head
        self._held = b""

    def flush(self) -> None:
        """Send what is held."""
        self._holds_next = False
        if self._held:
            self.sendall(b"")

    def sendall(self, data: bytes) -> None:
        """See ``socket``; ``ConnectionResetError`` where the reader is cut off."""
        data, self._held = self._held + data, b""
        if self._holds_next:
            self._holds_next, self._held = False, data
            return
        left = memoryview(data)
        while left:
            try:
                count = self._sock.send(left, socket.MSG_DONTWAIT)
            except BlockingIOError:
                with _cutting_off():
                    self._wait(select.POLLOUT)
                continue
            self._flowed(count)
            left = left[count:]

    def sendfile(self, file: Any, offset: int, count: int) -> None:
        """See ``socket``; the system's own way would wait without asking."""
        file.seek(offset)
        while count and (block := file.read(min(count, _BLOCK_BYTES))):
            self.sendall(block)
            count -= len(block)

    def __getattr__(self, name: str) -> Any:
        """All else is the socket's."""
        return getattr(self._sock, name)


@contextlib.contextmanager
def _cutting_off() -> Iterator[None]:
    try:
        yield
    except HTTPException as refusal:
        raise ConnectionResetError(errno.ECONNRESET, "a reader who is too slow was cut off") from refusal
