"""The monitor: what every lane carries, what became of messages and why; never what they say.

Whom a reply or an alert went to is not shown: behind one may stand somebody who reported a hazard.
"""

from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue

from admin.addresses import word_of
from admin.doors import Doors
from admin.keeper import Visitor
from admin.marks import PAGE, after_number, cut, first_page
from admin.needs import Needs
from admin.showing import page
from core.text import short_openid
from deliveries.models import Delivery
from deliveries.permissions import MailingPermission
from deliveries.queries import Wanted, delivery_lines, fates_by_lane, lane_loads
from deliveries.status import Channel, Lane, Reason, State

DAYS = {1: "最近24小时", 7: "最近7天", 30: "最近30天"}
FILTERS = ("lane", "state", "reason", "channel")


class Monitor:
    """One page."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the page."""
        doors.add("/pushes/deliveries", self.show, name="deliveries", permission=MailingPermission.SEE)

    def show(self, visitor: Visitor) -> ResponseReturnValue:
        """Loads, fates by reason, and the messages one by one."""
        now, days = self._needs.clock.now(), request.args.get("days", 1, type=int)
        days = days if days in DAYS else 1
        wanted = Wanted(
            now - timedelta(days=days),
            word_of(Lane, "lane"),
            word_of(State, "state"),
            word_of(Reason, "reason"),
            word_of(Channel, "channel"),
        )
        with self._needs.database.reading() as session:
            loads = lane_loads(session, now)
            fates = fates_by_lane(session, wanted.since)
            rows = delivery_lines(session, wanted, before=after_number(), limit=PAGE + 1)
        shown, further = cut(rows, lambda one: one.id)
        return page(
            "sending/deliveries",
            visitor=visitor, now=now, loads=loads, lanes=Lane, states=State, channels=Channel,
            days=days, choices=DAYS,
            fates={lane: [one for one in fates if one.lane is lane] for lane in Lane},
            reasons=sorted({one.reason for one in fates if one.reason}, key=str), wanted=wanted,
            lines=[(one, _masked(one)) for one in shown], further=further, first=first_page(),
            is_narrowed=any(request.args.get(name) for name in FILTERS),
        )  # fmt: skip


def _masked(one: Delivery) -> str:
    return short_openid(one.openid) if one.mailing_id is not None else ""
