"""What staff can do with a mailing, and what happens to it by itself when its time has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Integer, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from core.statements import NOW, ago, moments
from deliveries.mailings import counters
from deliveries.mailings.freezing import freeze_batch, sweep
from deliveries.mailings.messages import stored
from deliveries.mailings.models import Mailing
from deliveries.mailings.ports import Audiences
from deliveries.mailings.status import (
    MASS,
    IllegalMailingMove,
    MailingAction,
    MailingState,
    MailingWay,
    PauseReason,
    Purpose,
    after,
)
from deliveries.messages import Article, Notice, Words
from deliveries.models import Delivery
from deliveries.notice_kinds import notice_kinds
from deliveries.permissions import MailingPermission
from deliveries.policy import WAITING_FOR
from deliveries.ports import FailureClass
from deliveries.status import OPEN, Lane, Reason, State
from staff.actors import Actor
from staff.audit import record

REPEATABLE = frozenset({FailureClass.BUSY, *WAITING_FOR})
"""Failures that say nothing about the person or the words: only these are tried again by hand."""


class NothingToRepeat(RuleViolation):
    """Everybody who failed would fail again."""

    sentence = "没有能原样重发的人：拒收、名单或者内容有问题的，重发还是不成。看清原因、改好以后另拟方案。"


LATE_FOR = timedelta(days=1)
"""How long after its end a mailing is looked at again, for people whom a frozen worker let go of late."""


def _repeatable(mailing_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Delivery.mailing_id == mailing_id,
        Delivery.state == State.FAILED,
        Delivery.failure.in_(sorted(REPEATABLE)),
        Delivery.reason != Reason.WINDOW_SPENT,
    )


def count_repeatable(session: Session, mailing_id: int) -> int:
    """How many people a retry by hand would try again."""
    query = select(func.count()).select_from(Delivery).where(*_repeatable(mailing_id))
    return session.scalars(query).one()


def _is_due() -> ColumnElement[bool]:
    """The condition that something may have to happen to a mailing at ``NOW``."""
    recently = ago(LATE_FOR)
    somebody_waits = exists().where(Delivery.mailing_id == Mailing.id, Delivery.state == State.WAITING)
    is_swept_again = (Mailing.swept_at > recently) & somebody_waits
    return or_(
        (Mailing.state == MailingState.SCHEDULED) & (Mailing.due_at <= NOW),
        Mailing.state == MailingState.RUNNING,
        (Mailing.state == MailingState.PAUSED) & (Mailing.resume_at <= NOW),
        (Mailing.state.in_((MailingState.CANCELLED, MailingState.PAUSED)))
        & (Mailing.swept_at.is_(None) | is_swept_again)
        & ((Mailing.state == MailingState.CANCELLED) | (Mailing.not_after < NOW)),
        (Mailing.state == MailingState.FINISHED) & (Mailing.finished_at > recently) & somebody_waits,
    )


# Built once, because it is asked very often.
_DUE: Final = (
    select(Mailing.id).where(_is_due()).order_by(Mailing.due_at).limit(bindparam("limit", type_=Integer))
)
IS_ANY_DUE: Final = exists(select(Mailing.id).where(_is_due()))
"""Whether something may have to happen to any mailing at ``NOW``."""

LANES: Mapping[Purpose, Lane] = {
    Purpose.CAMPAIGN: Lane.CAMPAIGN,
    Purpose.SERVICE: Lane.CAMPAIGN,
    Purpose.DISASTER: Lane.ALERT,
}


class TemplateCarriesNoCampaign(RuleViolation):
    """A campaign worded as a service notice: the platform bans accounts for that."""

    sentence = "模板消息只能发服务通知，不能用来做宣传。请改用订阅通知、群发或者发布文章。"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be sent to whom; ``name`` is unique, so that one plan makes one mailing."""

    name: str
    message: Words
    purpose: Purpose
    way: MailingWay
    why: str
    due_at: datetime
    not_after: datetime | None = None
    campaign_id: int | None = None
    tag_id: int | None = None


class MailingService:
    """Schedules mailings and moves them along the table of ``status``."""

    def __init__(self, audiences: Audiences) -> None:
        self._audiences = audiences

    def schedule(self, session: Session, plan: Plan, actor: Actor, now: datetime) -> Mailing:
        """Create a mailing; its recipients are looked up when it starts.

        The caller has checked the actor's permission, and writes the entry in the audit log.
        """
        if isinstance(plan.message, Notice) and plan.purpose is not Purpose.SERVICE:
            kind = notice_kinds().get(plan.message.kind)
            if kind is None or kind.is_service:
                raise TemplateCarriesNoCampaign
        if (plan.way in MASS and isinstance(plan.message, Notice)) or (
            plan.way not in MASS and isinstance(plan.message, Article)
        ):
            raise RuleViolation(f"这种内容不能用“{plan.way.label}”的方式发送。")
        mailing = Mailing(
            name=plan.name,
            campaign_id=plan.campaign_id,
            purpose=plan.purpose,
            lane=LANES[plan.purpose],
            way=plan.way,
            why=plan.why,
            message=stored(plan.message),
            tag_id=plan.tag_id,
            state=MailingState.SCHEDULED,
            due_at=plan.due_at,
            not_after=plan.not_after,
            created_by=actor.id,
            created_at=now,
        )
        session.add(mailing)
        session.flush()
        return mailing

    def pause(self, session: Session, mailing_id: int, reason: str, actor: Actor, now: datetime) -> Mailing:
        """Claim nobody until somebody resumes it; messages already on their way are sent."""
        mailing = self._taken(session, mailing_id, MailingAction.PAUSE, actor)
        if mailing.paused_because is PauseReason.BY_HAND:
            raise IllegalMailingMove("这次推送已经暂停，点“继续”以前不会再发。")
        mailing.paused_because, mailing.resume_at = PauseReason.BY_HAND, None
        return self._recorded(session, mailing, MailingAction.PAUSE, actor, now, reason)

    def resume(self, session: Session, mailing_id: int, actor: Actor, now: datetime) -> Mailing:
        """Continue where it stopped."""
        mailing = self._taken(session, mailing_id, MailingAction.RESUME, actor)
        mailing.paused_because = mailing.resume_at = mailing.hold_until = None
        return self._recorded(session, mailing, MailingAction.RESUME, actor, now)

    def cancel(self, session: Session, mailing_id: int, reason: str, actor: Actor, now: datetime) -> Mailing:
        """Send to nobody any more; whoever still waits is skipped. This cannot be undone."""
        mailing = self._taken(session, mailing_id, MailingAction.CANCEL, actor)
        return self._recorded(session, mailing, MailingAction.CANCEL, actor, now, reason)

    def retry_failed(self, session: Session, mailing_id: int, actor: Actor, now: datetime) -> int:
        """Retry those whose failure was the platform's or the account's; return how many.

        Not retried are people for whom the platform refuses messages or refused the words, and those of whom
        nobody knows whether they got it.
        """
        mailing = self._taken(session, mailing_id, MailingAction.RETRY, actor)
        again = session.scalars(
            update(Delivery)
            .where(*_repeatable(mailing_id))
            .values(state=State.WAITING, reason=None, strikes=0, due_at=now)
            .returning(Delivery.id)
            .execution_options(synchronize_session=False)
        ).all()
        if not again:
            raise NothingToRepeat
        mailing.finished_at = None
        self._recorded(session, mailing, MailingAction.RETRY, actor, now, detail={"people": len(again)})
        return len(again)

    def confirm(self, session: Session, mailing_id: int, actor: Actor, now: datetime) -> Mailing:
        """Confirm, as a second person, that every follower is written to."""
        actor.require(MailingPermission.CONFIRM)
        mailing = get_mailing(session, mailing_id, lock=True)
        if mailing.way is not MailingWay.MASS_ALL:
            raise RuleViolation("只有向全部关注者群发才要再次确认。")
        if mailing.created_by == actor.id:
            raise RuleViolation("向全部关注者群发要由另一个人确认。")
        mailing.confirmed_by = actor.id
        session.flush()
        record(session, actor=actor, action="mailings.confirm", subject=f"mailing:{mailing_id}", now=now)
        return mailing

    def _taken(self, session: Session, mailing_id: int, action: MailingAction, actor: Actor) -> Mailing:
        actor.require(MailingPermission.RUN)
        mailing = get_mailing(session, mailing_id, lock=True)
        mailing.state = after(mailing.state, action)
        return mailing

    @staticmethod
    def _recorded(
        session: Session,
        mailing: Mailing,
        action: MailingAction,
        actor: Actor,
        now: datetime,
        reason: str = "",
        detail: Mapping[str, int] | None = None,
    ) -> Mailing:
        session.flush()
        record(
            session,
            actor=actor,
            action=f"mailings.{action}",
            subject=f"mailing:{mailing.id}",
            now=now,
            reason=reason,
            detail=detail,
        )
        return mailing

    def due_ids(self, session: Session, now: datetime, limit: int) -> Sequence[int]:
        """The mailings to which something may have to happen now."""
        return session.scalars(_DUE, {**moments(_DUE, now), "limit": limit}).all()

    def tend(self, session: Session, mailing_id: int, now: datetime) -> bool:
        """Do the next step due for a mailing, small enough for one transaction; return whether there is more.

        1. A scheduled mailing starts; one that waited for the platform's new day resumes.
        2. If it was cancelled or is past its ``not_after``, whoever still waits is skipped.
        3. Its people are written down.
        4. When nobody waits or is on the way any more, it is finished.
        5. If a worker slept through its lease and released people it had not called, it resumes.
        """
        mailing = session.get(Mailing, mailing_id, populate_existing=True)
        if mailing is None:
            return False
        is_late = mailing.not_after is not None and now > mailing.not_after
        match mailing.state:
            case MailingState.CANCELLED:
                return self._sweep(session, mailing, Reason.CANCELLED, now)
            case MailingState.SCHEDULED if mailing.due_at <= now:
                return self._move(session, mailing, MailingState.RUNNING)
            case MailingState.PAUSED if mailing.resume_at is not None and mailing.resume_at <= now:
                return self._move(session, mailing, MailingState.RUNNING)
            case MailingState.PAUSED if is_late:
                return self._sweep(session, mailing, Reason.TOO_LATE, now)
            case MailingState.RUNNING if mailing.frozen_at is None:
                audience = self._audiences.recipients(session, mailing, now)
                freeze_batch(session, mailing_id, audience, now)
                return True
            case MailingState.RUNNING if is_late and self._sweep(session, mailing, Reason.TOO_LATE, now):
                return True
            case MailingState.RUNNING:
                return self._finish(session, mailing_id, now)
            case MailingState.FINISHED if _does_anybody_wait(session, mailing_id):
                return self._move(session, mailing, MailingState.RUNNING)
        return False

    @staticmethod
    def _move(session: Session, mailing: Mailing, to: MailingState) -> bool:
        moved = session.scalars(
            update(Mailing)
            .where(Mailing.id == mailing.id, Mailing.state == mailing.state)
            .values(state=to, paused_because=None, resume_at=None, finished_at=None)
            .returning(Mailing.id)
            .execution_options(synchronize_session=False)
        ).all()
        return bool(moved)

    @staticmethod
    def _sweep(session: Session, mailing: Mailing, reason: Reason, now: datetime) -> bool:
        if sweep(session, mailing.id, reason, now):
            return True
        mailing.swept_at = now
        session.flush()
        return False

    @staticmethod
    def _finish(session: Session, mailing_id: int, now: datetime) -> bool:
        """One statement decides: it is finished only if nobody waits and nobody is on the way."""
        is_open = exists().where(Delivery.mailing_id == mailing_id, Delivery.state.in_(OPEN))
        finished = session.scalars(
            update(Mailing)
            .where(
                Mailing.id == mailing_id,
                Mailing.state == MailingState.RUNNING,
                Mailing.frozen_at.is_not(None),
                ~is_open,
            )
            .values(state=MailingState.FINISHED, finished_at=now)
            .returning(Mailing.id)
            .execution_options(synchronize_session=False)
        ).all()
        if finished:
            session.execute(
                update(Mailing)
                .where(Mailing.id == mailing_id)
                .values(tally=counters.counted(session, [mailing_id]).as_row())
                .execution_options(synchronize_session=False)
            )
        return False


def _does_anybody_wait(session: Session, mailing_id: int) -> bool:
    waiting = select(Delivery.id).where(Delivery.mailing_id == mailing_id, Delivery.state == State.WAITING)
    return session.scalar(waiting.limit(1)) is not None


def get_mailing(session: Session, mailing_id: int, *, lock: bool = False) -> Mailing:
    """The mailing of this number; ``NotFound``."""
    query = select(Mailing).where(Mailing.id == mailing_id).execution_options(populate_existing=True)
    mailing = session.scalar(query.with_for_update() if lock else query)
    if mailing is None:
        raise NotFound("没有这次推送。")
    return mailing
