"""Verifying: two look and write it down, a leader signs, hazards come out of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.masking import masked_for_sharing
from core.optimistic_locking import require_read
from staff.actors import Actor
from tipoffs.hazards.files import get_hazard
from tipoffs.hazards.refusals import NoRegion
from tipoffs.hazards.services import NewHazard, hazard_from, hazard_tree
from tipoffs.notices import last_day
from tipoffs.permissions import Permission
from tipoffs.ports import ClockKind, Extension
from tipoffs.steps import Steps
from tipoffs.tips.files import SYSTEM_ACTOR, present_verification, take, tell
from tipoffs.tips.guards import Facts
from tipoffs.tips.models import Finding, Statement, Tip, TipHazard, TipMerge, Verification
from tipoffs.tips.refusals import HazardWordsCopied
from tipoffs.tips.status import TipAction
from tipoffs.tips.summaries import require_own_words
from tipoffs.tips.verbs import TipVerbs


@dataclass(frozen=True, slots=True)
class Record:
    """What two verifiers write down; ``found`` are new hazards or codes of hazards known already."""

    finding: Finding
    record: str
    inspected_at: datetime
    second_verifier: str
    evidence: tuple[str, ...] = ()
    found: tuple[NewHazard | str, ...] = ()


_SIGNING = {
    Finding.UNFOUNDED: TipAction.SIGN_UNFOUNDED,
    Finding.VERIFIED: TipAction.SIGN_VERIFIED,
    Finding.PARTLY_VERIFIED: TipAction.SIGN_PARTLY,
}


class VerificationVerbs(TipVerbs):
    """The verbs between the arrival of the verifiers and the signature of the leader."""

    def verify(self, session: Session, number: str, record: Record, actor: Actor, now: datetime) -> Tip:
        """Write the record of the verification (安全生产法 第七十三条) in place of an unsigned one.

        What becomes a hazard is read by the unit and the enterprise, as a summary is: ``HazardWordsCopied``
        where a stretch of it is the reporter's own wording.
        """
        with self.opened(session, number, actor, now) as (steps, tip):
            for code in (one for one in record.found if isinstance(one, str)):
                get_hazard(session, code)
            if any(not one.region for one in record.found if isinstance(one, NewHazard)):
                # Found out at the signature, it would come too late: two have confirmed by then.
                raise NoRegion
            found = self._told_anew(session, tip, record, actor, now)
            written = Verification(
                tip=number,
                round=tip.round,
                finding=record.finding,
                record=record.record,
                inspected_at=record.inspected_at,
                evidence=list(record.evidence),
                found=[{"code": one} if isinstance(one, str) else hazard_tree(one) for one in found],
                verifier=actor.id,
                second_verifier=record.second_verifier,
                written_at=now,
            )
            facts = Facts(
                tip,
                actor,
                now,
                verification=written,
                earlier_verifiers=earlier_verifiers(session, tip),
            )
            earlier = present_verification(session, tip)
            take(steps, TipAction.VERIFY, facts, detail={"finding": record.finding.value})
            if earlier is not None:
                earlier.sent_back_reason = "已由新的核查材料代替"
            session.add(written)
            return tip

    def _told_anew(
        self, session: Session, tip: Tip, record: Record, actor: Actor, now: datetime
    ) -> list[NewHazard | str]:
        """What was found, without numbers of people."""
        new = [one for one in record.found if isinstance(one, NewHazard)]
        # Who may not read the words cannot repeat them.
        may_have_read = bool(new) and actor.may(Permission.TIPS_READ_WORDS)
        for said in self.words_of(session, tip, actor) if may_have_read else ():
            for one in new if said.statement is not Statement.PLACE else ():
                names = (one.object_name, one.address, tip.object_name, tip.address)
                require_own_words(one.description, said.words, names, HazardWordsCopied)
        return [one if isinstance(one, str) else _without_numbers(one) for one in record.found]

    def co_sign(
        self, session: Session, number: str, actor: Actor, now: datetime, seen: str | None = None
    ) -> Tip:
        """The second verifier confirms the record; ``seen`` is the fingerprint of the number of the one that
        was read.
        """
        with self.opened(session, number, actor, now) as (steps, tip):
            written = present_verification(session, tip)
            take(steps, TipAction.CO_SIGN, Facts(tip, actor, now, verification=written))
            assert written is not None
            require_read(seen, written.id)
            written.co_signed_at = now
            return tip

    def send_back(self, session: Session, number: str, actor: Actor, now: datetime, reason: str) -> Tip:
        """The leader wants the record mended."""
        with self.opened(session, number, actor, now) as (steps, tip):
            written = present_verification(session, tip)
            take(steps, TipAction.SEND_BACK, Facts(tip, actor, now, reason=reason, verification=written))
            assert written is not None
            written.sent_back_reason = reason
            return tip

    def extend(
        self,
        session: Session,
        number: str,
        days: int,
        actor: Actor,
        now: datetime,
        reason: str,
        *,
        asked_by: str = "",
    ) -> Tip:
        """延期, once, at most thirty days; the reporter is told until when and why.

        Whose approval it takes (本机关负责人 or the level above) is a matter of who has ``tips.extend``;
        ``asked_by`` is the login of whoever asked for it.
        """
        with self.opened(session, number, actor, now) as (steps, tip):
            facts = Facts(tip, actor, now, reason=reason, days=days)
            event = take(steps, TipAction.EXTEND, facts, detail={"days": days})
            tip.is_extended = True
            extension = Extension(days, actor, asked_by, reason)
            tip.answer_by = self.office.clocks.extend(session, number, ClockKind.ANSWER, extension, now)
            tell(steps, event, "extended", {"until": last_day(tip.answer_by), "reason": reason})
            return tip

    def sign_off(
        self, session: Session, number: str, actor: Actor, now: datetime, seen: str | None = None
    ) -> Tip:
        """The leader signs what was found; hazards that came out of it enter the register.

        A tip that was verified goes on to the follow-up of its hazards by itself. ``seen`` as of ``co_sign``.
        """
        with self.opened(session, number, actor, now) as (steps, tip):
            written = present_verification(session, tip)
            if written is None:
                # Any of the three steps says what is missing.
                take(steps, TipAction.SIGN_UNFOUNDED, Facts(tip, actor, now))
                raise NotFound
            require_read(seen, written.id)
            action = _SIGNING[written.finding]
            take(steps, action, Facts(tip, actor, now, verification=written), told="signed")
            written.leader, written.signed_at = actor.id, now
            tip.finding = written.finding
            self.office.clocks.stop(session, number, ClockKind.VERIFY, now)
            self.office.clocks.start(session, number, ClockKind.SEND_ANSWER, now)
            if written.finding is not Finding.UNFOUNDED:
                for tree in written.found:
                    self._link(steps, tip, self._registered(steps, tip, written, tree))
                take(steps, TipAction.TRACK, Facts(tip, SYSTEM_ACTOR, now), told="in_remedy")
            return tip

    def link(self, session: Session, number: str, code: str, actor: Actor, now: datetime) -> Tip:
        """Say that a tip also points at a hazard that is in the register."""
        with self.opened(session, number, actor, now) as (steps, tip):
            actor.require(Permission.HAZARDS_REGISTER)
            self._link(steps, tip, get_hazard(session, code).code)
            steps.record("tips.link", f"tip:{number}", detail={"hazard": code})
            return tip

    def _registered(self, steps: Steps, tip: Tip, written: Verification, tree: dict[str, Any]) -> str:
        if set(tree) == {"code"}:
            return str(tree["code"])
        new = replace(
            hazard_from(tree),
            excluded_units=tuple(tip.named_units),
            excluded_officers=tuple(tip.named_officers),
        )
        return self.office.hazards.add(steps, new, [written.verifier, written.second_verifier]).code

    def _link(self, steps: Steps, tip: Tip, code: str) -> None:
        if steps.session.get(TipHazard, (tip.number, code)) is None:
            steps.session.add(
                TipHazard(tip=tip.number, hazard=code, linked_by=steps.actor.id, linked_at=steps.now)
            )


def handled_with(session: Session, tip: Tip) -> set[str]:
    """The numbers of the tips that this one was ever merged into."""
    return set(session.scalars(select(TipMerge.master).where(TipMerge.tip == tip.number)))


def earlier_verifiers(session: Session, tip: Tip) -> frozenset[str]:
    """Who verified before a review had it done again, here or in the tip it was answered with."""
    if tip.round == 1:
        return frozenset()
    query = select(Verification.verifier, Verification.second_verifier).where(
        or_(
            and_(Verification.tip == tip.number, Verification.round < tip.round),
            Verification.tip.in_(handled_with(session, tip)),
        )
    )
    return frozenset(name for pair in session.execute(query) for name in pair)


def _without_numbers(new: NewHazard) -> NewHazard:
    return replace(
        new,
        address=masked_for_sharing(new.address),
        object_name=masked_for_sharing(new.object_name),
        description=masked_for_sharing(new.description),
    )
