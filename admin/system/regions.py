"""The regions, and who handles what in them: to look at, with what is missing. Sheets fill both."""

from flask import request
from flask.typing import ResponseReturnValue

from admin.doors import Doors
from admin.keeper import Visitor
from admin.needs import Needs
from admin.showing import page
from places.permissions import PlacesPermission
from places.services import load_tree
from tipoffs.routing.matrix import lint, route
from tipoffs.routing.permissions import RoutingPermission
from tipoffs.routing.services import load_matrix

EDIT = RoutingPermission.EDIT
MOST_FINDINGS = 100


class Regions:
    """The pages of regions and duties."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        doors.add(
            "/regions",
            self.regions,
            name="regions",
            permission=PlacesPermission.EDIT,
            menu="区划",
            icon="map",
        )
        doors.add("/duties", self.duties, name="duties", permission=EDIT, menu="责任分工", icon="book")

    def regions(self, visitor: Visitor) -> ResponseReturnValue:
        """A region and what lies right below it."""
        with self._needs.database.reading() as session:
            tree = load_tree(session)
        code = request.args.get("in", "")
        here = tree.find(code) if code else None
        below = tree.children(here.code if here else "")
        lines = [(one, len(tree.children(one.code))) for one in below]
        lineage = list(reversed(tree.lineage(here.code))) if here else []
        return page("regions", here=here, lines=lines, lineage=lineage, count=len(tree))

    def duties(self, visitor: Visitor) -> ResponseReturnValue:
        """Who leads each industry in one place, and what is wrong with the table."""
        with self._needs.database.reading() as session:
            matrix = load_matrix(session)
        place = request.args.get("in", "")
        place = place if place in matrix.tree else ""
        lines = [(one, route(matrix, code, place)) for code, one in matrix.categories.items()]
        findings = lint(matrix)
        towns = [(one.code, matrix.tree.full_name(one.code)) for one in matrix.tree if one.level < 3]
        return page(
            "duties",
            matrix=matrix,
            lines=lines,
            place=place,
            towns=towns,
            findings=findings[:MOST_FINDINGS],
            count=len(findings),
        )
