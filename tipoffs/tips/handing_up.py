"""Hands objections over to the authority above the county, and enters what it decided."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import NotFound
from staff.actors import Actor
from tipoffs.permissions import Permission
from tipoffs.steps import Steps
from tipoffs.tips import refusals
from tipoffs.tips.files import open_objection
from tipoffs.tips.models import OutsideReview, Tip
from tipoffs.tips.outside import (
    Decision,
    as_text,
    find_review,
    from_text,
    newest_review,
    sealed_name,
    write_down,
)
from tipoffs.tips.verbs import TipVerbs


class ReferralVerbs(TipVerbs):
    """The verbs around a decision that is made outside this bureau."""

    def hand_up(
        self, session: Session, number: str, actor: Actor, now: datetime, how: str = ""
    ) -> OutsideReview:
        """Hand an objection over to the authority above the county; a second time gives the first.

        ``how`` it went; what the bureau filled in where empty. The thirty days run on.
        """
        with self.opened(session, number, actor, now) as (steps, tip):
            actor.require(Permission.TIPS_REVIEW)
            objection = open_objection(session, number)
            if objection is None:
                raise refusals.NothingToReview
            if self.office.above(session, tip) is not None:
                raise refusals.AboveIsHere
            handed = find_review(session, objection)
            if handed is not None:
                return handed
            authority = self.office.authority(session, tip)
            if authority is None:
                raise refusals.NoAuthority
            handed = OutsideReview(
                objection_id=objection.id,
                authority=authority.name[:100],
                how=(how.strip() or authority.how)[:500],
                handed_by=actor.id,
                handed_at=now,
            )
            session.add(handed)
            session.flush()
            steps.record("tips.hand_up", f"tip:{number}", detail={"authority": handed.authority})
            return handed

    def outside_paper(self, session: Session, number: str, actor: Actor, now: datetime) -> tuple[str, bytes]:
        """The document of the newest outside decision, and its kind; the reading is in the audit log."""
        with self.opened(session, number, actor, now) as (steps, tip):
            review = newest_review(session, tip.number)
            if review is None or review.paper is None:
                raise NotFound
            sealed = self.office.safe.open_field(session, number, sealed_name(review), actor)
            steps.record("tips.read_review_paper", f"tip:{number}")
            return review.paper, from_text(sealed)

    def enter_decision(self, steps: Steps, tip: Tip, review: OutsideReview, decision: Decision) -> None:
        """Write down what the authority decided, and seal its document."""
        write_down(review, decision, steps.actor, steps.now)
        paper = as_text(decision.paper)
        self.office.safe.seal_field(steps.session, tip.number, sealed_name(review), paper, steps.now)
        detail = {"authority": review.authority, "document": review.document or ""}
        steps.record("tips.outside_decision", f"tip:{tip.number}", detail=detail)
