"""The head of the audit chain, carried out of the database: what shows that its newest entries were cut off.

A head is one line: number and hash of the newest entry, the moment, and a seal over the three. The worker
adds one to a file every minute in which something was recorded; a line may as well be printed or mailed.
Whoever changes the file without the key is found by the seal; whoever only removes lines of it makes the
check weaker, so copies belong where neither the database nor this machine reaches.
"""

import errno
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import BadContent
from staff.audit import key_of, keyed_hash
from staff.models import AuditEntry

_TAIL = 1024
"""Bytes at the end of the file that are looked at: a line has fewer than 200."""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry as it was at a moment."""

    number: int
    hash: str
    at: datetime

    def line(self, key: bytes) -> str:
        """The line that is kept, with its seal."""
        return f"{self.number} {self.hash} {self._moment} {self._seal(key)}"

    @property
    def _moment(self) -> str:
        return self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _seal(self, key: bytes) -> str:
        return keyed_hash({"head": self.number, "hash": self.hash, "moment": self._moment}, key)


def newest_head(session: Session, now: datetime) -> Head | None:
    """The head at this moment; None while nothing was recorded."""
    newest = select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    row = session.execute(newest).one_or_none()
    return Head(row[0], row[1], now) if row else None


def read_heads(lines: Iterable[str], key: bytes) -> list[Head]:
    """The heads of kept lines; ``BadContent`` names the first line that was not written with this key."""
    heads = []
    for place, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            number, hash_, moment, seal = line.split()
            at = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            head = Head(int(number), hash_, at)
        except ValueError as error:
            raise BadContent(f"链头记录第{place}行不完整。") from error
        if not hmac.compare_digest(head._seal(key).encode(), seal.encode()):
            raise BadContent(f"链头记录第{place}行的封印不对：被改过，或者不是用这把密钥写的。")
        heads.append(head)
    return heads


def keep_head(session: Session, file: Path, now: datetime) -> Head | None:
    """Add the head to ``file`` if it is not the last one there; the head, or None if nothing is new.

    A line stands there whole or not at all: of one that a full disk or a killed worker cut short, nothing
    stays, for it would spoil the next.
    """
    head = newest_head(session, now)
    if head is None:
        return None
    key = key_of(session)
    file.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(number, "r+b", buffering=0) as lines:
        last = _last_line(lines, key)
        if last.partition(" ")[0] == str(head.number):
            return None
        end = lines.seek(0, os.SEEK_END)
        line = f"{head.line(key)}\n".encode("ascii")
        try:
            if lines.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
            os.fsync(number)
        except OSError:
            lines.truncate(end)
            raise
    return head


def whole_lines(text: str) -> list[str]:
    """The lines of a file of heads; a last one without its end is being written just now."""
    return text.rpartition("\n")[0].splitlines()


def _last_line(lines: RawIOBase, key: bytes) -> str:
    """The last line, empty for none. What was cut short behind it is taken away."""
    size = lines.seek(0, os.SEEK_END)
    lines.seek(max(0, size - _TAIL))
    whole, end, rest = (lines.read() or b"").decode("ascii", "replace").rpartition("\n")
    if rest and _is_head(rest, key):
        lines.write(b"\n")
        return rest
    if rest:
        lines.truncate(size - len(rest))
    return whole.rpartition("\n")[2] if end else ""


def _is_head(line: str, key: bytes) -> bool:
    try:
        return bool(read_heads([line], key))
    except BadContent:
        return False
