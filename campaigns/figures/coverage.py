"""宣传覆盖率: touched ÷ listed for each kind of venues, with the date of the list."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from campaigns.figures.activities import COUNTED
from campaigns.figures.columns import dated_on, denominator, numerator, rows, rows_where
from campaigns.figures.figure import Chapter, Figure, Form, Reach, Scope
from campaigns.planning.coverage import reached
from campaigns.planning.status import ActivityState
from places.models import Venue, VenueKind, VenueList, VenueListing

NO_LIST = "期末没有有效的名录"


def _coverage(scope: Scope, kind: VenueKind) -> Select[Any]:
    """No row at all where no list is in force on the last day."""
    newest = aliased(VenueList)
    in_force = (
        select(newest.id)
        .where(newest.kind == kind, newest.dated_on <= scope.period.last)
        .order_by(newest.dated_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    touched = rows_where(reached(scope.span, ActivityState.VERIFIED))
    return (
        select(numerator(touched), denominator(rows()), dated_on(VenueList.dated_on))
        .select_from(Venue)
        .join(VenueListing, VenueListing.venue_id == Venue.id)
        .join(VenueList, VenueList.id == VenueListing.list_id)
        .where(VenueList.id == in_force, scope.here(Venue.region))
        .group_by(VenueList.dated_on)
    )


def figures() -> Iterator[Figure]:
    """The figures of coverage, one for each kind of venue."""
    for kind in VenueKind:
        yield Figure(
            key=f"coverage.{kind}",
            name=f"{kind.label}宣传覆盖率",
            chapter=Chapter.SETTINGS,
            unit="%",
            definition=f"期内已核实的活动触达的{kind.label}，除以期末有效名录里的{kind.label}；同一处触达几次算一处",
            select=partial(_coverage, kind=kind),
            numerator=f"触达的{kind.label}（家、个、所）",
            denominator=f"名录里的{kind.label}，名录以期末那一天有效的为准",
            form=Form.SHARE,
            dated="名录截至",
            when_none=NO_LIST,
            bases=COUNTED,
            reach=Reach.OFFLINE,
            by_region=True,
        )
