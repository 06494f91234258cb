"""Reading pushes: the list, and one with what became of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from campaigns.content.models import ContentVersion
from campaigns.sending.models import Push
from campaigns.sending.status import PushState
from core.errors import NotFound
from core.sort_orders import Page, SortOrder, both_ways
from deliveries.mailings.models import Mailing
from staff.models import AuditEntry
from staff.reading import AUDIT_ORDERS, AuditWanted, entries

MOST_DEEDS = 100


@dataclass(frozen=True, slots=True)
class PushLine:
    """A push, what it tells, and the mailing that was made of it."""

    push: Push
    title: str
    mailing: Mailing | None


PUSH_ORDERS = (*both_ways(Push.id), SortOrder("due", "先发的在前", Push.due_at, Push.id))


def push_lines(
    session: Session,
    *,
    states: Collection[PushState] = (),
    page: Page = Page(PUSH_ORDERS[0], limit=30),
) -> Sequence[PushLine]:
    """A page of the pushes, in one of ``PUSH_ORDERS``."""
    query = page.of(_lines())
    if states:
        query = query.where(Push.state.in_(states))
    return [PushLine(push, title or "", mailing) for push, title, mailing in session.execute(query)]


def get_push_line(session: Session, push_id: int) -> PushLine:
    """One push; ``NotFound``."""
    found = session.execute(_lines().where(Push.id == push_id)).one_or_none()
    if found is None:
        raise NotFound
    push, title, mailing = found
    return PushLine(push, title or "", mailing)


def push_lines_of(session: Session, numbers: Collection[int]) -> Sequence[PushLine]:
    """The pushes of these numbers, those due first first."""
    query = _lines().where(Push.id.in_(numbers)).order_by(Push.due_at, Push.id)
    return [PushLine(push, title or "", mailing) for push, title, mailing in session.execute(query)]


def deeds_of(session: Session, push: Push, parts: Collection[int]) -> Sequence[AuditEntry]:
    """What was done with a push, its mailing and its calls (``parts``), the latest first, and why."""
    subjects = [f"push:{push.id}", *(f"mass:{one}" for one in parts)]
    if push.mailing_id is not None:
        subjects.append(f"mailing:{push.mailing_id}")
    return entries(session, AuditWanted(subjects=subjects), Page(AUDIT_ORDERS[0], limit=MOST_DEEDS))


def count_waiting(session: Session, states: Collection[PushState]) -> Mapping[PushState, int]:
    """How many pushes stand in each of these states."""
    query = select(Push.state, func.count()).where(Push.state.in_(states)).group_by(Push.state)
    return {row[0]: row[1] for row in session.execute(query)}


def _lines() -> Select[Push, str | None, Mailing | None]:
    """The title is that of the version that was approved; before, of the newest one."""
    newest = (
        select(func.max(ContentVersion.id))
        .where(ContentVersion.item_id == Push.content_item)
        .correlate(Push)
        .scalar_subquery()
    )
    told = ContentVersion.id == func.coalesce(Push.version_id, newest)
    return (
        select(Push, ContentVersion.title, Mailing)
        .outerjoin(ContentVersion, told)
        .outerjoin(Mailing, Mailing.id == Push.mailing_id)
    )
