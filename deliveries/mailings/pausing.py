"""Pauses a mailing automatically: the platform's calls are used up, or the account may not send."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import case, literal, update
from sqlalchemy.orm import Session

from core.clock import china_date
from deliveries.mailings.models import Mailing
from deliveries.mailings.status import MailingState, PauseReason
from deliveries.policy import PER_MINUTE_SPENT, PERSON_SPENT, quota_returns_at
from deliveries.ports import FailureClass, GatewayRefusal

Alarm = Callable[[Session, str, str, str, datetime], None]
"""Tells staff, once a key: key, subject, sentence."""

CONFIG_HOLD = timedelta(seconds=60)


def pause_for_quota(session: Session, mailing: Mailing, now: datetime, alarm: Alarm | None) -> None:
    """Nothing more goes out today; the mailing resumes by itself when the platform counts anew."""
    resume_at = quota_returns_at(None, now)
    if not _pause(session, mailing.id, PauseReason.QUOTA, resume_at):
        return
    if alarm is not None:
        key = f"mailing-quota:{mailing.id}:{china_date(now)}"
        alarm(session, key, f"推送{mailing.id}", f"{PauseReason.QUOTA.label}。", now)


def react(
    session: Session, mailing_id: int, refusal: GatewayRefusal, now: datetime, alarm: Alarm | None
) -> None:
    """Decide what a refused call means for the whole mailing.

    Trouble with one person or one text means nothing. A cause that the next call would meet as well pauses
    the mailing, so that 600,000 rows are not tried one after the other.
    """
    if refusal.until is not None:
        _hold(session, mailing_id, refusal.until)
    elif refusal.failure is FailureClass.QUOTA and refusal.errcode == PER_MINUTE_SPENT:
        _hold(session, mailing_id, quota_returns_at(PER_MINUTE_SPENT, now))
    elif refusal.failure is FailureClass.QUOTA and refusal.errcode != PERSON_SPENT:
        mailing = session.get(Mailing, mailing_id)
        if mailing is not None:
            pause_for_quota(session, mailing, now, alarm)
    elif refusal.failure is FailureClass.CONFIG:
        _hold(session, mailing_id, now + CONFIG_HOLD)
        if alarm is not None:
            key = f"mailing-config:{mailing_id}:{china_date(now)}"
            alarm(
                session, key, f"推送{mailing_id}", f"{PauseReason.CONFIG.label}（{refusal.errcode}）。", now
            )


def _pause(session: Session, mailing_id: int, because: PauseReason, resume_at: datetime) -> bool:
    paused = session.scalars(
        update(Mailing)
        .where(Mailing.id == mailing_id, Mailing.state == MailingState.RUNNING)
        .values(state=MailingState.PAUSED, paused_because=because, resume_at=resume_at)
        .returning(Mailing.id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(paused)


def _hold(session: Session, mailing_id: int, until: datetime) -> None:
    wanted = literal(until, Mailing.hold_until.type)
    session.execute(
        update(Mailing)
        .where(Mailing.id == mailing_id)
        # Of several reasons the longest counts: a minute's trouble must not end an hour's pause.
        .values(hold_until=case((Mailing.hold_until > wanted, Mailing.hold_until), else_=wanted))
        .execution_options(synchronize_session=False)
    )
