"""Who stands above a department: they look again at what it found (应急〔2023〕106号: the level above). Pure.

The office of a town has the county above it: the departments that lead the industry there, and the office of
the safety committee. A department of the county has that office. What lies above the county is not in our
data: then the answer is nobody, and people who had no part look again.
"""

from dataclasses import dataclass

from staff.actors import Actor
from staff.reach import Regions
from tipoffs.routing.matrix import Matrix


@dataclass(frozen=True, slots=True)
class Above:
    """The departments above ``department``, and the region that somebody must see whole to stand above it."""

    department: str
    departments: frozenset[str]
    region: str

    def includes(self, actor: Actor, regions: Regions) -> bool:
        """Whether the actor stands above; nobody of the department itself does."""
        scope = actor.scope
        if self.department in scope.departments:
            return False
        if scope.everywhere or scope.departments & self.departments:
            return True
        return bool(self.region) and any(regions.covers(one, self.region) for one in scope.regions)


def above(matrix: Matrix, department: str, category: str, region: str) -> Above | None:
    """What stands above a department in an industry and region; None where our data knows of nobody."""
    own = matrix.departments.get(department)
    if own is None or department == matrix.committee:
        return None
    county = matrix.tree.lineage(own.region or region)[-1:]
    higher = {matrix.committee}
    if own.region:
        leads = [matrix.departments.get(cell.lead) for cell in matrix.narrowest(category, region)]
        higher |= {one.code for one in leads if one is not None and not one.region}
    known = frozenset(higher & matrix.departments.keys())
    return Above(department, known, county[0].code if county else "")
