"""The state of the system: its parts, queues, tokens and quotas; its settings; how long what is kept."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask.typing import ResponseReturnValue

from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import Unavailable
from deliveries.ports import FailureClass
from deliveries.queries import fates_since, lane_loads
from deliveries.status import State
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
PARTS = {"database": "数据库", "index": "知识库检索", "broker": "后台任务传送", "disk": "磁盘空间"}
ADVICE = {
    "database": "连不上，或者表还没有升级。请看服务器上的数据库，需要时运行 flask db upgrade。",
    "index": "还没有文章。请运行 flask knowledge import。",
    "broker": "任务送不出去。请看Redis是不是在运行。",
    "disk": "磁盘快满了：照片和消息就要存不下。请清出地方，或者换大一点的盘。",
}


@dataclass(frozen=True, slots=True)
class Part:
    """How one part answered."""

    name: str
    is_well: bool
    advice: str
    milliseconds: int


class HealthPages:
    """The pages of the system administrator."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/system", self.health, name="system", permission=WATCH, menu="运行状况", icon="pulse")
        routes.add("/system/settings", self.settings, name="system_settings", permission=WATCH)
        routes.add("/system/retention", self.retention, name="system_retention", permission=WATCH)

    def health(self, visitor: Visitor) -> ResponseReturnValue:
        """What is well and what is not."""
        needs, now = self._needs, self._needs.clock.now()
        parts = [self._part(name) for name in needs.system_state.checks()]
        with needs.database.reading() as session:
            loads, fates = lane_loads(session, now), fates_since(session, now - RECENT)
        waits = [(load, lag_words(load.oldest, now)) for load in loads]
        bad = [fate for fate in fates if fate.state in (State.FAILED, State.UNKNOWN) or fate.failure]
        return page(
            "system",
            parts=parts,
            waits=waits,
            fates=fates,
            bad=bad,
            why=WHY,
            tokens=needs.system_state.tokens(),
            now=now,
            spent=sum(fate.count for fate in fates if fate.failure is FailureClass.QUOTA),
        )

    def settings(self, visitor: Visitor) -> ResponseReturnValue:
        """The settings in force, without what is secret."""
        return page("settings", found=self._needs.system_state.settings())

    def retention(self, visitor: Visitor) -> ResponseReturnValue:
        """How long each class of data is kept."""
        return page("retention", found=self._needs.system_state.retention())

    def _part(self, name: str) -> Part:
        started = time.monotonic()
        try:
            self._needs.system_state.checks()[name]()
            is_well = True
        except Unavailable:
            is_well = False
        advice = "" if is_well else ADVICE.get(name, "")
        return Part(PARTS.get(name, name), is_well, advice, round((time.monotonic() - started) * 1000))


def lag_words(since: datetime | None, now: datetime) -> str:
    """How long the oldest has been due, in words."""
    if since is None:
        return "没有积压"
    minutes = (now - since) // timedelta(minutes=1)
    if minutes < 1:
        return "不到1分钟"
    return f"{minutes}分钟" if minutes < 120 else f"{minutes // 60}小时"
