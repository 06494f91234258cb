"""Has the platform delete mass sends; the cards on people's phones stay."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from deliveries.mailings.pausing import Alarm
from deliveries.masses.models import MassSend
from deliveries.masses.status import MassState
from deliveries.masses.telling import tell
from deliveries.permissions import MailingPermission
from deliveries.ports import FailureClass, GatewayRefusal
from staff.actors import Actor
from staff.audit import record

DELETABLE = timedelta(days=10)


class MassDeletionService:
    """Carries a deletion from the request to the platform's answer; ``alarm`` tells staff of a refusal."""

    def __init__(self, alarm: Alarm | None = None) -> None:
        self._alarm = alarm

    @staticmethod
    def ask(session: Session, mass_id: int, reason: str, actor: Actor, now: datetime) -> None:
        """Request the deletion of a mass send, which the platform allows within ten days."""
        actor.require(MailingPermission.DELETE)
        row = session.get(MassSend, mass_id, populate_existing=True)
        if row is None:
            raise NotFound("没有这次群发。")
        at = row.accepted_at or row.reported_at
        if row.msg_id is None or at is None:
            raise RuleViolation("这次群发没有发出去，不用删除。")
        if now > at + DELETABLE:
            raise RuleViolation("群发超过10天，平台不允许删除了。")
        row.delete_by = actor.id
        session.flush()
        record(
            session, actor=actor, action="mailings.delete", subject=f"mass:{mass_id}", now=now, reason=reason
        )

    @staticmethod
    def asked(session: Session) -> Sequence[tuple[int, str]]:
        """What is to be deleted: our number and the platform's."""
        found = session.execute(
            select(MassSend.id, MassSend.msg_id)
            .where(
                MassSend.delete_by.is_not(None), MassSend.deleted_at.is_(None), MassSend.msg_id.is_not(None)
            )
            .order_by(MassSend.id)
        )
        return [(number, str(msg_id)) for number, msg_id in found]

    def note_refused(self, session: Session, mass_id: int, refusal: GatewayRefusal, now: datetime) -> None:
        """Record the platform's refusal; retry only if the fault lies neither with the job nor with us."""
        row = session.get_one(MassSend, mass_id, populate_existing=True)
        if refusal.failure is FailureClass.CONTENT:
            row.delete_by = None
            sentence = f"平台没有删除这次群发（{refusal.errcode}），只有文章和视频能删"
            tell(session, self._alarm, row, sentence, now)
        session.flush()

    @staticmethod
    def note_done(session: Session, mass_id: int, now: datetime) -> None:
        """Record that the platform deleted it."""
        session.execute(
            update(MassSend)
            .where(MassSend.id == mass_id)
            .values(deleted_at=now, state=MassState.DELETED)
            .execution_options(synchronize_session=False)
        )
