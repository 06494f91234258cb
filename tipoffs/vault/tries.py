"""Counting wrong codes: a few for each caller, more for an address, many for all together.

The numbers: ten wrong codes in ten minutes are more than anybody mistypes. Behind one address may be a
whole village, so an address has a hundred, and whoever is known by more than a browser's cookie is not
counted under it. All together may be wrong 3,000 times (five a second), those who are known and those who
are not each by themselves; at that rate 100 random bits outlast any attacker, so the limits protect the
processor and ring the bell, and are wide enough that one attacker does not easily shut others out.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.statements import insert_in, table_of
from tipoffs.vault.models import ReceiptTries

SPAN_SECONDS = 600
PER_CALLER = 10
PER_ADDRESS = 100
ALL_TOGETHER = 3_000
EVERYBODY, STRANGERS = "*", "?"
"""All who are known, and all browsers of which nothing is: who guesses as one shuts out none of the other."""


def take_try(session: Session, caller: str, now: datetime, address: str = "") -> str | None:
    """Count one try before it is judged; say whose tries are used up: a name given here, or of all; or None.

    ``address`` stands behind a browser of which nothing is known. A caller whose own tries are used up takes
    none of the others.
    """
    bounds = ((caller, PER_CALLER), (address, PER_ADDRESS), (_all(address), ALL_TOGETHER))
    for name, most in bounds:
        if name and _add(session, name, 1, now) > most:
            return name
    return None


def give_back(session: Session, caller: str, now: datetime, address: str = "") -> None:
    """A right code was no try."""
    for name in filter(None, (caller, address, _all(address))):
        _add(session, name, -1, now)


def _all(address: str) -> str:
    return STRANGERS if address else EVERYBODY


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
