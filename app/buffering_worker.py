"""A gunicorn worker that gives a request to a thread only when all of it has arrived.

gunicorn's own gives the connection to a thread, which then reads as slowly as the client sends: as many slow
clients as threads, and nobody is answered. Here connections are polled together until a request is complete.
A body too long to buffer (photos, worksheets) goes to a thread when its first part has arrived. At most half
of the threads may wait for such bodies, and for readers of long answers, and only for those who keep up
(``pacing.py``). Where the slow take all places, the slowest goes. A client that was told that the connection
ends, and keeps it open, holds no thread either.
"""

import contextlib
import fcntl
import re
import selectors
import socket
import struct
import termios
import threading
import time
from collections import deque
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from gunicorn.workers.gthread import _DEFER, ThreadWorker

from app.connection_counts import COUNTS
from app.pacing import SILENT_SECONDS, LongBody, PacedAnswer
from app.unreadable import refuse, status_of

# A message of the platform has at most 64 KiB, its head a few hundred bytes.
HELD_BYTES: Final = 80 * 1024
# All of it must have come in this time; a connection silent for ``keepalive`` seconds is closed sooner.
WHOLE_WITHIN_SECONDS: Final = 30.0
# A client that leaves so much of the earlier answers unread is given no other. No browser asks for the next
# file sooner. The system keeps some 4 MiB for each connection: one answer more, and its thread would wait.
MOST_UNREAD_BYTES: Final = 256 * 1024
# How long, and how many bytes, a client may go on sending to hear that we close.
PARTING_SECONDS: Final = 2.0
PARTING_BYTES: Final = 64 * 1024

# How long a worker that holds more connections than another lets that one take the next. A worker that is
# only slow to wake takes it in this time; one that hangs delays each new connection by no more.
COURTESY_SECONDS: Final = 0.002

_GLANCE_SECONDS: Final = 0.05
_READ_BYTES: Final = 64 * 1024
_HEAD_END: Final = b"\r\n\r\n"
# A number too long to be true is read by its beginning, which is long enough.
_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length:[ \t]*0*(\d{1,12})\d*[ \t]*\r\n")
_CHUNKED: Final = re.compile(rb"(?i)\r\ntransfer-encoding:")
_CHUNK: Final = re.compile(rb"0*([0-9a-fA-F]{1,8})[^\r\n]*\r\n")
_PATIENCE: Final = struct.pack("@ll", SILENT_SECONDS, 0)


class Arrival:
    """What has come of one request."""

    def __init__(self, now: float) -> None:
        """``now`` is of a clock that never jumps."""
        self._data = bytearray()
        self._body = 0
        self.began = now

    @property
    def data(self) -> bytes:
        """All bytes of the request that have come."""
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
        return now >= self.began + WHOLE_WITHIN_SECONDS

    def add(self, part: bytes) -> None:
        """Take the bytes that came next."""
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


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """A worker whose threads never wait for somebody slow, but half of them for long bodies and answers."""

    def __init__(self, age: int, *arguments: Any, **settings: Any) -> None:
        """See gunicorn; ``age`` counts the workers it has started."""
        self._held = 0
        super().__init__(age, *arguments, **settings)
        self._places = threading.Semaphore(max(1, self.cfg.threads // 2))
        self._parting: deque[Any] = deque()

    @property
    def nr_conns(self) -> int:
        """How many connections this worker holds, as gunicorn counts them; the other workers see it."""
        return self._held

    @nr_conns.setter
    def nr_conns(self, held: int) -> None:
        self._held = held
        COUNTS.tell(self.age, held)

    def accept(self, listener: Any) -> None:
        """Take a connection; one that another worker holds fewer of is left to that for a moment."""
        if COUNTS.is_ahead(self.age):
            time.sleep(COURTESY_SECONDS)
        super().accept(listener)

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
        if unread_bytes(conn.sock) > MOST_UNREAD_BYTES:
            return False
        if arrival.is_endless:
            conn.sock.setblocking(True)
            refuse(conn.sock, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return False
        if has_ended or arrival.is_whole():
            conn.arrival, conn.data_ready = None, True
            reader.unread(arrival.data)
            # What is whole here may not be for the parser, so that a thread may wait for whole requests too.
            reader.sock = LongBody(conn.sock, self._places)
            return super().handle(conn)
        return False if arrival.is_late(now) else _DEFER

    def handle_error(self, _req: Any, client: Any, _addr: Any, exc: BaseException) -> None:
        """See gunicorn, which logs who called and the line that was sent, codes and names in it too."""
        status = status_of(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.exception("a request broke")
        else:
            self.log.warning("a request could not be read: %s", type(exc).__name__)
        refuse(client, status)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """See gunicorn, whose threads wait for whoever reads slowly."""
        plain = conn.sock
        conn.sock = answer = PacedAnswer(plain, self._places, holds_head=True)
        try:
            may_go_on = super().handle_request(req, conn)
            answer.flush()
            return may_go_on
        finally:
            conn.sock = plain

    def _keepalive_after(self, conn: Any, keepalive: Any) -> bool:
        """See gunicorn; for the rest of a body that nobody read no thread waits."""
        conn.parser.unreader.sock = conn.sock
        return bool(keepalive and conn.parser.finish_body(deadline=time.monotonic() + _GLANCE_SECONDS))

    def finish_request(self, conn: Any, future: Any) -> None:
        """See gunicorn, which lets all connections wait until the other side has closed this one, too."""
        is_over = future.cancelled() or (future.exception() is None and not future.result())
        if not is_over:
            super().finish_request(conn, future)
            return
        conn.timeout, conn.received = time.monotonic() + PARTING_SECONDS, 0
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._hear, conn))
        except (OSError, ValueError, KeyError):
            self._close(conn)
        else:
            self._parting.append(conn)

    def _hear(self, conn: Any, _sock: Any) -> None:
        """Let go by what still comes of somebody who was told that we close, until they do or it is much."""
        try:
            part = conn.sock.recv(PARTING_BYTES)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        conn.received += len(part)
        if not part or conn.received >= PARTING_BYTES:
            self._parting.remove(conn)
            self._forget(conn)

    def murder_pending(self) -> None:
        """See gunicorn."""
        super().murder_pending()
        while self._parting and self._parting[0].timeout <= time.monotonic():
            self._forget(self._parting.popleft())
        self._make_room()

    def _make_room(self) -> None:
        """With all places taken gunicorn would open the door to nobody: the idle go, then the slowest.

        What is sent at once takes no place for so long.
        """
        while self.nr_conns >= self.max_keepalived and (self.keepalived_conns or self.pending_conns):
            crowd = self.keepalived_conns or self.pending_conns
            slowest = min(crowd, key=lambda conn: conn.arrival.began if conn.arrival else conn.timeout)
            crowd.remove(slowest)
            self._forget(slowest)

    def _forget(self, conn: Any) -> None:
        with contextlib.suppress(OSError, ValueError, KeyError):
            self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()


def unread_bytes(sock: socket.socket) -> int:
    """How much of what was sent the other side has not taken yet; 0 where the system does not tell."""
    told = bytearray(struct.calcsize("i"))
    with contextlib.suppress(OSError):
        fcntl.ioctl(sock, termios.TIOCOUTQ, told)
    return int(struct.unpack("i", told)[0])


def _read_on(sock: socket.socket, arrival: Arrival) -> bool:
    """Take what has come, without waiting; whether the sender will send no more."""
    while not arrival.is_whole():
        try:
            part = sock.recv(_READ_BYTES, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        if not part:
            return True
        arrival.add(part)
    return False
