"""The answer, an objection and its review, the end of the case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.masking import masked
from staff.actors import Actor
from tipoffs.hazards.models import Hazard
from tipoffs.hazards.status import HazardState
from tipoffs.notices import last_day
from tipoffs.permissions import Permission
from tipoffs.ports import ClockKind
from tipoffs.steps import Steps
from tipoffs.tips.answers import AnswerParts, conclusion_of
from tipoffs.tips.dispatching import DispatchVerbs, followers_of
from tipoffs.tips.files import SYSTEM_ACTOR, hazards_of, history, open_objection, take, tell
from tipoffs.tips.guards import Facts
from tipoffs.tips.handing_up import ReferralVerbs
from tipoffs.tips.models import Objection, Statement, Tip, TipAnswer, TipHazard, TipNote, Verification
from tipoffs.tips.outside import Decision, awaited, find_review
from tipoffs.tips.refusals import NotClosed
from tipoffs.tips.status import TipAction, TipState
from tipoffs.tips.verifying import handled_with

_TOOK_PART = frozenset(
    {
        TipAction.DECLINE,
        TipAction.VERIFY,
        TipAction.CO_SIGN,
        TipAction.SIGN_UNFOUNDED,
        TipAction.SIGN_VERIFIED,
        TipAction.SIGN_PARTLY,
        TipAction.UPHOLD,
        TipAction.REDO,
        TipAction.ADMIT,
    }
)
_REVIEWING = {"upheld": TipAction.UPHOLD, "redone": TipAction.REDO, "admitted": TipAction.ADMIT}


class AnswerVerbs(DispatchVerbs, ReferralVerbs):
    """The verbs from the answer to the archive."""

    def answer(
        self,
        session: Session,
        number: str,
        parts: AnswerParts,
        actor: Actor,
        now: datetime,
        *,
        rewards: Mapping[str, str] | None = None,
    ) -> Tip:
        """Answer in the four mandatory parts; what is merged into it is answered with it.

        ``rewards`` holds the part on the reward for each merged tip, by number: only the first effective
        report is rewarded, so it is never the same sentence for all.
        """
        with self.opened(session, number, actor, now) as (steps, tip):
            unsettled = tuple(unsettled_hazards(session, number))
            self._answer(steps, Facts(tip, actor, now, parts=parts, unsettled=unsettled))
            for follower in followers_of(session, number):
                reward = (rewards or {}).get(follower.number, "")
                facts = Facts(follower, actor, now, parts=replace(parts, reward=reward), master=tip)
                follower.finding = tip.finding
                self._answer(steps, facts)
                _link_hazards(session, number, follower.number, actor, now)
            return tip

    def object(self, session: Session, number: str, words: str, actor: Actor, now: datetime) -> Tip:
        """The reporter does not agree, within ten days; others decide within thirty (应急〔2023〕106号)."""
        with self.opened(session, number, actor, now) as (steps, tip):
            against = tip.state
            event = take(steps, TipAction.OBJECT, Facts(tip, actor, now))
            self.keep_words(steps, tip, Statement.OBJECTED, words)
            self.office.clocks.stop(session, number, ClockKind.OBJECT, now)
            decide_by = self.office.clocks.start(session, number, ClockKind.REVIEW, now)
            session.add(
                Objection(tip=number, round=tip.round, against=against, raised_at=now, decide_by=decide_by)
            )
            tell(steps, event, "objected", {"until": last_day(decide_by)})
            return tip

    def re_review(
        self,
        session: Session,
        number: str,
        outcome: str,
        actor: Actor,
        now: datetime,
        reason: str,
        *,
        decision: Decision | None = None,
    ) -> Tip:
        """Decide an objection: ``upheld``, ``redone`` or ``admitted``.

        By somebody who had no part before, and who stands above the unit that verified where the region tree
        or the division of duties knows such a level (应急〔2023〕106号). Where only an authority outside
        stands above, its ``decision`` is entered, by somebody who had no part either.
        """
        with self.opened(session, number, actor, now, from_above=True) as (steps, tip):
            objection, above = open_objection(session, number), self.office.above(session, tip)
            review = find_review(session, objection)
            facts = Facts(
                tip,
                actor,
                now,
                reason=reason,
                awaits=awaited(self.office.authority(session, tip), review, decision),
                objection=objection,
                had_a_part=had_a_part(session, tip),
                stands_above=above is None or above.includes(actor, self.office.regions),
            )
            if review is not None and decision is not None:
                self.enter_decision(steps, tip, review, decision)
            event = take(steps, _REVIEWING[outcome], facts)
            assert objection is not None
            objection.outcome, objection.reviewer = _REVIEWING[outcome], actor.id
            objection.reason, objection.decided_at = reason, now
            self.office.clocks.stop(session, number, ClockKind.REVIEW, now)
            fields = {"reason": reason}
            if review is not None and decision is not None:
                fields["reason"] = f"{reason}（{review.authority}复查，{review.document}）"
            if outcome == "upheld":
                self._end(session, tip, now)
            elif outcome == "redone":
                self._begin_round(steps, tip)
            else:
                tip.decline_code = None
                self.begin_answer_time(session, tip, now)
                assert tip.answer_by is not None
                fields["until"] = last_day(tip.answer_by)
            tell(steps, event, outcome, fields)
            return tip

    def close(self, session: Session, number: str, actor: Actor, now: datetime) -> Tip:
        """办结: the time for an objection is over, or the reporter is content; also after a transfer."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.CLOSE, Facts(tip, actor, now), told="closed")
            self._end(session, tip, now)
            return tip

    def reopen(self, session: Session, number: str, actor: Actor, now: datetime, reason: str) -> Tip:
        """The supervisor has a closed case verified anew, by others."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.REOPEN, Facts(tip, actor, now, reason=reason), told="reopened")
            tip.closed_at = None
            self.office.safe.reopen_case(session, number)
            self._begin_round(steps, tip)
            return tip

    def archive(self, session: Session, number: str, actor: Actor, now: datetime) -> Tip:
        """Archive a tip (归档); nothing follows after it."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.ARCHIVE, Facts(tip, actor, now))
            self.office.clocks.stop_all(session, number, now)
            return tip

    def call_back(self, session: Session, number: str, note: str, actor: Actor, now: datetime) -> TipNote:
        """回访 of a closed case: what the reporter said of it, kept as a note for staff."""
        with self.opened(session, number, actor, now) as (steps, tip):
            actor.require(Permission.TIPS_CLOSE)
            if tip.state is not TipState.CLOSED:
                raise NotClosed
            kept = TipNote(tip=number, author=actor.id, text=masked(f"回访：{note}"), at=now)
            session.add(kept)
            self.office.clocks.stop(session, number, ClockKind.FOLLOW_UP, now)
            steps.record("tips.call_back", f"tip:{number}")
            return kept

    def withdraw(self, session: Session, number: str, actor: Actor, now: datetime) -> Tip:
        """The reporter takes it back before the answer; hazards that came out of it go on regardless."""
        with self.opened(session, number, actor, now) as (steps, tip):
            take(steps, TipAction.WITHDRAW, Facts(tip, actor, now), told="withdrawn")
            self.office.clocks.stop_all(session, number, now)
            self._over(session, tip, now)
            self.leave_lead(steps, tip)
            self.hand_over_lead(steps, tip, "主件已撤回")
            return tip

    def _answer(self, steps: Steps, facts: Facts) -> None:
        tip, parts, session, now = facts.tip, facts.parts, steps.session, steps.now
        event = take(steps, TipAction.ANSWER, facts)
        assert tip.finding is not None
        assert parts is not None
        self.office.clocks.stop_all(session, tip.number, now)
        until = self.office.clocks.start(session, tip.number, ClockKind.OBJECT, now)
        tip.answered_at, tip.object_until = now, until
        session.add(
            TipAnswer(
                tip=tip.number,
                round=tip.round,
                conclusion=conclusion_of(tip.finding),
                account=parts.account,
                decision=parts.decision,
                reward=parts.reward,
                answered_by=facts.actor.id,
                answered_at=now,
                object_until=until,
            )
        )
        tell(steps, event, "answered", {"until": last_day(until)})

    def _begin_round(self, steps: Steps, tip: Tip) -> None:
        session, now = steps.session, steps.now
        self.leave_lead(steps, tip)
        tip.round += 1
        tip.finding = None
        tip.answer_by = self.office.clocks.start(session, tip.number, ClockKind.ANSWER, now)
        self.begin_verifying_time(session, tip, now)

    def _over(self, session: Session, tip: Tip, now: datetime) -> None:
        tip.closed_at = now
        self.office.safe.close_case(session, tip.number, now)

    def _end(self, session: Session, tip: Tip, now: datetime) -> None:
        self._over(session, tip, now)
        self.office.clocks.stop_all(session, tip.number, now)
        self.office.clocks.start(session, tip.number, ClockKind.FOLLOW_UP, now)


def _link_hazards(session: Session, master: str, follower: str, actor: Actor, now: datetime) -> None:
    """Link the hazards of a tip to one that was merged into it, each once."""
    for code in hazards_of(session, master):
        if session.get(TipHazard, (follower, code)) is None:
            session.add(TipHazard(tip=follower, hazard=code, linked_by=actor.id, linked_at=now))


def unsettled_hazards(session: Session, number: str) -> list[str]:
    """The linked hazards that are neither delisted nor have a signed plan."""
    query = (
        select(Hazard.code)
        .join(TipHazard, TipHazard.hazard == Hazard.code)
        .where(
            TipHazard.tip == number,
            Hazard.plan_signed_at.is_(None),
            Hazard.state.not_in((HazardState.DELISTED, HazardState.RECURRED)),
        )
        .order_by(Hazard.code)
    )
    return list(session.scalars(query))


def had_a_part(session: Session, tip: Tip) -> frozenset[str]:
    """Who declined, verified, signed or reviewed the tip, or the one it was answered with."""
    numbers = {tip.number} | handled_with(session, tip)
    people = {
        event.actor
        for number in numbers
        for event in history(session, number)
        if event.action in _TOOK_PART and event.actor_kind is not SYSTEM_ACTOR.kind
    }
    seconds = session.scalars(select(Verification.second_verifier).where(Verification.tip.in_(numbers)))
    return frozenset(people | set(seconds))
