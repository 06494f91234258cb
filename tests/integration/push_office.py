"""Who plans and sends a push, and what it sends."""

from datetime import datetime

from sqlalchemy.orm import Session

from campaigns.sending.ports import Issued
from core.errors import RuleViolation
from deliveries.messages import Text
from deliveries.notice_templates import ListedTemplate
from deliveries.status import Channel
from staff.actors import Actor, ActorKind

PLANNER = Actor(ActorKind.STAFF, "cehua", permissions=frozenset({"pushes.plan", "pushes.approve"}))
REVIEWER = Actor(ActorKind.STAFF, "shenhe", permissions=frozenset({"pushes.approve"}))
PUBLISHER = Actor(ActorKind.STAFF, "fabu", permissions=frozenset({"pushes.send"}))
ISSUED = Issued(
    1,
    "安全生产月",
    Text("安全生产月到了：https://anwen.example/h5/c/1"),
    is_article=True,
    draft_media_id="d-1",
    address="https://anwen.example/h5/c/1",
)
REMINDER = ListedTemplate(
    "t-start", Channel.SUBSCRIPTION, "活动开始提醒",
    "活动名称:{{thing1.DATA}}\n开始时间:{{time2.DATA}}\n活动地点:{{thing3.DATA}}\n温馨提示:{{thing4.DATA}}",
)  # fmt: skip


class Content:
    """One item, and what of it is signed off."""

    def __init__(self) -> None:
        self.version: Issued | None = ISSUED
        self.published: list[int] = []
        self.prepared: list[int] = []
        self.renewed: list[str] = []

    def issued(self, session: Session, item_id: int, push_id: int | None) -> Issued:
        if self.version is None:
            raise RuleViolation("这篇内容还没有签发。")
        return self.version

    def prepare(self, session: Session, item_id: int, now: datetime) -> None:
        self.prepared.append(item_id)

    def renew(self, session: Session, version_id: int, gone: str, now: datetime) -> None:
        self.renewed.append(gone)

    def draft(self, session: Session, version_id: int) -> str | None:
        return f"after {self.renewed[-1]}"

    def publish(self, session: Session, item_id: int, actor: Actor, now: datetime) -> None:
        self.published.append(item_id)
