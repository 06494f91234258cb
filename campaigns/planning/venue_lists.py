"""An official list of venues handed in by a member of staff: read whole, taken over whole, and audited."""

from datetime import datetime

from sqlalchemy.orm import Session

from campaigns.planning.opening import record
from places.permissions import PlacesPermission
from places.regions import Level, RegionTree
from places.venues import Imported, OfficialList, import_list
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
    session: Session, official: OfficialList, source: str, tree: RegionTree, actor: Actor, now: datetime
) -> Imported:
    """Take over a list; ``source`` is the file it came from."""
    actor.require(PlacesPermission.VENUES)
    if not may_take_list(tree, actor):
        raise NotTheWholeCounty
    done = import_list(session, official, editor=actor.id, now=now)
    record(
        session,
        actor,
        "places.import_venues",
        f"venues:{official.kind.value}:{official.dated_on}",
        now,
        source,
        {"listed": done.listed, "new": done.new, "changed": done.changed},
    )
    return done
