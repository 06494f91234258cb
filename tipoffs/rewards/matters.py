"""What the offices of tips and hazards know of a matter that is to be rewarded; never who reported it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.errors import RuleViolation
from tipoffs.hazards.models import HazardEnforcement
from tipoffs.rewards.assessing import Matter
from tipoffs.rewards.lists import SUBSTANTIATED
from tipoffs.rewards.payees import Teller
from tipoffs.rewards.words import MatterKind
from tipoffs.tips.dispatching import group_of
from tipoffs.tips.files import get_tip, hazards_of
from tipoffs.tips.models import Mode, Tip


class NotSubstantiated(RuleViolation):
    """Only what was verified, and signed as true, can be rewarded."""

    sentence = "这一件还没有签批属实的核查结论，不能评定奖励。"


@dataclass(frozen=True, slots=True)
class Known:
    """``tips`` are handled together, in order of arrival; ``penalties`` are of their hazards."""

    tips: Sequence[Tip]
    penalties: Sequence[HazardEnforcement]

    @property
    def penalty_fen(self) -> int | None:
        """The sum of the decided penalties; None where none was decided."""
        decided = [one.penalty_fen for one in self.penalties if one.penalty_fen is not None]
        return sum(decided) if decided else None


def matter_of(session: Session, number: str, kind: MatterKind) -> Matter:
    """The matter of a tip, to be opened as a reward; ``NotSubstantiated`` before its finding is signed."""
    tip = get_tip(session, number)
    if tip.master is not None:
        tip = get_tip(session, tip.master)
    if tip.finding not in SUBSTANTIATED or tip.accepted_at is None:
        raise NotSubstantiated
    return Matter(tip.number, tip.number, kind, china_date(tip.accepted_at), reporter_key=tip.reporter)


def known_of(session: Session, matter: str) -> Known:
    """Tips and penalties of a matter."""
    tips = group_of(session, matter)
    codes = {code for one in tips for code in hazards_of(session, one.number)}
    asked = (
        select(HazardEnforcement)
        .where(HazardEnforcement.hazard.in_(codes), HazardEnforcement.decided_at.is_not(None))
        .order_by(HazardEnforcement.id)
    )
    return Known(tips, session.scalars(asked).all() if codes else ())


def tellers_of(known: Known, effective: Sequence[str], decisive: Sequence[str]) -> list[Teller]:
    """Who told of the matter, in order of arrival; which tips could be checked and decided it, a clerk says.

    A confidential reporter gave a name too; only the anonymous have nothing but their code.
    """
    return [
        Teller(
            one.number,
            real_name=one.mode is not Mode.ANONYMOUS,
            effective=one.number in effective,
            has_code=True,
            decisive=one.number in decisive,
        )
        for one in known.tips
    ]
