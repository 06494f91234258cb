"""The wall for a member of staff: a route of the office, with its own permission."""

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue

from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.screen.display import wall_page
from admin.screen.figures import WallFigures
from admin.visitors import Visitor
from staff.permissions import StaffPermission

SEE = StaffPermission.SCREEN


class ScreenPages:
    """Two routes: the page, and the figures that it asks for."""

    def __init__(self, needs: Needs, figures: WallFigures) -> None:
        self._needs, self._figures = needs, figures

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/screen", self.show, name="screen", permission=SEE, menu=MenuItem("大屏", "screen"))
        # Asked by the page every few seconds: that is nobody at work, and keeps no session alive.
        routes.add_polled("/screen/figures", self.figures, name="screen_figures", permission=SEE)

    def show(self, visitor: Visitor) -> ResponseReturnValue:
        """The wall screen as a page for staff."""
        return wall_page(self._needs, url_for("admin.screen_figures"), url_for("admin.today"))

    def figures(self, visitor: Visitor) -> ResponseReturnValue:
        """The figures of the wall screen, as JSON."""
        return jsonify(self._figures.tree())
