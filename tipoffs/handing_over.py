"""Hands a tip to a unit: what the router proposes, and a reason where somebody decides otherwise."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import RuleViolation
from staff.actors import Actor
from tipoffs.permissions import Permission
from tipoffs.routing.matrix import Proposal, route
from tipoffs.routing.services import load_matrix
from tipoffs.tips.files import get_tip
from tipoffs.tips.models import Tip
from tipoffs.tips.services import TipService
from tipoffs.tips.verbs import require_reach


class NobodyProposed(RuleViolation):
    """The router knows of nobody: a person says who."""

    about = "unit"


class NoSuchDepartment(RuleViolation):
    """Nobody has a department with this code."""

    about = "unit"


class ReasonForAnother(RuleViolation):
    """Whoever does not follow the proposal says why."""

    about = "reason"


class HandingOver:
    """The proposal, and 交办 by it or against it."""

    def __init__(self, tips: TipService) -> None:
        self._tips = tips

    def propose(self, session: Session, number: str, actor: Actor) -> Proposal:
        """Who should have it, and why; for those who dispatch."""
        actor.require(Permission.TIPS_DISPATCH)
        tip = get_tip(session, number)
        require_reach(self._tips.office, tip, actor)
        return route(load_matrix(session), tip.category, tip.region, tip.named_units)

    def dispatch(
        self, session: Session, number: str, unit: str | None, reason: str, actor: Actor, now: datetime
    ) -> Tip:
        """交办 to ``unit``, or to the one proposed; another one needs a reason, which is kept with it."""
        found, why = self.propose(session, number, actor), reason.strip()
        to = unit or found.lead
        if to is None:
            raise NobodyProposed(found.reason)
        if to != found.lead and not why:
            raise ReasonForAnother(f"建议的承办单位不同（{found.reason}），改交其他部门请写明理由。")
        handed = self._tips.dispatch(session, number, to, actor, now, proposal=why or found.reason)
        # Asked last, so that the step's own refusals are heard first; an error undoes the transaction.
        if to not in load_matrix(session).departments:
            raise NoSuchDepartment(f"没有代码是“{to}”的部门。")
        return handed
