"""A request takes a thread once it has come whole, not when its first byte has.

gunicorn gives a connection to a thread, which then reads what its sender likes to send, as slowly as they
like: as many slow senders as there are threads, and nobody is answered. Here a connection waits beside the
others until everything is there. What is too long to be held (photos, worksheets) is handed on when so much
of it has come; at most half of the threads wait for more of such a thing.
"""

import re
import select
import socket
import struct
import threading
import time
from typing import Any, Final

from gunicorn.util import write_error
from gunicorn.workers.gthread import _DEFER, ThreadWorker
from werkzeug.exceptions import RequestTimeout, ServiceUnavailable

# A message of the platform has at most 64 KiB, its head a few hundred bytes.
HELD_BYTES: Final = 80 * 1024
# All of it must have come in this time; who is silent for ``keepalive`` seconds is sent away sooner.
WHOLE_WITHIN_SECONDS: Final = 30.0
# So long a thread waits for the next bytes of what is too long to be held, or for a reader to take more.
SILENT_SECONDS: Final = 20
# What is too long to be held must go on coming at least so fast, some seconds apart.
LEAST_BYTES_A_SECOND: Final = 16 * 1024
# When somebody else's worksheet will have come.
COME_AGAIN_SECONDS: Final = 10

_GLANCE_SECONDS: Final = 0.05
_READ_BYTES: Final = 64 * 1024
_HEAD_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n")
_CHUNKED: Final = re.compile(rb"(?i)\r\ntransfer-encoding:")
_CHUNK: Final = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]*\r\n")
_PATIENCE: Final = struct.pack("@ll", SILENT_SECONDS, 0)


class Arrival:
    """What has come of one request."""

    def __init__(self, now: float) -> None:
        """``now`` is of a clock that never jumps."""
        self._data = bytearray()
        self._body = 0
        self._is_late_from = now + WHOLE_WITHIN_SECONDS

    @property
    def data(self) -> bytes:
        """All that came."""
        return bytes(self._data)

    @property
    def is_endless(self) -> bool:
        """Whether the head alone is longer than what is held."""
        return not self._body and self.is_handed_on

    @property
    def is_handed_on(self) -> bool:
        """Whether it is too long to be held, so that the rest is still to be read."""
        return len(self._data) >= HELD_BYTES

    def is_late(self, now: float) -> bool:
        """Whether the sender had time enough."""
        return now >= self._is_late_from

    def add(self, part: bytes) -> None:
        """More came."""
        searched = max(0, len(self._data) - len(_HEAD_END) + 1)
        self._data += part
        if not self._body:
            end = self._data.find(_HEAD_END, searched)
            self._body = end + len(_HEAD_END) if end >= 0 else 0

    def is_whole(self) -> bool:
        """Whether a thread can read all of the request without waiting, or more came than is held."""
        if self.is_handed_on:
            return True
        if not self._body:
            return False
        head = self._data[: self._body]
        if _CHUNKED.search(head):
            return self._has_last_chunk()
        length = _LENGTH.search(head)
        return length is None or len(self._data) - self._body >= int(length[1])

    def _has_last_chunk(self) -> bool:
        at = self._body
        while at < len(self._data):
            size = _CHUNK.match(self._data, at)
            if size is None:
                # Either the line is still coming, or it is none: that is for the parser to say.
                return b"\r\n" in self._data[at:]
            if not int(size[1], 16):
                # Behind the last chunk there may be more fields, then an empty line.
                return _HEAD_END in self._data[size.end() - 2 :]
            at = size.end() + int(size[1], 16) + 2
        return False


class LongBody:
    """The rest of what is too long to be held, as its thread reads it: in place of the socket.

    What is there is taken at once. Only where a thread must wait, ``places`` says whether one more may, and
    the clock whether this sender was fast enough so far.
    """

    clock = staticmethod(time.monotonic)

    def __init__(self, sock: socket.socket, places: threading.Semaphore) -> None:
        self._sock = sock
        self._places = places
        self._wait_until = self.clock() + WHOLE_WITHIN_SECONDS

    def recv(self, size: int) -> bytes:
        """See ``socket``; ``RequestTimeout``: too slow; ``ServiceUnavailable``: too many wait already."""
        try:
            part = self._sock.recv(size, socket.MSG_DONTWAIT)
        except BlockingIOError:
            self._wait()
            part = self._sock.recv(size, socket.MSG_DONTWAIT)
        self._wait_until += len(part) / LEAST_BYTES_A_SECOND
        return part

    def _wait(self) -> None:
        if not self._places.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=COME_AGAIN_SECONDS)
        try:
            seconds = min(SILENT_SECONDS, self._wait_until - self.clock())
            more = select.poll()
            more.register(self._sock, select.POLLIN)
            if seconds <= 0 or not more.poll(seconds * 1000):
                raise RequestTimeout
        finally:
            self._places.release()


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """A worker whose threads never wait for somebody who sends slowly, but half of them for long bodies."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        """See gunicorn."""
        super().__init__(*arguments, **settings)
        self._places = threading.Semaphore(max(1, self.cfg.threads // 2))

    def handle(self, conn: Any) -> Any:
        """Read what is there, in a thread; go on with it if it is whole, or else wait for more outside."""
        if not conn.initialized:
            conn.init()
            conn.arrival = None
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _PATIENCE)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _PATIENCE)
        reader = conn.parser.unreader
        now = time.monotonic()
        if conn.arrival is None:
            conn.arrival = Arrival(now)
            # It may have been read with the request before it.
            conn.arrival.add(reader.take_buffered())
        arrival = conn.arrival
        try:
            has_ended = _read_on(conn.sock, arrival)
        except OSError:
            return False
        if arrival.is_endless:
            conn.sock.setblocking(True)
            write_error(conn.sock, 431, "Request Header Fields Too Large", "")
            return False
        if has_ended or arrival.is_whole():
            conn.arrival, conn.data_ready = None, True
            reader.unread(arrival.data)
            reader.sock = LongBody(conn.sock, self._places) if arrival.is_handed_on else conn.sock
            return super().handle(conn)
        return False if arrival.is_late(now) else _DEFER

    def _keepalive_after(self, conn: Any, keepalive: Any) -> bool:
        """See gunicorn; for the rest of a long body that nobody read no thread waits."""
        reader = conn.parser.unreader
        if isinstance(reader.sock, LongBody):
            reader.sock = conn.sock
            return bool(keepalive and conn.parser.finish_body(deadline=time.monotonic() + _GLANCE_SECONDS))
        return bool(super()._keepalive_after(conn, keepalive))


def _read_on(sock: socket.socket, arrival: Arrival) -> bool:
    """Take what has come, without waiting; whether the sender will send no more."""
    sock.setblocking(False)
    while not arrival.is_whole():
        try:
            part = sock.recv(_READ_BYTES)
        except BlockingIOError:
            return False
        if not part:
            return True
        arrival.add(part)
    return False
