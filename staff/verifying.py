"""Reading the whole audit chain and naming the first entry that is not as it was written."""

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, String, select, type_coerce
from sqlalchemy.orm import Session

from staff.audit import GENESIS, hash_of, key_of, keyed_hash
from staff.heads import Head
from staff.models import AuditEntry

BATCH = 1000
_LONGEST_NUMBER = 19
_TEXTS = ("actor_kind", "actor", "action", "subject", "reason", "detail", "previous", "hash")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reading found: so many good entries from the first on, and what is wrong with the next."""

    good: int
    fault: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every entry is as it was written, and none that a kept head knows is missing."""
        return self.fault is None


@dataclass(frozen=True, slots=True)
class Progress:
    """Every entry so far was good: their number, and the hash of the last."""

    good: int = 0
    previous: str = GENESIS

    def line(self, key: bytes) -> str:
        """To be handed out and taken back: nobody without the key can claim to have read more."""
        return f"{self.good} {self.previous} {self._seal(key)}"

    @classmethod
    def of(cls, line: str, key: bytes) -> "Progress":
        """What was handed out; the beginning, where it is not ours."""
        number, _, rest = line.partition(" ")
        previous, _, seal = rest.partition(" ")
        if not (number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER):
            return cls()
        found = cls(int(number), previous)
        return found if hmac.compare_digest(found._seal(key).encode(), seal.encode()) else cls()

    def _seal(self, key: bytes) -> str:
        return keyed_hash({"verified": self.good, "previous": self.previous}, key)


def verify(session: Session, heads: Iterable[Head] = ()) -> Verdict:
    """Read the chain from its first entry; ``heads`` are those that were kept outside the database.

    Takes a thousand entries at a time, so that a log of years needs no memory. Entries that are appended
    meanwhile may or may not be read.
    """
    found = verify_part(session, heads, Progress(), None)
    assert isinstance(found, Verdict)
    return found


def verify_part(
    session: Session, heads: Iterable[Head], progress: Progress, most: int | None
) -> Verdict | Progress:
    """Go on behind ``progress`` for about ``most`` entries; a ``Verdict`` once the end or a fault is met."""
    key = key_of(session)
    kept: dict[int, set[str]] = {}
    for head in heads:
        kept.setdefault(head.number, set()).add(head.hash)
    good, previous = progress.good, progress.previous
    for row in _rows(session, progress.good):
        fault = _fault(row, good + 1, previous, key)
        if fault is None and kept.get(row.number, {row.hash}) != {row.hash}:
            fault = "和保存在库外的链头不一致：整个日志被换过。"
        if fault is not None:
            return Verdict(good, f"第{good + 1}条：{fault}")
        good, previous = good + 1, row.hash
        if most is not None and good - progress.good >= most:
            return Progress(good, previous)
    if (newest := max(kept, default=0)) > good:
        return Verdict(good, f"第{good + 1}条：没有了；库外的链头写到第{newest}条，后面的被删掉了。")
    return Verdict(good)


def _rows(session: Session, behind: int) -> Iterator[Row[Any]]:
    """Every entry in order, as the database has it: what was spoilt must be read, not trip the reading."""
    table = AuditEntry.__table__.c
    sqlite = session.get_bind().dialect.name == "sqlite"
    columns = [
        table.number,
        type_coerce(table.at, String).label("at") if sqlite else table.at,
        *(type_coerce(table[name], String).label(name) for name in _TEXTS),
    ]
    query = select(*columns).order_by(table.number).limit(BATCH)
    # From the very beginning nothing is left out: a number below 1 is a fault too.
    first = query.where(table.number > behind) if behind else query
    rows = session.execute(first).all()
    while rows:
        yield from rows
        rows = session.execute(query.where(table.number > rows[-1].number)).all()


def _fault(row: Row[Any], number: int, previous: str, key: bytes) -> str | None:
    if row.number != number:
        return f"编号不连续，这里是{row.number}：有的被删掉、插入或者调换过。"
    moment = _moment(row.at)
    if moment is None or not all(isinstance(row._mapping[name], str) for name in _TEXTS):
        return "有一栏不是程序写的样子：被改过。"
    if row.previous != previous:
        return "接不上前一条：被改过、插入或者调换过。"
    columns = {name: row._mapping[name] for name in ("number", *_TEXTS) if name != "hash"}
    if not hmac.compare_digest(hash_of({**columns, "at": moment}, key).encode(), row.hash.encode()):
        return "内容和校验值不符：被改过，或者密钥不对。"
    return None


def _moment(stored: object) -> datetime | None:
    if isinstance(stored, datetime):
        return stored
    try:
        moment = datetime.fromisoformat(str(stored))
    except ValueError:
        return None
    # SQLite keeps text; only the way the program writes it is good.
    written = moment.isoformat(sep=" ", timespec="microseconds") == stored and moment.tzinfo is None
    return moment.replace(tzinfo=UTC) if written else None
