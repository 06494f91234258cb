"""The state of the system: its parts, queues, tokens and quotas; its settings; how long what is kept.

Whoever is called at night reads here what is wrong and what to do about it, with the command to type.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask.typing import ResponseReturnValue

from admin.needs import Needs, SystemState
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import Unavailable
from deliveries.ports import FailureClass
from deliveries.queries import fates_since, lane_loads
from deliveries.status import Lane, State
from staff.permissions import StaffPermission

WATCH = StaffPermission.WATCH
RECENT = timedelta(hours=24)
WHY = {
    FailureClass.BUSY: "平台或网络繁忙",
    FailureClass.TOKEN: "平台凭据失效",
    FailureClass.CONFIG: "公众号配置有误",
    FailureClass.QUOTA: "接口额度用完",
    FailureClass.RECIPIENT: "这个人收不到",
    FailureClass.CONTENT: "内容被平台拒绝",
    FailureClass.DEDUPE: "平台早已收到",
    FailureClass.LOST: "没有收到回应",
}
PARTS = {
    "database": "数据库",
    "index": "知识库检索",
    "broker": "后台任务传送",
    "disk": "磁盘空间",
    "worker": "后台进程",
}
STUCK_AFTER = timedelta(minutes=5)
"""Answers and alerts go out within seconds, campaigns may take hours; docs/operations.md, Alarms."""
_AT_ONCE = frozenset({Lane.ALERT, Lane.REPLY})
_GIGABYTE = 1 << 30
ADVICE = {
    "database": "连不上，或者表还没有升级。请看服务器上的数据库，需要时运行 flask db upgrade。",
    "index": "还没有文章。请运行 flask knowledge import。",
    "broker": "任务送不出去。请看Redis是不是在运行。",
    "disk": "磁盘满了：照片和消息存不下。请马上清出地方，或者换大一点的盘。",
    "worker": (
        "没有一个在运行：要发的消息、定时的事都停着，群众直接问的还照常答。"
        "请在服务器上运行 systemctl restart anwen-worker；起不来，用 journalctl -u anwen-worker 看原因。"
        "没发的还在，启动以后接着发。"
    ),
}
SHORT = "快满了（不到15%）。请清出地方，或者换大一点的盘，别等它满。"


@dataclass(frozen=True, slots=True)
class Part:
    """How one part answered."""

    name: str
    is_well: bool
    advice: str
    milliseconds: int
    is_short: bool = False


class HealthPages:
    """The pages of the system administrator."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add(
            "/system", self.health, name="system", permission=WATCH, menu=MenuItem("运行状况", "pulse")
        )
        routes.add("/system/settings", self.settings, name="system_settings", permission=WATCH)
        routes.add("/system/retention", self.retention, name="system_retention", permission=WATCH)

    def health(self, visitor: Visitor) -> ResponseReturnValue:
        """What is well and what is not."""
        needs, now = self._needs, self._needs.clock.now()
        state = needs.system_state
        parts = parts_of(state)
        with needs.database.reading() as session:
            loads, fates = lane_loads(session, now), fates_since(session, now - RECENT)
            queued, failed_jobs = state.queued(session), state.failed_jobs(session, now - RECENT)
        waits = [
            Wait("收到、还没答的话", queued[0], queued[0], queued[1], is_hurried=True),
            *(Wait(one.lane.label, one.waiting, one.due, one.oldest, one.lane in _AT_ONCE) for one in loads),
        ]
        bad = [fate for fate in fates if fate.state in (State.FAILED, State.UNKNOWN) or fate.failure]
        return page(
            "system",
            parts=parts,
            waits=[(one, lag_words(one.oldest, now), one.is_stuck(now)) for one in waits],
            failed_jobs=failed_jobs,
            advice=state.advice,
            fates=fates,
            bad=bad,
            why=WHY,
            tokens=state.tokens(),
            now=now,
            spent=sum(fate.count for fate in fates if fate.failure is FailureClass.QUOTA),
        )

    def settings(self, visitor: Visitor) -> ResponseReturnValue:
        """The settings in force, without what is secret."""
        return page("settings", found=self._needs.system_state.settings())

    def retention(self, visitor: Visitor) -> ResponseReturnValue:
        """How long each class of data is kept."""
        return page("retention", found=self._needs.system_state.retention())


@dataclass(frozen=True, slots=True)
class Wait:
    """What waits on one way out; ``is_hurried``: it goes within seconds while all is well."""

    label: str
    waiting: int
    due: int
    oldest: datetime | None
    is_hurried: bool

    def is_stuck(self, now: datetime) -> bool:
        """Whether somebody has to look after it."""
        return self.is_hurried and self.oldest is not None and now - self.oldest > STUCK_AFTER


def parts_of(state: SystemState) -> list[Part]:
    """How every part answers now, in the order of ``/readyz``."""
    return [_part(state, name) for name in state.checks()]


def _part(state: SystemState, name: str) -> Part:
    started = time.monotonic()
    try:
        state.checks()[name]()
        is_well = True
    except Unavailable:
        is_well = False
    milliseconds = round((time.monotonic() - started) * 1000)
    room = state.room() if name == "disk" else None
    if not is_well:
        return Part(PARTS.get(name, name), False, ADVICE.get(name, ""), milliseconds)
    if room is None:
        return Part(PARTS.get(name, name), True, "", milliseconds)
    left = f"还剩{room.free / _GIGABYTE:.1f}GB，一共{room.total / _GIGABYTE:.1f}GB"
    advice = f"{left}，{SHORT}" if room.is_short else f"{left}。"
    return Part(PARTS[name], True, advice, milliseconds, is_short=room.is_short)


def lag_words(since: datetime | None, now: datetime) -> str:
    """How long the oldest has been due, in words."""
    if since is None:
        return "没有积压"
    minutes = (now - since) // timedelta(minutes=1)
    if minutes < 1:
        return "不到1分钟"
    return f"{minutes}分钟" if minutes < 120 else f"{minutes // 60}小时"
