"""What must not be destroyed, and what is destroyed next: legal holds, and the list of the coming nights."""

from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import send_on
from admin.forms import Field, NotFilledIn, Typed, whole_number, within
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound
from tipoffs.vault.models import MOST_BASIS
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.status import Hold

AHEAD = timedelta(days=30)
MOST = 200
BASIS = Field("basis", "文号或者哪个机关", is_required=False, most=MOST_BASIS)


class RetentionPages:
    """The pages of who holds, and of who destroys."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        hold, shred = VaultPermission.HOLD, VaultPermission.SHRED
        routes.add("/holds", self.holds, name="holds", permission=hold, menu=MenuItem("依法保全", "lock"))
        routes.add("/holds/set", self.hold, name="holds_set", permission=hold, methods=("POST",))
        routes.add("/holds/release", self.release, name="holds_release", permission=hold, methods=("POST",))
        routes.add(
            "/shredding",
            self.shredding,
            name="shredding",
            permission=shred,
            menu=MenuItem("到期销毁", "lock"),
        )

    def holds(self, visitor: Visitor) -> ResponseReturnValue:
        """What is held, and what will be destroyed within 30 days unless it is."""
        return self._holds()

    def hold(self, visitor: Visitor) -> ResponseReturnValue:
        """Keep a case, for one more reason of the law."""
        needs, typed = self._needs, Typed.sent()
        case, why = typed.text("case")[:40], typed.one_or_none(Hold, "why")
        if not case or why is None:
            return self._holds(notices.NO_CASE)
        try:
            basis = within((BASIS,), typed)[BASIS.name]
            with needs.database.writing() as session:
                needs.retention().hold(session, case, why, visitor.actor, needs.clock.now(), basis)
        except NotFilledIn as refusal:
            return self._holds(refusal.sentence)
        except NotFound:
            return self._holds(notices.NO_CASE)
        return send_on("holds", "vault_held")

    def release(self, visitor: Visitor) -> ResponseReturnValue:
        """Lift the hold on the line whose button was pressed; others of its case stand."""
        needs, hold = self._needs, whole_number(Typed.sent().text("hold"))
        if hold is None:
            raise NotFound
        try:
            with needs.database.writing() as session:
                needs.retention().release(session, hold, visitor.actor, needs.clock.now())
        except NotFound:
            return self._holds(notices.NO_HOLD)
        return send_on("holds", "vault_released")

    def shredding(self, visitor: Visitor) -> ResponseReturnValue:
        """What goes in the coming night, and within 30 days; looking destroys nothing."""
        needs, now = self._needs, self._needs.clock.now()
        with needs.database.reading() as session:
            tonight = needs.retention().due(session, now + timedelta(days=1), MOST + 1)
            soon = needs.retention().due(session, now + AHEAD, MOST + 1)
            held = needs.retention().held(session)
        later = soon[len(tonight) :]
        return page(
            "shredding",
            tonight=tonight[:MOST],
            later=later[:MOST],
            is_more=len(soon) > MOST,
            held=len({one.case for one in held}),
            ahead=AHEAD.days,
        )

    def _holds(self, refusal: str = "") -> ResponseReturnValue:
        needs, now = self._needs, self._needs.clock.now()
        with needs.database.reading() as session:
            held = needs.retention().held(session)
            soon = needs.retention().due(session, now + AHEAD, MOST + 1)
        return page(
            "holds",
            409 if refusal else 200,
            held=held,
            soon=soon[:MOST],
            is_more=len(soon) > MOST,
            reasons=list(Hold),
            ahead=AHEAD.days,
            most=BASIS.most,
            typed=request.form,
            refusal=refusal,
        )
