"""In which region the thing lies: by the point on the map, else by the address and the name. Pure."""

from places.gazetteer import Gazetteer
from places.geometry import Point
from places.regions import RegionTree
from tipoffs.intake.draft import Draft


class Placing:
    """One tree of regions and the names in it; make it once, the names are prepared."""

    def __init__(self, tree: RegionTree) -> None:
        self.tree = tree
        self._gazetteer = Gazetteer(tree)

    def region_of(self, draft: Draft) -> str:
        """The code of the smallest region that is sure; empty where nothing tells."""
        if draft.latitude is not None and draft.longitude is not None:
            at = self.tree.at(Point(draft.longitude, draft.latitude))
            if at is not None:
                return at.code
        for words in (draft.address, draft.object_name, draft.facts):
            found = self._gazetteer.best(words) if words else None
            if found is not None:
                return found.code
        return ""
