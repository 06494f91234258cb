"""Which place a code for tips speaks of: what is filled in for whoever scans it."""

from sqlalchemy.orm import Session

from campaigns.library.codes import find_code
from campaigns.planning.ports import Regions
from places.models import Venue
from places.regions import RegionTree
from tipoffs.intake.services import Spot


def spot_of_code(session: Session, scene: str, regions: Regions) -> Spot | None:
    """The place of a code for tips; None for a code of another use, and for one that was retired."""
    code = find_code(session, scene)
    if code is None or not code.takes_tips or code.retired_at is not None:
        return None
    venue = session.get(Venue, code.venue_id) if code.venue_id is not None else None
    if venue is None:
        return Spot("", regions.tree().full_name(code.region))
    point = None
    if venue.latitude is not None and venue.longitude is not None:
        point = (venue.latitude, venue.longitude)
    return Spot(venue.name, _address(venue, regions.tree()), point)


def _address(venue: Venue, tree: RegionTree) -> str:
    """The address with county, town and village before it, unless it begins with one of their names."""
    if any(venue.address.startswith(region.name) for region in tree.lineage(venue.region)):
        return venue.address
    return tree.full_name(venue.region) + venue.address
