"""An official list of venues handed in by a member of staff: read whole, taken over whole, and audited."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from campaigns.planning.opening import record
from places.models import VenueKind
from places.permissions import PlacesPermission
from places.regions import Level, RegionTree
from places.venues import Imported, VenueRow, import_list
from staff.actors import Actor
from staff.reach import OutOfScope, is_within


class NotTheWholeCounty(OutOfScope):
    """A list is the denominator of the whole county, and takes the place of the one of its day."""

    sentence = "名录是全县的，由负责全县的人来导入。"


def may_take_list(tree: RegionTree, actor: Actor) -> bool:
    """Whether this member of staff answers for the whole county, and for venues."""
    counties = [one.code for one in tree.at_level(Level.COUNTY)] or [""]
    return actor.may(PlacesPermission.VENUES) and all(is_within(actor, tree, one) for one in counties)


def take_list(
    session: Session,
    kind: VenueKind,
    title: str,
    dated_on: date,
    rows: Sequence[VenueRow],
    source: str,
    tree: RegionTree,
    actor: Actor,
    now: datetime,
) -> Imported:
    """Take over the list of one day; ``source`` is the file it came from."""
    actor.require(PlacesPermission.VENUES)
    if not may_take_list(tree, actor):
        raise NotTheWholeCounty
    done = import_list(session, kind, title, dated_on, rows, editor=actor.id, now=now)
    record(
        session,
        actor,
        "places.import_venues",
        f"venues:{kind.value}:{dated_on}",
        now,
        source,
        {"listed": done.listed, "new": done.new, "changed": done.changed},
    )
    return done
