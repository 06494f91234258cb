"""Pages of the register of training: who took which course, and what waits to be checked."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from campaigns.library.kinds import TraineeKind
from campaigns.library.models import TrainingRecord
from campaigns.library.permissions import Permission
from core.sort_orders import Page, SortOrder
from core.types import Labelled
from staff.actors import Actor


class TrainingState(Labelled):
    """Whether a second person has looked."""

    WAITING = "waiting", "待核对"
    VERIFIED = "verified", "已核对"


TRAINING_ORDERS = (
    SortOrder("newest", "最近结束的在前", TrainingRecord.held_on, TrainingRecord.id, is_descending=True),
    SortOrder("oldest", "最早结束的在前", TrainingRecord.held_on, TrainingRecord.id),
    SortOrder("unit", "按单位", TrainingRecord.unit_name, TrainingRecord.id),
    SortOrder("name", "按姓名", TrainingRecord.name, TrainingRecord.id),
)


def training_lines(
    session: Session,
    actor: Actor,
    *,
    kind: TraineeKind | None = None,
    state: TrainingState | None = None,
    words: str = "",
    page: Page = Page(TRAINING_ORDERS[0]),
) -> Sequence[TrainingRecord]:
    """A page of the records within the actor's regions; ``words`` stand in a name, a unit or a course."""
    actor.require(Permission.SEE_TRAINING)
    query = page.of(select(TrainingRecord))
    query = query.where(*within_reach(actor))
    if kind is not None:
        query = query.where(TrainingRecord.kind == kind)
    if state is not None:
        checked = TrainingRecord.verified_at
        query = query.where(checked.is_(None) if state is TrainingState.WAITING else checked.is_not(None))
    if words:
        columns = (TrainingRecord.name, TrainingRecord.unit_name, TrainingRecord.course)
        query = query.where(or_(*(one.contains(words, autoescape=True) for one in columns)))
    return session.scalars(query).all()


def count_unverified(session: Session, actor: Actor) -> int:
    """How many wait for a second person that this one may be."""
    query = select(func.count(TrainingRecord.id)).where(
        TrainingRecord.verified_at.is_(None), TrainingRecord.entered_by != actor.id, *within_reach(actor)
    )
    return session.scalars(query).one()


def within_reach(actor: Actor) -> Sequence[ColumnElement[bool]]:
    """Only the actor's regions: a code begins with the code of every region that it lies in."""
    if actor.scope.everywhere:
        return ()
    return (or_(false(), *(TrainingRecord.region.startswith(one) for one in actor.scope.regions)),)
