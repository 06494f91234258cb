"""What a handling unit sees of a tip: intake's summary and nothing of the reporter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.sort_orders import Page, SortOrder
from staff.actors import Actor
from tipoffs.conflicts import require_not_named
from tipoffs.permissions import Permission
from tipoffs.tips.models import Finding, Tip, TipKind
from tipoffs.tips.status import TipState

AT_THE_UNIT = frozenset(
    {
        TipState.DISPATCHED,
        TipState.VERIFYING,
        TipState.EXTENDED,
        TipState.UNFOUNDED,
        TipState.VERIFIED,
        TipState.PARTLY_VERIFIED,
        TipState.IN_REMEDY,
    }
)


@dataclass(frozen=True, slots=True)
class UnitView:
    """A tip as the unit that verifies it may know it.

    There is no mode, channel, time of submission or count of reporters in it: each says something of a
    person. The map point is there only where intake has said that it is the hazard's.
    """

    number: str
    state: TipState
    kind: TipKind
    category: str
    region: str
    place: str
    summary: str
    latitude: float | None
    longitude: float | None
    finding: Finding | None
    answer_by: datetime | None


def unit_view(session: Session, number: str, actor: Actor) -> UnitView:
    """The tip as a unit sees it, while the unit has it; ``NotFound`` otherwise."""
    actor.require(Permission.TIPS_HANDLE)
    tip = session.get(Tip, number)
    if tip is None or tip.state not in AT_THE_UNIT or tip.department not in actor.scope.departments:
        raise NotFound
    require_not_named(actor, tip.named_units, tip.named_officers)
    return _seen(tip)


UNIT_ORDERS = (
    SortOrder("urgent", "最急的在前", Tip.answer_by, Tip.number),
    SortOrder("newest", "最新的在前", Tip.number, is_descending=True),
)
"""What lies with a unit was accepted, so that the time for the answer runs."""


def unit_list(session: Session, actor: Actor, page: Page = Page(UNIT_ORDERS[0])) -> Sequence[UnitView]:
    """What lies with the actor's units, in one of ``UNIT_ORDERS``.

    What names them or their unit is left out, and made up for by what follows.
    """
    actor.require(Permission.TIPS_HANDLE)
    query = select(Tip).where(Tip.department.in_(actor.scope.departments), Tip.state.in_(AT_THE_UNIT))
    found: list[UnitView] = []
    while True:
        tips = session.scalars(page.of(query)).all()
        found += [
            _seen(tip)
            for tip in tips
            if actor.id not in tip.named_officers and not actor.scope.departments & set(tip.named_units)
        ]
        if page.limit is None or len(tips) < page.limit or len(found) >= page.limit:
            return found[: page.limit]
        page = page.behind(tips[-1])


def _seen(tip: Tip) -> UnitView:
    return UnitView(
        number=tip.number,
        state=tip.state,
        kind=tip.kind,
        category=tip.category,
        region=tip.region,
        place=tip.shared_place or "",
        summary=tip.shared_summary or "",
        latitude=tip.latitude if tip.shares_point else None,
        longitude=tip.longitude if tip.shares_point else None,
        finding=tip.finding,
        answer_by=tip.answer_by,
    )
