"""Who plans and sends a push, and what it sends."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from campaigns.sending.models import Push
from campaigns.sending.ports import Issued
from campaigns.sending.services import PushPlan, PushService
from campaigns.sending.withdrawing import unwilling
from core.db import Database
from core.errors import RuleViolation
from core.types import JsonObject
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.services import MailingService
from deliveries.messages import Text
from deliveries.notice_templates import ListedTemplate
from deliveries.status import Channel
from followers.models import Follower, FollowState
from staff.actors import Actor, ActorKind
from tests.conftest import StandingClock
from tests.integration.mailing_office import MailingOffice

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


class People:
    """Everybody who follows, or those whose openid begins with something."""

    def openids(self, spec: JsonObject, now: datetime, *, despite_stops: bool = False) -> Select[str]:
        query = select(Follower.openid).where(Follower.state == FollowState.FOLLOWING)
        return query.where(Follower.openid.startswith(spec["prefix"])) if spec else query

    def require_scope(self, spec: JsonObject, actor: Actor) -> None:
        """Everybody may mean everybody."""


class PushOffice(MailingOffice):
    """Pushes and what comes of them."""

    def __init__(self, database: Database, clock: StandingClock, rules: SendingRules | None = None) -> None:
        super().__init__(database, clock, unwilling=unwilling)
        self.content = Content()
        self.pushes = PushService(self.content, People(), rules or SendingRules())
        self.service = MailingService(self.pushes)

    def drafts(self, **named: object) -> int:
        with self.database.writing() as session:
            plan = PushPlan(1, {}, self.clock.now(), campaign_id=7)
            return self.pushes.draft(session, replace(plan, **named), PLANNER, self.clock.now()).id  # type: ignore[arg-type]

    def approves(self, push_id: int, actor: Actor = REVIEWER) -> Push:
        with self.database.writing() as session:
            return self.pushes.approve(session, push_id, actor, self.clock.now())

    def sends(self, push_id: int) -> int | None:
        with self.database.writing() as session:
            mailing = self.pushes.send(session, push_id, self.service, PUBLISHER, self.clock.now())
            return mailing.id if mailing else None
