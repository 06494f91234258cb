"""The head of the audit chain, carried out of the database: what shows that its newest entries were cut off.

A head is one line: number and hash of the newest entry, the moment, and a seal over the three. The worker
adds one to a file every minute in which something was recorded; a line may as well be printed or mailed.
Whoever changes the file without the key is found by the seal; whoever only removes lines of it makes the
check weaker, so copies belong where neither the database nor this machine reaches.
"""

import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import BadContent
from staff.audit import key_of, keyed_hash
from staff.models import AuditEntry


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
    """Add the head to ``file`` if it is not the last one there; the head, or None if nothing is new."""
    head = newest_head(session, now)
    if head is None or _last_number(file) == str(head.number):
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="ascii"
    ) as out:
        out.write(head.line(key_of(session)) + "\n")
        out.flush()
        os.fsync(out.fileno())
    return head


def _last_number(file: Path) -> str | None:
    try:
        with file.open("rb") as lines:
            lines.seek(max(0, file.stat().st_size - 1024))
            last = lines.read().decode("ascii", "replace").splitlines()[-1:]
    except FileNotFoundError:
        return None
    return last[0].partition(" ")[0] if last else None
