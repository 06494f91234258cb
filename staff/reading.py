"""Reading the audit log: page by page, narrowed, and as a whole for a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.clock import beginning_of, end_of
from core.sort_orders import Page, both_ways
from staff.models import AuditEntry

PAGE = 50
BATCH = 1000
IDENTITY = ("vault.read", "vault.read_payee")
"""The actions by which a person learnt who somebody is."""


@dataclass(frozen=True, slots=True)
class AuditWanted:
    """What is looked for: one of ``subjects``, one of ``actors``, one of ``actions``, on the days from
    ``since`` to ``until``, both included; ``identity`` keeps to ``IDENTITY``.
    """

    subjects: Sequence[str] = ()
    actors: Sequence[str] = ()
    actions: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    identity: bool = False


AUDIT_ORDERS = both_ways(AuditEntry.number)


def entries(
    session: Session,
    wanted: AuditWanted,
    page: Page = Page(AUDIT_ORDERS[0], limit=PAGE),
) -> Sequence[AuditEntry]:
    """A page of the log, in one of ``AUDIT_ORDERS``."""
    query = page.of(select(AuditEntry).where(*_conditions(wanted)))
    return session.scalars(query).all()


def all_entries(session: Session, wanted: AuditWanted) -> Iterator[AuditEntry]:
    """All that fit, the oldest first, read a thousand at a time so that a log of years needs no memory."""
    query = select(AuditEntry).where(*_conditions(wanted)).order_by(AuditEntry.number).limit(BATCH)
    number = 0
    while found := session.scalars(query.where(AuditEntry.number > number)).all():
        yield from found
        number = found[-1].number
        session.expunge_all()


def count_up_to(session: Session, wanted: AuditWanted, most: int) -> int:
    """How many fit, counted no further than ``most``."""
    query = select(AuditEntry.number).where(*_conditions(wanted)).limit(most)
    return len(session.scalars(query).all())


def _conditions(wanted: AuditWanted) -> list[ColumnElement[bool]]:
    given = (
        (AuditEntry.subject, wanted.subjects),
        (AuditEntry.actor, wanted.actors),
        (AuditEntry.action, wanted.actions),
    )
    found: list[ColumnElement[bool]] = [column.in_(values) for column, values in given if values]
    if wanted.identity:
        found.append(AuditEntry.action.in_(IDENTITY))
    if wanted.since is not None:
        found.append(AuditEntry.at >= beginning_of(wanted.since))
    if wanted.until is not None:
        found.append(AuditEntry.at < end_of(wanted.until))
    return found
