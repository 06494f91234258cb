"""What must not be destroyed, and what is destroyed next: legal holds, and the list of the coming nights."""

from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import send_on
from admin.forms import Typed
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound
from core.optimistic_locking import ChangedSinceRead, fingerprint_of
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.retention import hold_of
from tipoffs.vault.status import Hold

AHEAD = timedelta(days=30)
MOST = 200


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
        """Keep a case, for a reason of the law."""
        needs, case = self._needs, request.form.get("case", "").strip()[:40]
        why = next((one for one in Hold if one.value == request.form.get("why")), None)
        if not case or why is None:
            return self._holds(notices.NO_CASE)
        try:
            with needs.database.writing() as session:
                needs.retention().hold(session, case, why, visitor.actor, needs.clock.now())
        except NotFound:
            return self._holds(notices.NO_CASE)
        return send_on("holds", "vault_held")

    def release(self, visitor: Visitor) -> ResponseReturnValue:
        """Let its time run again."""
        needs, typed = self._needs, Typed.sent()
        try:
            with needs.database.writing() as session:
                now, case = needs.clock.now(), typed.text("case")[:40]
                needs.retention().release(session, case, visitor.actor, now, typed.seen)
        except ChangedSinceRead as refusal:
            return self._holds(refusal.sentence)
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
            held=len(held),
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
            typed=request.form,
            refusal=refusal,
            seen=lambda one: fingerprint_of(hold_of(one)),
        )
