"""What staff of the bureau see of tips: the work list and the file. Units see ``views`` instead."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from staff.actors import Actor, ActorKind, NotPermitted
from tipoffs.permissions import Permission
from tipoffs.tips.desk import Office, require_reach
from tipoffs.tips.files import get_tip, hazards_of, history
from tipoffs.tips.models import Tip, TipEvent
from tipoffs.tips.status import TipState

_PAGE = 200


@dataclass(frozen=True, slots=True)
class TipFile:
    """A tip with its steps and hazards; the reporter's words are read by a verb of their own."""

    tip: Tip
    steps: Sequence[TipEvent]
    hazards: Sequence[str]


def tip_file(session: Session, office: Office, number: str, actor: Actor) -> TipFile:
    """All that staff know of a tip; ``NotPermitted`` beyond the actor's reach."""
    actor.require(Permission.TIPS_SEE)
    tip = get_tip(session, number)
    require_reach(office, tip, actor)
    return TipFile(tip, history(session, number), hazards_of(session, number))


def tip_list(
    session: Session,
    office: Office,
    actor: Actor,
    *,
    state: TipState | None = None,
    category: str | None = None,
    department: str | None = None,
    limit: int = 50,
) -> list[Tip]:
    """The tips within the actor's reach, the oldest first; none that names the actor."""
    actor.require(Permission.TIPS_SEE)
    query = select(Tip).order_by(Tip.submitted_at, Tip.number)
    for column, value in ((Tip.state, state), (Tip.category, category), (Tip.department, department)):
        if value is not None:
            query = query.where(column == value)
    if not (actor.kind is ActorKind.SYSTEM or actor.scope.everywhere):
        query = query.where(_within(actor))
    found: list[Tip] = []
    for tip in session.scalars(query.execution_options(yield_per=_PAGE)):
        if _reaches(office, tip, actor):
            found.append(tip)
            if len(found) == limit:
                break
    return found


def _within(actor: Actor) -> ColumnElement[bool]:
    """A first sieve: the code of a region begins with that of the one around it."""
    scope = actor.scope
    inside = [Tip.region.startswith(code, autoescape=True) for code in sorted(scope.regions)]
    return or_(false(), Tip.department.in_(sorted(scope.departments)), *inside)


def _reaches(office: Office, tip: Tip, actor: Actor) -> bool:
    try:
        require_reach(office, tip, actor)
    except NotPermitted:
        return False
    return True
