"""Who is working on a tip just now, and notes that stay inside the bureau: a handling unit reads neither."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from core.masking import masked_for_sharing
from staff.actors import Actor
from tipoffs.permissions import Permission
from tipoffs.tips.files import get_tip
from tipoffs.tips.models import Tip, TipNote
from tipoffs.tips.refusals import HeldByAnother
from tipoffs.tips.verbs import TipVerbs, require_reach

HOLD_MINUTES = 15


class InternalVerbs(TipVerbs):
    """The verbs that only the bureau sees: holding and noting leave the case where it stands."""

    def hold(self, session: Session, number: str, actor: Actor, now: datetime) -> datetime:
        """Show colleagues that you are at it; ``HeldByAnother`` while somebody else is. Say until when.

        One UPDATE can find it free, so of two who try at once one gets it.
        """
        actor.require(Permission.TIPS_NOTES)
        require_reach(self.office, get_tip(session, number), actor)
        until = now + timedelta(minutes=HOLD_MINUTES)
        free = or_(Tip.held_by.is_(None), Tip.held_by == actor.id, Tip.held_until <= now)
        taken = session.scalar(
            update(Tip)
            .where(Tip.number == number, free)
            .values(held_by=actor.id, held_until=until)
            .returning(Tip.number)
            .execution_options(synchronize_session=False)
        )
        if taken is None:
            raise HeldByAnother
        return until

    def release(self, session: Session, number: str, actor: Actor) -> None:
        """Let go of a tip that somebody has in hand."""
        session.execute(
            update(Tip)
            .where(Tip.number == number, Tip.held_by == actor.id)
            .values(held_by=None, held_until=None)
            .execution_options(synchronize_session=False)
        )

    def note(self, session: Session, number: str, text: str, actor: Actor, now: datetime) -> TipNote:
        """Leave a note for colleagues, without numbers: who reads it need not know the reporter."""
        with self.opened(session, number, actor, now) as (steps, _tip):
            actor.require(Permission.TIPS_NOTES)
            kept = TipNote(tip=number, author=actor.id, text=masked_for_sharing(text), at=now)
            session.add(kept)
            steps.record("tips.note", f"tip:{number}")
            return kept

    def notes(self, session: Session, number: str, actor: Actor) -> Sequence[TipNote]:
        """The notes, oldest first."""
        actor.require(Permission.TIPS_NOTES)
        require_reach(self.office, get_tip(session, number), actor)
        return session.scalars(select(TipNote).where(TipNote.tip == number).order_by(TipNote.id)).all()
