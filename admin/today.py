"""The first page: what waits for me, what runs out, what is rising."""

from flask.typing import ResponseReturnValue

from admin.doors import Doors
from admin.keeper import Visitor
from admin.needs import Needs
from admin.showing import page


class Today:
    """One page, made of what the visitor's permissions show."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the page."""
        doors.add("/", self.today, name="today", menu="今天", icon="home")

    def today(self, visitor: Visitor) -> ResponseReturnValue:
        """Show it."""
        return page("today", visitor=visitor, now=self._needs.clock.now())
