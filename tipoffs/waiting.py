"""How much waits in the tip and hazard offices: numbers for the first page, within the actor's scope.

What names the actor or their unit is not counted either: a number that no list explains would tell of it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, not_, select
from sqlalchemy.orm import Session

from staff.actors import Actor
from tipoffs.hazards.models import Hazard
from tipoffs.hazards.status import OPEN as HAZARDS_OPEN
from tipoffs.permissions import Permission
from tipoffs.tips.models import Tip
from tipoffs.tips.status import CAN_BE_TALKED_ABOUT, OPEN, TipState
from tipoffs.tips.talking import wrote_last
from tipoffs.worklists import within


def tips_by_state(session: Session, actor: Actor) -> Mapping[TipState, int]:
    """Open tips by where they stand; one statement."""
    if not (actor.may(Permission.TIPS_SEE) or actor.may(Permission.TIPS_HANDLE)):
        return {}
    query = select(Tip.state, func.count()).where(*within(Tip, actor, OPEN))
    query = query.where(*_unnamed(actor, Tip.named_units, Tip.named_officers)).group_by(Tip.state)
    return dict(session.execute(query).all())


def tips_to_reply(session: Session, actor: Actor) -> int:
    """Tips whose reporter wrote last and may be written to, for whoever may reply; one statement."""
    if not actor.may(Permission.TIPS_ACCEPT):
        return 0
    query = select(func.count()).where(
        *within(Tip, actor, CAN_BE_TALKED_ABOUT),
        wrote_last(),
        *_unnamed(actor, Tip.named_units, Tip.named_officers),
    )
    return session.scalar(query.select_from(Tip)) or 0


def hazards_due(session: Session, actor: Actor, now: datetime, soon: timedelta) -> tuple[int, int]:
    """Hazards not repaired whose time is over, and those whose time ends within ``soon``; one statement."""
    if not actor.may(Permission.HAZARDS_SEE):
        return 0, 0
    is_late = Hazard.due_at <= now
    query = select(is_late, func.count()).where(
        *within(Hazard, actor, HAZARDS_OPEN),
        Hazard.delisted_at.is_(None),
        Hazard.fixed_at.is_(None),
        Hazard.due_at <= now + soon,
        *_unnamed(actor, Hazard.excluded_units, Hazard.excluded_officers),
    )
    counted = {bool(late): count for late, count in session.execute(query.group_by(is_late))}
    return counted.get(True, 0), counted.get(False, 0)


def tips_since(session: Session, actor: Actor, since: datetime) -> list[tuple[datetime, str, str]]:
    """Moment, industry and number of the tips since then, within the actor's scope, for what is rising."""
    actor.require(Permission.TIPS_SEE)
    query = select(Tip.submitted_at, Tip.category, Tip.number).where(
        Tip.submitted_at >= since,
        *within(Tip, actor),
        *_unnamed(actor, Tip.named_units, Tip.named_officers),
    )
    return [(at, category, number) for at, category, number in session.execute(query)]


def _unnamed(actor: Actor, units: Any, officers: Any) -> list[ColumnElement[bool]]:
    """The lists are kept as JSON; a login or code stands in them between quotation marks."""
    names = [(officers, actor.id), *((units, one) for one in sorted(actor.scope.departments))]
    return [not_(cast(column, Text).contains(f'"{name}"', autoescape=True)) for column, name in names]
