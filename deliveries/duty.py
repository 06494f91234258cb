"""Alerts staff: a notice to the phone of everybody concerned, open until somebody acknowledges it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.statements import insert_once
from deliveries.messages import Notice
from deliveries.models import DutyNotice
from deliveries.services import Outbox
from deliveries.status import Lane, State
from deliveries.terms import Terms
from staff.actors import Actor
from staff.audit import record
from staff.models import StaffUser

NOTICE_KIND = "staff_duty"
STALE = timedelta(hours=24)
"""An alert that could not be delivered within a day is not sent any more; it stays on the list."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What is raised. ``key`` identifies it for good; ``sentence`` contains nobody's words or name.

    ``department`` limits it to the staff of one department and to those who see everything. ``contacts`` are
    logins: if any of them is concerned and has a phone, only their phones ring; the list still shows it to
    all.
    """

    key: str
    permission: str
    subject: str
    sentence: str
    until: datetime | None = None
    is_urgent: bool = False
    department: str = ""
    contacts: Collection[str] = ()


class DutyNoticeService:
    """Raises, lists and acknowledges duty notices.

    ``staff_with`` returns the open accounts that hold a permission; ``has_hook`` says whether another system
    of the bureau is to be told as well.
    """

    def __init__(
        self,
        outbox: Outbox,
        staff_with: Callable[[Session, str], Sequence[StaffUser]],
        *,
        has_hook: bool = False,
    ) -> None:
        self._outbox = outbox
        self._staff_with = staff_with
        self._has_hook = has_hook

    def raise_duty(self, session: Session, duty: Duty, now: datetime) -> bool:
        """Record it and post it, in the alert lane, to every bound phone; False if it was raised before.

        Call ``HourlyCipher.ensure_key`` before the transaction, as before every post.
        """
        row = {
            "key": duty.key,
            "permission": duty.permission,
            "department": duty.department or None,
            "subject": duty.subject,
            "sentence": duty.sentence,
            "is_urgent": duty.is_urgent,
            "raised_at": now,
            "told": 0,
            "hook_state": State.WAITING if self._has_hook else None,
            "hook_due_at": now if self._has_hook else None,
            "hook_tries": 0,
        }
        inserted = insert_once(session, DutyNotice, [row], conflict=["key"])
        if not inserted:
            return False
        phones = self._phones(session, duty)
        for user_id, openid in phones:
            terms = Terms(
                lane=Lane.ALERT,
                dedupe_key=f"duty:{inserted[0]}:{user_id}",
                not_after=now + STALE,
                resend_when_unknown=True,
            )
            self._outbox.post(session, openid, self._notice(duty, now), now, terms)
        session.execute(update(DutyNotice).where(DutyNotice.id == inserted[0]).values(told=len(phones)))
        return True

    def _phones(self, session: Session, duty: Duty) -> list[tuple[int, str]]:
        """The account and openid of everybody whose phone is to ring."""
        reached = [
            (user, user.openid)
            for user in self._staff_with(session, duty.permission)
            if user.openid is not None
            and (user.everywhere or not duty.department or user.department == duty.department)
        ]
        named = [(user, openid) for user, openid in reached if user.login in duty.contacts]
        return [(user.id, openid) for user, openid in named or reached]

    def open_notices(self, session: Session, actor: Actor, limit: int = 100) -> Sequence[DutyNotice]:
        """The unacknowledged notices that concern this actor: urgent ones first, then the oldest."""
        query = select(DutyNotice).where(*_open_to(actor))
        return session.scalars(
            query.order_by(DutyNotice.is_urgent.desc(), DutyNotice.raised_at, DutyNotice.id).limit(limit)
        ).all()

    def count_open(self, session: Session, actor: Actor) -> int:
        """How many of them there are."""
        query = select(func.count()).select_from(DutyNotice).where(*_open_to(actor))
        return session.scalars(query).one()

    def acknowledge(self, session: Session, notice_id: int, actor: Actor, now: datetime) -> bool:
        """Record that the actor takes it; False if another was first, ``NotFound`` if not concerned."""
        notice = session.get(DutyNotice, notice_id)
        if notice is None or not _concerns(notice, actor):
            raise NotFound
        taken = session.execute(
            update(DutyNotice)
            .where(DutyNotice.id == notice_id, DutyNotice.acknowledged_at.is_(None))
            .values(acknowledged_at=now, acknowledged_by=actor.id)
            .returning(DutyNotice.id)
            .execution_options(synchronize_session=False)
        ).all()
        if not taken:
            return False
        record(session, actor=actor, action="duty.acknowledge", subject=notice.subject[:128], now=now)
        return True

    @staticmethod
    def _notice(duty: Duty, now: datetime) -> Notice:
        return Notice(
            NOTICE_KIND,
            {
                "what": duty.sentence,
                "number": duty.subject,
                "until": duty.until or now,
                "hint": "请尽快登录后台处理",
            },
            f"【值班提醒】{duty.sentence}（{duty.subject}）。看到请回“收到”。",
        )


def _open_to(actor: Actor) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        DutyNotice.acknowledged_at.is_(None),
        DutyNotice.permission.in_(sorted(actor.permissions)),
    ]
    if not actor.scope.everywhere:
        own = DutyNotice.department.in_(sorted(actor.scope.departments))
        found.append(or_(DutyNotice.department.is_(None), own))
    return found


def _concerns(notice: DutyNotice, actor: Actor) -> bool:
    is_theirs = notice.department is None or notice.department in actor.scope.departments
    return notice.permission in actor.permissions and (actor.scope.everywhere or is_theirs)
