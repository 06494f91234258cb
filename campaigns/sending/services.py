"""The verbs of a push: draft, approve, hand over, withdraw; and who the people of its mailing are."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from campaigns.sending.coming import coming
from campaigns.sending.ledgers import Beginning, weigh
from campaigns.sending.models import Push
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.ports import Audiences, Contents, Issued
from campaigns.sending.reminding import coming_activity, reminder
from campaigns.sending.status import PushAction, PushState, PushWay, after
from core.clock import SHANGHAI
from core.errors import NotFound, RuleViolation
from core.optimistic_locking import require_read
from core.types import JsonObject
from deliveries.channels import Audience, ManyChoice, ManyWay, for_many, why_not
from deliveries.mailings.models import Mailing
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.services import MailingService, Plan
from deliveries.mailings.status import MASS, MailingWay, Purpose
from deliveries.messages import Article, Words
from staff.actors import Actor
from staff.audit import record

MOST_WHY = 400


class ContentChanged(RuleViolation):
    """What is signed off now is not what was approved."""

    sentence = "批准以后内容又改过，请重新拟推送方案再批准。"


class ApprovedOneself(RuleViolation):
    """Nobody approves a push of their own."""

    sentence = "推送方案要由另一个人批准。"


@dataclass(frozen=True, slots=True)
class PushPlan:
    """What a push is to be: what is told to whom, from when until when, and by which way.

    ``audience`` is a ``Spec`` as plain data. Without ``not_after`` the longest time of its purpose holds.
    """

    content_item: int
    audience: JsonObject
    due_at: datetime
    not_after: datetime | None = None
    campaign_id: int | None = None
    purpose: Purpose = Purpose.CAMPAIGN
    wish: PushWay = PushWay.BEST
    tag_id: int | None = None
    activity_id: int | None = None

    def as_push(self) -> Push:
        """A draft that says so, not written down yet."""
        return Push(**asdict(self), state=PushState.DRAFT)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of a push now: what is told, to how many, by which way, and why by no other.

    ``held_until``: it is due in quiet hours and waits until then. All is counted for ``begins_at``, when the
    pushes with the numbers ``ahead`` have gone out.
    """

    title: str
    version_id: int
    audience: Audience
    choice: ManyChoice
    held_until: datetime | None
    begins_at: datetime
    ahead: Sequence[int] = ()

    @property
    def approved(self) -> object:
        """What an approval fixes and no clerk wrote into the push: the version, and the way."""
        return self.version_id, self.choice.way

    @property
    def ways(self) -> Sequence[tuple[ManyWay, str]]:
        """Every way there is, with the reason why it is not open; empty where it is."""
        said = dict(self.choice.refused)
        return [(way, said.get(way) or why_not(way, self.audience)) for way in ManyWay]


STALE_AFTER: Mapping[Purpose, timedelta] = MappingProxyType(
    {
        Purpose.CAMPAIGN: timedelta(days=3),
        Purpose.SERVICE: timedelta(days=3),
        Purpose.DISASTER: timedelta(days=1),
    }
)
"""How long after its time a push may still go out where its planner set no end: over a weekend, or until the
platform's next day has quota again; a warning of yesterday is none."""


class PushService:
    """Pushes, from the plan to the mailing; also tells mailings who their people are."""

    def __init__(self, contents: Contents, audiences: Audiences, rules: SendingRules) -> None:
        self._contents = contents
        self._audiences = audiences
        self._rules = rules

    def draft(self, session: Session, plan: PushPlan, actor: Actor, now: datetime) -> Push:
        """Write a push down; nothing is decided yet.

        One that reminds of an activity is sent to nobody after its beginning.
        """
        actor.require(SendingPermission.PLAN)
        push = plan.as_push()
        if push.activity_id is not None:
            begins_at = coming_activity(session, push.activity_id, push.campaign_id, now).starts_at
            push.not_after = min(push.not_after, begins_at) if push.not_after else begins_at
        if push.not_after is not None and push.not_after <= push.due_at:
            raise RuleViolation("最晚发送时间要在开始时间以后。", "not_after")
        self._audiences.require_scope(push.audience, actor)
        self._people(push.audience, push.purpose, now)  # a description that says nothing is refused here
        push.created_by, push.created_at = actor.id, now
        self._held_until(push, now)
        session.add(push)
        session.flush()
        self._record(session, push, "draft", actor, now)
        return push

    def look(self, session: Session, push_id: int, now: datetime) -> ManyChoice:
        """Which way it would take now, and why."""
        return self.outlook(session, get_push(session, push_id), now).choice

    def outlook(self, session: Session, push: Push, now: datetime) -> Outlook:
        """What would become of a push now; it need not be written down yet.

        ``RuleViolation`` where nothing is signed off, or the description says nothing.
        """
        held_until = self._held_until(push, now)
        issued = self._issued(session, push, now)
        begins_at = held_until or max(push.due_at, now)
        ahead = coming(
            session,
            push,
            lambda one: self._people(one.audience, one.purpose, now),
            self._rules,
            begins_at,
            now,
        )
        people = self._people(push.audience, push.purpose, now)
        audience = weigh(session, push, people, issued, Beginning(begins_at, self._rules, ahead))
        wish = None if push.wish is PushWay.BEST else ManyWay[push.wish.name]
        choice = for_many(audience, wish)
        return Outlook(issued.title, issued.version_id, audience, choice, held_until, begins_at, ahead.pushes)

    def _held_until(self, push: Push, now: datetime) -> datetime | None:
        """When the quiet ends in which it begins; refuses what would be over by then, unseen by anybody."""
        if push.wish is PushWay.PUBLISH:
            return None
        until = self._rules.held_until(push.purpose, max(push.due_at, now))
        if until and push.not_after and push.not_after <= until:
            hour = f"{until.astimezone(SHANGHAI):%H:%M}"
            raise RuleViolation(
                f"从开始到最晚都在安静时段里，宣传一条也发不出去。请把最晚时间改到{hour}以后。", "not_after"
            )
        return until

    def approve(
        self, session: Session, push_id: int, actor: Actor, now: datetime, seen: str | None = None
    ) -> Push:
        """Fix version, people's description and way; by somebody else than who made it.

        ``seen`` is the fingerprint of what the outlook that was read would have them get.
        """
        actor.require(SendingPermission.APPROVE)
        push = get_push(session, push_id, lock=True)
        if push.created_by == actor.id:
            raise ApprovedOneself
        push.state = after(push.state, PushAction.APPROVE)
        outlook = self.outlook(session, push, now)
        require_read(seen, outlook.approved)
        choice = outlook.choice
        if choice.way is None:
            raise RuleViolation(choice.why)
        push.wish, push.why = PushWay[choice.way.name], choice.why[:MOST_WHY]
        push.version_id = outlook.version_id
        push.approved_by, push.approved_at = actor.id, now
        if push.wish is not PushWay.PUBLISH:
            self._contents.prepare(session, push.content_item, now)
        session.flush()
        self._record(session, push, "approve", actor, now, reason=push.wish.label)
        return push

    def withdraw(self, session: Session, push_id: int, reason: str, actor: Actor, now: datetime) -> Push:
        """Give it up before it is handed over; afterwards the mailing is cancelled instead."""
        actor.require(SendingPermission.PLAN)
        push = get_push(session, push_id, lock=True)
        push.state = after(push.state, PushAction.WITHDRAW)
        session.flush()
        self._record(session, push, "withdraw", actor, now, reason=reason)
        return push

    def send(
        self, session: Session, push_id: int, mailings: MailingService, actor: Actor, now: datetime
    ) -> Mailing | None:
        """Hand it over: it becomes a mailing that starts when it is due, or appears on the account's page.

        Where nobody said until when, it is not sent days after its time, say by a worker that stood still.
        ``ContentChanged`` where another version was signed off since.
        """
        actor.require(SendingPermission.SEND)
        push = get_push(session, push_id, lock=True)
        push.state = after(push.state, PushAction.SEND)
        issued = self._issued(session, push, now)
        if issued.version_id != push.version_id:
            raise ContentChanged
        if push.wish is PushWay.PUBLISH:
            self._contents.publish(session, push.content_item, actor, now)
            session.flush()
            self._record(session, push, "send", actor, now)
            return None
        way = MailingWay[push.wish.name]
        if push.not_after is None:
            push.not_after = max(push.due_at, now) + STALE_AFTER[push.purpose]
        plan = Plan(
            name=f"push-{push.id}",
            message=self._message(issued, way),
            purpose=push.purpose,
            way=way,
            why=push.why or "",
            due_at=push.due_at,
            not_after=push.not_after,
            campaign_id=push.campaign_id,
            tag_id=push.tag_id,
        )
        mailing = mailings.schedule(session, plan, actor, now)
        push.mailing_id = mailing.id
        session.flush()
        self._record(session, push, "send", actor, now)
        return mailing

    def _issued(self, session: Session, push: Push, now: datetime) -> Issued:
        """What it tells; where it reminds of an activity, as the notice that people agreed to."""
        issued = self._contents.issued(session, push.content_item, push.id)
        if push.activity_id is None:
            return issued
        activity = coming_activity(session, push.activity_id, push.campaign_id, now)
        return replace(issued, notice=reminder(activity, issued.address))

    @staticmethod
    def _message(issued: Issued, way: MailingWay) -> Words:
        if way in MASS:
            if not issued.is_article:
                return issued.words
            if issued.draft_media_id is None:
                raise RuleViolation("文章还没有传到公众平台的草稿箱，请稍后再发。")
            return Article(issued.draft_media_id)
        if way is MailingWay.SUBSCRIPTION and issued.notice is None:
            raise RuleViolation("这篇内容没有对应的订阅通知。")
        return issued.notice or issued.words

    def renew(self, session: Session, mailing_id: int, gone: str, now: datetime) -> bool:
        """See ``deliveries.masses.ports.Articles``."""
        version_id = _version_of(session, mailing_id)
        if version_id is not None:
            self._contents.renew(session, version_id, gone, now)
        return version_id is not None

    def current(self, session: Session, mailing_id: int) -> str | None:
        """See ``deliveries.masses.ports.Articles``."""
        version_id = _version_of(session, mailing_id)
        return self._contents.draft(session, version_id) if version_id is not None else None

    def recipients(self, session: Session, mailing: Mailing, now: datetime) -> Select[str]:
        """See ``deliveries.mailings.ports.Audiences``."""
        push = session.scalars(select(Push).where(Push.mailing_id == mailing.id)).one()
        return self._people(push.audience, push.purpose, now)

    def _people(self, audience: JsonObject, purpose: Purpose, now: datetime) -> Select[str]:
        return self._audiences.openids(audience, now, despite_stops=purpose is Purpose.DISASTER)

    @staticmethod
    def _record(
        session: Session, push: Push, verb: str, actor: Actor, now: datetime, reason: str = ""
    ) -> None:
        record(
            session, actor=actor, action=f"pushes.{verb}", subject=f"push:{push.id}", now=now, reason=reason
        )


def get_push(session: Session, push_id: int, *, lock: bool = False) -> Push:
    """The push of this number; ``NotFound``."""
    query = select(Push).where(Push.id == push_id).execution_options(populate_existing=True)
    push = session.scalar(query.with_for_update() if lock else query)
    if push is None:
        raise NotFound("没有这个推送方案。")
    return push


def _version_of(session: Session, mailing_id: int) -> int | None:
    return session.scalar(select(Push.version_id).where(Push.mailing_id == mailing_id))


def pushes_of(session: Session, campaign_id: int) -> Sequence[Push]:
    """The pushes of a campaign, the earliest first."""
    return session.scalars(
        select(Push).where(Push.campaign_id == campaign_id).order_by(Push.due_at, Push.id)
    ).all()
