"""The keys of walls: given out by those who run the system, with their last use, and taken back."""

from flask import request
from flask.typing import ResponseReturnValue

from admin.done import send_on
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import RuleViolation
from staff.displays import displays, issue, revoke
from staff.permissions import StaffPermission

MAY = StaffPermission.DISPLAYS


class DisplayPages:
    """The pages of display keys."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        rule = "/system/displays"
        routes.add(rule, self.listed, name="displays", permission=MAY)
        routes.add(f"{rule}/new", self.new, name="display_new", permission=MAY, methods=("POST",))
        routes.add(
            f"{rule}/<int:number>/revoke", self.end, name="display_revoke", permission=MAY, methods=("POST",)
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Every key, without its letters: nobody has them any more."""
        return self._shown()

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Make a key and tell it once."""
        needs, name = self._needs, request.form.get("name", "")
        try:
            with needs.database.writing() as session:
                _, word = issue(session, name, actor=visitor.actor, now=needs.clock.now())
        except RuleViolation as refusal:
            return self._shown(409, refusal=refusal.sentence, name=name)
        return self._shown(word=word, named=name.strip())

    def end(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Take the key of a wall screen back: it goes dark within seconds."""
        needs = self._needs
        with needs.database.writing() as session:
            revoke(session, number, actor=visitor.actor, now=needs.clock.now())
        return send_on("displays", "display_revoked")

    def _shown(self, status: int = 200, **more: str) -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            found = displays(session)
        return page("displays", status, found=found, now=self._needs.clock.now(), **more)
