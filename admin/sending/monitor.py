"""The monitor: what every lane carries, what became of messages and why; never what they say.

Whom a reply or an alert went to is not shown: behind one may stand somebody who reported a hazard.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.sort_orders import Page
from core.text import short_openid
from deliveries.models import Delivery
from deliveries.permissions import MailingPermission
from deliveries.queries import DELIVERY_ORDERS, Wanted, delivery_lines, fates_by_lane, lane_loads
from deliveries.status import Channel, Lane, Reason, State

DAYS = {1: "最近24小时", 7: "最近7天", 30: "最近30天"}
FILTERS = ("lane", "state", "reason", "channel")

HEADS = ("编号", "时间", "通道", "方式", "结果", "原因", "平台代码", "试过几次", "关注者")


class Monitor:
    """The page that shows every lane of the outbox, without a word of content."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[Delivery] = Listing(
            needs, "deliveries", "发送记录", DELIVERY_ORDERS, self._lines, HEADS, _rows
        )

    def add_to(self, routes: Routes) -> None:
        """Add the page."""
        rule, see = "/pushes/deliveries", MailingPermission.SEE
        routes.add(rule, self.show, name="deliveries", permission=see)
        self._list.add_to(routes, rule, see)

    def show(self, visitor: Visitor) -> ResponseReturnValue:
        """Loads, fates by reason, and the messages one by one."""
        now, days, wanted = self._needs.clock.now(), _days(), self._wanted()
        with self._needs.database.reading() as session:
            loads = lane_loads(session, now)
            fates = fates_by_lane(session, wanted.since)
            leaf = self._list.leaf(session, visitor)
        return page(
            "sending/deliveries",
            visitor=visitor, now=now, loads=loads, lanes=Lane, states=State, channels=Channel,
            days=days, choices=DAYS,
            fates={lane: [one for one in fates if one.lane is lane] for lane in Lane},
            reasons=sorted({one.reason for one in fates if one.reason}, key=str), wanted=wanted,
            leaf=leaf, lines=[(one, _masked(one)) for one in leaf.lines],
            is_narrowed=any(request.args.get(name) for name in FILTERS),
        )  # fmt: skip

    def _wanted(self) -> Wanted:
        """What the address narrows the list to."""
        return Wanted(
            self._needs.clock.now() - timedelta(days=_days()),
            word_of(Lane, "lane"),
            word_of(State, "state"),
            word_of(Reason, "reason"),
            word_of(Channel, "channel"),
        )

    def _lines(self, session: Session, visitor: Visitor, page: Page) -> Sequence[Delivery]:
        return delivery_lines(session, self._wanted(), page=page)


def _days() -> int:
    days = request.args.get("days", 1, type=int)
    return days if days in DAYS else 1


def _rows(_session: Session, lines: Sequence[Delivery]) -> Iterator[Sequence[Cell]]:
    for one in lines:
        yield [
            one.id, stamp(one.created_at), one.lane.label, one.channel.label, one.state.label,
            one.reason.label if one.reason else "", str(one.errcode or ""), one.attempts, _masked(one),
        ]  # fmt: skip


def _masked(one: Delivery) -> str:
    return short_openid(one.openid) if one.mailing_id is not None else ""
