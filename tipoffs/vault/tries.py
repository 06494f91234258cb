"""Counting wrong codes: a few for each caller, many for all together.

The numbers: ten wrong codes in ten minutes are more than anybody mistypes. All callers together may be wrong
3,000 times (five a second); at that rate 100 random bits outlast any attacker, so the limit protects the
processor and rings the bell, and is wide enough that one attacker does not easily shut everybody out.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.statements import insert_in, table_of
from tipoffs.vault.models import ReceiptTries

SPAN_SECONDS = 600
PER_CALLER = 10
ALL_TOGETHER = 3_000
EVERYBODY = "*"


def take_try(session: Session, caller: str, now: datetime) -> str | None:
    """Count one try before it is judged; say who has used up theirs: the caller's name, ``*``, or None."""
    for name, most in ((caller, PER_CALLER), (EVERYBODY, ALL_TOGETHER)):
        if _add(session, name, 1, now) > most:
            return name
    return None


def give_back(session: Session, caller: str, now: datetime) -> None:
    """A right code was no try."""
    for name in (caller, EVERYBODY):
        _add(session, name, -1, now)


def forget_old(session: Session, now: datetime) -> None:
    """Delete the counts of spans that are over."""
    session.execute(delete(ReceiptTries).where(ReceiptTries.span < _span(now) - 1))


def _add(session: Session, caller: str, amount: int, now: datetime) -> int:
    insert = insert_in(session.get_bind().dialect.name, table_of(ReceiptTries)).values(
        caller=caller, span=_span(now), tries=max(amount, 0)
    )
    return int(
        session.execute(
            insert.on_conflict_do_update(
                index_elements=["caller", "span"], set_={"tries": ReceiptTries.tries + amount}
            ).returning(ReceiptTries.tries)
        ).scalar_one()
    )


def _span(now: datetime) -> int:
    return int(now.timestamp()) // SPAN_SECONDS
