"""How many places of an official list an activity has reached: touched ÷ listed, with the date of the list.

Only verified activities count. What was held and waits for verification is told beside it, never added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from campaigns.planning.models import Activity, ActivityVenue
from campaigns.planning.status import ActivityState
from core.clock import beginning_of, end_of
from places.models import Venue, VenueKind, VenueList, VenueListing
from places.regions import Level, RegionTree
from places.venues import list_in_force


@dataclass(frozen=True, slots=True)
class Span:
    """What is counted: the days, and where given one region with all below it, or one campaign."""

    first: date
    last: date
    regions: frozenset[str] | None = None
    campaign_id: int | None = None

    def activities(self) -> ColumnElement[bool]:
        """The activities that began in it."""
        parts: list[ColumnElement[bool]] = [
            Activity.starts_at >= beginning_of(self.first),
            Activity.starts_at < end_of(self.last),
        ]
        if self.regions is not None:
            parts.append(Activity.region.in_(sorted(self.regions)))
        if self.campaign_id is not None:
            parts.append(Activity.campaign_id == self.campaign_id)
        return and_(*parts)

    def reaching(self) -> ColumnElement[bool]:
        """The activities that began in it, wherever: one of the county may reach a village."""
        return Span(self.first, self.last, None, self.campaign_id).activities()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Touched ÷ listed for one kind of venues."""

    kind: VenueKind
    touched: int
    unverified: int
    """Reached only by activities that wait for verification; not in ``touched``."""
    listed: int
    title: str
    dated_on: date

    @property
    def permille(self) -> int:
        """Rounded down: 699 is not yet 70 per cent."""
        return self.touched * 1000 // self.listed if self.listed else 0


def coverage(session: Session, kind: VenueKind, span: Span) -> Coverage | None:
    """The coverage by the list in force on the last day of the span; None where there is no list."""
    found = list_in_force(session, kind, span.last)
    if found is None:
        return None
    listed = _count(session, _listed(found, span))
    touched = _count(session, _listed(found, span).where(reached(span, ActivityState.VERIFIED)))
    waiting = _count(
        session,
        _listed(found, span).where(reached(span, ActivityState.HELD), ~reached(span, ActivityState.VERIFIED)),
    )
    return Coverage(kind, touched, waiting, listed, found.title, found.dated_on)


def untouched(session: Session, kind: VenueKind, span: Span, limit: int = 50) -> Sequence[Venue]:
    """The places of the list that nobody has reached yet, region by region."""
    found = list_in_force(session, kind, span.last)
    if found is None:
        return []
    query = _listed(found, span).where(~reached(span, ActivityState.VERIFIED))
    return session.scalars(query.order_by(Venue.region, Venue.name, Venue.id).limit(limit)).all()


def coverage_by_town(
    session: Session, kind: VenueKind, span: Span, tree: RegionTree
) -> Sequence[tuple[str, Coverage]]:
    """The coverage of each town, the lowest first; towns without a listed place are left out.

    Counted region by region in three statements, however many towns there are.
    """
    found = list_in_force(session, kind, span.last)
    if found is None:
        return []
    every = _listed(found, span)
    verified, held = reached(span, ActivityState.VERIFIED), reached(span, ActivityState.HELD)
    counts = [
        _by_region(session, query) for query in (every, every.where(verified), every.where(held, ~verified))
    ]
    rows = []
    for town in tree.at_level(Level.TOWN):
        inside = tree.within(town.code)
        listed, touched, waiting = (sum(one.get(code, 0) for code in inside) for one in counts)
        if listed:
            covered = Coverage(kind, touched, waiting, listed, found.title, found.dated_on)
            rows.append((town.name, covered))
    return sorted(rows, key=lambda one: (one[1].permille, one[0]))


def _by_region(session: Session, query: Select[Venue]) -> Mapping[str, int]:
    rows = query.subquery()
    return dict(session.execute(select(rows.c.region, func.count()).group_by(rows.c.region)).all())


def reached(span: Span, state: ActivityState) -> ColumnElement[bool]:
    """The venue was reached by an activity of the span that stands so.

    Not as EXISTS: SQLite would go through the activities of the plan anew for every venue.
    """
    by_activity = Activity.id == ActivityVenue.activity_id
    touched = select(ActivityVenue.venue_id).join(Activity, by_activity)
    return Venue.id.in_(touched.where(Activity.state == state, span.reaching()))


def _listed(found: VenueList, span: Span) -> Select[Venue]:
    query = select(Venue).join(VenueListing, VenueListing.venue_id == Venue.id)
    query = query.where(VenueListing.list_id == found.id)
    return query if span.regions is None else query.where(Venue.region.in_(sorted(span.regions)))


def _count(session: Session, query: Select[Venue]) -> int:
    return session.scalars(select(func.count()).select_from(query.subquery())).one()
