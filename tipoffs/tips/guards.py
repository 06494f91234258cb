"""What must hold beyond the state of a tip: one check for each guard of the table. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.errors import NoReason
from staff.actors import Actor, ActorKind
from tipoffs.conflicts import Excluded
from tipoffs.permissions import Permission
from tipoffs.tips import refusals
from tipoffs.tips.answers import AnswerParts, compose
from tipoffs.tips.declines import DeclineReason
from tipoffs.tips.models import Objection, Tip, Verification
from tipoffs.tips.status import CAN_LEAD_OTHERS, TipGuard, TipState

RETURNS_BEFORE_LEADER = 2
# 安监总财〔2018〕19号 第十条 (as restated): complex cases are extended by at most 30 days.
EXTENSION_DAYS = 30


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the guards look at in one step."""

    tip: Tip
    actor: Actor
    now: datetime
    reason: str = ""
    decline: DeclineReason | None = None
    unit: str | None = None
    days: int = 0
    verification: Verification | None = None
    earlier_verifiers: frozenset[str] = frozenset()
    had_a_part: frozenset[str] = frozenset()
    stands_above: bool = True
    awaits: str = ""  # the authority outside whose decision is lacking
    unsettled: tuple[str, ...] = ()
    parts: AnswerParts | None = None
    objection: Objection | None = None
    master: Tip | None = None


def _reason(facts: Facts) -> None:
    if not facts.reason.strip():
        raise NoReason(about="reason question")


def _reason_code(facts: Facts) -> None:
    if facts.decline is None:
        raise refusals.UnknownReason


def _same_case(facts: Facts) -> None:
    if facts.actor.kind is ActorKind.REPORTER and facts.actor.id != facts.tip.number:
        raise refusals.NotYourTip


def _not_excluded(facts: Facts) -> None:
    if facts.unit is not None and facts.unit in facts.tip.named_units:
        raise Excluded
    second = facts.verification.second_verifier if facts.verification else None
    if second in facts.tip.named_officers:
        raise Excluded


def _has_summary(facts: Facts) -> None:
    if not (facts.tip.shared_summary or "").strip():
        raise refusals.NoSummary


def _leader_decides(facts: Facts) -> None:
    if facts.tip.returns >= RETURNS_BEFORE_LEADER and not facts.actor.may(Permission.TIPS_REFEREE):
        raise refusals.LeaderDecides


def _death_alleged(facts: Facts) -> None:
    if not facts.tip.involves_death:
        raise refusals.NoDeathAlleged


def _government_leads(facts: Facts) -> None:
    if facts.tip.involves_death and not facts.tip.government_led:
        raise refusals.GovernmentMustLead


def _written_record(facts: Facts) -> None:
    found = facts.verification
    if (
        found is None
        or not found.record.strip()
        or not found.second_verifier.strip()
        or found.second_verifier == found.verifier
        or found.inspected_at > facts.now
    ):
        raise refusals.NoWrittenRecord


def _co_signed(facts: Facts) -> None:
    if facts.verification is None or facts.verification.co_signed_at is None:
        raise refusals.NotCoSigned


def _fresh_verifiers(facts: Facts) -> None:
    found = facts.verification
    if found is None or {found.verifier, found.second_verifier} & facts.earlier_verifiers:
        raise refusals.SameEyes


def _not_a_verifier(facts: Facts) -> None:
    found = facts.verification
    if found is None or facts.actor.id in (found.verifier, found.second_verifier):
        raise refusals.SignedByVerifier


def _second_verifier(facts: Facts) -> None:
    found = facts.verification
    if found is None or facts.actor.id != found.second_verifier or found.co_signed_at is not None:
        raise refusals.NotSecondVerifier


def _once(facts: Facts) -> None:
    if facts.tip.is_extended or not 1 <= facts.days <= EXTENSION_DAYS:
        raise refusals.ExtendedOnce


def _hazards_settled(facts: Facts) -> None:
    if facts.unsettled:
        raise refusals.HazardsUnsettled


def _four_parts(facts: Facts) -> None:
    compose(facts.master.finding if facts.master else facts.tip.finding, facts.parts)


def _within_window(facts: Facts) -> None:
    if facts.tip.object_until is None or facts.now >= facts.tip.object_until:
        raise refusals.TooLate


def _window_over(facts: Facts) -> None:
    if facts.actor.kind is ActorKind.REPORTER:
        _same_case(facts)
    elif facts.tip.object_until is None or facts.now < facts.tip.object_until:
        raise refusals.WindowOpen


def _fresh_eyes(facts: Facts) -> None:
    if facts.actor.id in facts.had_a_part:
        raise refusals.SameEyes


def _level_above(facts: Facts) -> None:
    if facts.awaits:
        raise refusals.DecidedOutside(facts.awaits)
    if not facts.stands_above:
        raise refusals.NotAbove


def _was_answered(facts: Facts) -> None:
    objected_to_refusal = facts.objection and facts.objection.against is TipState.NOT_ACCEPTED
    if facts.tip.answered_at is None or objected_to_refusal:
        raise refusals.NothingToRedo


def _was_declined(facts: Facts) -> None:
    if facts.objection is None or facts.objection.against is not TipState.NOT_ACCEPTED:
        raise refusals.NothingToAdmit


def _open_master(facts: Facts) -> None:
    master = facts.master
    if master is None or master.number == facts.tip.number or master.state not in CAN_LEAD_OTHERS:
        raise refusals.NoOpenMaster


def _with_master(facts: Facts) -> None:
    master = facts.master
    if master is None or master.number != facts.tip.master or master.state is not TipState.ANSWERED:
        raise refusals.NotWithMaster


CHECKS: Mapping[TipGuard, Callable[[Facts], None]] = {
    TipGuard.REASON: _reason,
    TipGuard.REASON_CODE: _reason_code,
    TipGuard.SAME_CASE: _same_case,
    TipGuard.NOT_EXCLUDED: _not_excluded,
    TipGuard.HAS_SUMMARY: _has_summary,
    TipGuard.LEADER_DECIDES: _leader_decides,
    TipGuard.DEATH_ALLEGED: _death_alleged,
    TipGuard.GOVERNMENT_LEADS: _government_leads,
    TipGuard.WRITTEN_RECORD: _written_record,
    TipGuard.CO_SIGNED: _co_signed,
    TipGuard.FRESH_VERIFIERS: _fresh_verifiers,
    TipGuard.NOT_A_VERIFIER: _not_a_verifier,
    TipGuard.SECOND_VERIFIER: _second_verifier,
    TipGuard.ONCE: _once,
    TipGuard.HAZARDS_SETTLED: _hazards_settled,
    TipGuard.FOUR_PARTS: _four_parts,
    TipGuard.WITHIN_WINDOW: _within_window,
    TipGuard.WINDOW_OVER: _window_over,
    TipGuard.FRESH_EYES: _fresh_eyes,
    TipGuard.LEVEL_ABOVE: _level_above,
    TipGuard.WAS_ANSWERED: _was_answered,
    TipGuard.WAS_DECLINED: _was_declined,
    TipGuard.OPEN_MASTER: _open_master,
    TipGuard.WITH_MASTER: _with_master,
}
"""A guard of the table without a check here would be a promise nobody keeps; a test compares both."""
