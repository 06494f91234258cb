"""What is one's own beside the account: the notices of duty, and the WeChat they come to."""

import segno
from flask import url_for
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import send_on
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import RuleViolation
from deliveries.ports import GatewayRefusal
from staff.binding import LIFETIME, begin_binding, unbind


class OwnNoticePages:
    """For whoever is signed in: duty notices, and the WeChat that they are sent to."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/duty", self.duty, name="duty", menu=MenuItem("值班提醒", "bell"))
        routes.add("/duty/<int:number>", self.acknowledge, name="duty_acknowledge", methods=("POST",))
        routes.add("/me/wechat", self.wechat, name="wechat")
        routes.add("/me/wechat/code", self.code, name="wechat_code", methods=("POST",))
        routes.add("/me/wechat/unbind", self.unbind, name="wechat_unbind", methods=("POST",))

    def duty(self, visitor: Visitor) -> ResponseReturnValue:
        """What concerns the visitor and nobody has acknowledged."""
        with self._needs.database.reading() as session:
            found = self._needs.duty().open_notices(session, visitor.actor)
        return page("duty", found=found, is_bound=visitor.signed.user.openid is not None)

    def acknowledge(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Say that a duty notice was read (知道了)."""
        with self._needs.database.writing() as session:
            first = self._needs.duty().acknowledge(session, number, visitor.actor, self._needs.clock.now())
        return send_on("duty", "acknowledged" if first else "first")

    def wechat(self, visitor: Visitor) -> ResponseReturnValue:
        """Whether a WeChat is bound."""
        return page("wechat", is_bound=visitor.signed.user.openid is not None)

    def code(self, visitor: Visitor) -> ResponseReturnValue:
        """A code for the visitor's own phone, good once and for ten minutes."""
        needs, is_bound = self._needs, visitor.signed.user.openid is not None
        try:
            with needs.database.writing() as session:
                scene = begin_binding(session, visitor.actor.id, actor=visitor.actor, now=needs.clock.now())
            # Asked with no transaction open: the platform may take its time.
            address = needs.binding_code(scene, int(LIFETIME.total_seconds()))
        except GatewayRefusal:
            return page("wechat", 503, is_bound=is_bound, refusal=notices.NO_CODE)
        except RuleViolation as refusal:
            return page("wechat", 409, is_bound=is_bound, refusal=refusal.sentence)
        picture = segno.make_qr(address).svg_data_uri(scale=6, border=2)
        return page("wechat", is_bound=is_bound, picture=picture, again=url_for("admin.wechat"))

    def unbind(self, visitor: Visitor) -> ResponseReturnValue:
        """Take one's own WeChat off the account."""
        with self._needs.database.writing() as session:
            unbind(session, visitor.actor.id, actor=visitor.actor, now=self._needs.clock.now())
        return send_on("wechat", "unbound")
