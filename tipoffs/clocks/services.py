"""Starts, pauses, extends and stops the clocks of cases."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from places.calendar import load_workdays
from places.workdays import Workdays
from staff import audit
from staff.actors import ActorKind, NotPermitted
from tipoffs.clocks.deadlines import deadline
from tipoffs.clocks.models import CaseClock, ClockFiring, ClockPause
from tipoffs.clocks.reminders import Step, next_at, steps
from tipoffs.clocks.rules import ClockRule, ClockRules
from tipoffs.ports import Extension


class AlreadyRunning(RuleViolation):
    """The case has an open clock of this kind."""

    sentence = "这一项的期限已经在计算了。"


class ClockStopped(RuleViolation):
    """The clock has been stopped."""

    sentence = "这一项已经办结，期限不能再改。"


class NotPaused(RuleViolation):
    """The clock runs; or it is paused already."""

    sentence = "期限现在不是这个状态，请刷新后再试。"


class NotExtendable(RuleViolation):
    """The extension breaks a rule; the sentence says which."""

    sentence = "这一项的期限不能延长。"


class ClockService:
    """The verbs on clocks; whoever calls has checked who may use them, except for extensions."""

    def __init__(self, rules: ClockRules) -> None:
        self._rules = rules

    def rule(self, kind: str) -> ClockRule:
        """The rule of a kind of clock; ``NotFound`` for an unknown one."""
        found = self._rules.get(kind)
        if found is None:
            raise NotFound(f"没有“{kind}”这一种期限。")
        return found

    def start(
        self,
        session: Session,
        case_number: str,
        kind: str,
        now: datetime,
        *,
        department: str = "",
        length: int | None = None,
        is_urgent: bool | None = None,
    ) -> CaseClock:
        """Start a clock; ``length`` overrides the rule, as a written order may."""
        rule = self.rule(kind)
        if self.find_open(session, case_number, kind) is not None:
            raise AlreadyRunning
        clock = CaseClock(
            case_number=case_number,
            kind=kind,
            department=department,
            unit=rule.unit,
            length=rule.length if length is None else length,
            is_urgent=rule.is_urgent if is_urgent is None else is_urgent,
            started_at=now,
            is_provisional=False,
            extended_by=0,
            extension_asked_by="",
            extension_approver="",
            extension_reason="",
        )
        session.add(clock)
        session.flush()
        self._count(session, clock, load_workdays(session))
        return clock

    def find_open(self, session: Session, case_number: str, kind: str) -> CaseClock | None:
        """The open clock of a kind."""
        return session.scalar(
            select(CaseClock).where(
                CaseClock.case_number == case_number, CaseClock.kind == kind, CaseClock.stopped_at.is_(None)
            )
        )

    def pause(self, session: Session, clock_id: int, reason: str, now: datetime) -> CaseClock:
        """Let the clock stand still; ``reason`` is shown to the reporter."""
        clock = self._locked(session, clock_id)
        if clock.paused_at is not None:
            raise NotPaused
        if clock.due_at is not None and now >= clock.due_at:
            raise NotPaused("期限已经过了，不能再暂停。")
        clock.paused_at = now
        clock.pauses.append(ClockPause(clock_id=clock.id, since=now, reason=reason[:200]))
        session.flush()
        self._count(session, clock, load_workdays(session))
        return clock

    def resume(self, session: Session, clock_id: int, now: datetime) -> CaseClock:
        """Let the clock run on."""
        clock = self._locked(session, clock_id)
        if clock.paused_at is None:
            raise NotPaused
        clock.paused_at = None
        clock.pauses[-1].until = now
        session.flush()
        self._count(session, clock, load_workdays(session))
        return clock

    def extend(self, session: Session, clock_id: int, extension: Extension, now: datetime) -> CaseClock:
        """Make the clock longer, once: approved by the role that the rule names, with a reason.

        The reason is owed to the reporter (安监总财〔2018〕19号 第十条第六项); the caller tells it.
        """
        clock = self._locked(session, clock_id)
        rule = self.rule(clock.kind).extension
        if rule is None:
            raise NotExtendable
        approver, reason = extension.approver, extension.reason.strip()
        if approver.kind is not ActorKind.STAFF or rule.approver not in approver.roles:
            raise NotPermitted
        if approver.id == extension.asked_by:
            raise NotExtendable("申请延期和批准延期的不能是同一个人。")
        if not reason:
            raise NotExtendable("延期要写明理由，并告知举报人。", "reason")
        if clock.extended_at is not None:
            raise NotExtendable("只能延期一次。")
        if not 1 <= extension.length <= rule.most:
            raise NotExtendable(f"最多延长{rule.most}{clock.unit.label}。", "days")
        if clock.due_at is not None and now >= clock.due_at:
            raise NotExtendable("期限已经过了，不能再延期。")
        clock.extended_by, clock.extended_at = extension.length, now
        clock.extension_asked_by, clock.extension_approver = extension.asked_by, approver.id
        clock.extension_reason = reason
        self._count(session, clock, load_workdays(session))
        audit.record(
            session,
            actor=approver,
            action="clocks.extend",
            subject=f"case:{clock.case_number}",
            now=now,
            reason=reason,
            detail={"kind": clock.kind, "by": extension.length, "asked_by": extension.asked_by},
        )
        return clock

    def stop(self, session: Session, clock_id: int, now: datetime) -> CaseClock:
        """The step is done, or not owed any more: from now on the clock says nothing."""
        clock = self._locked(session, clock_id)
        self._stop(clock, now)
        session.flush()
        return clock

    def stop_all(self, session: Session, case_number: str, now: datetime) -> Sequence[CaseClock]:
        """Stop every open clock of a case that is over."""
        clocks = session.scalars(
            select(CaseClock)
            .where(CaseClock.case_number == case_number, CaseClock.stopped_at.is_(None))
            .order_by(CaseClock.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        for clock in clocks:
            self._stop(clock, now)
        session.flush()
        return clocks

    def recount(self, session: Session, clock_id: int) -> CaseClock | None:
        """Count an open clock anew, after the calendar of working days changed; None if it did not move."""
        clock = session.scalar(
            select(CaseClock)
            .where(CaseClock.id == clock_id, CaseClock.stopped_at.is_(None))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if clock is None:
            return None
        before = clock.due_at
        self._count(session, clock, load_workdays(session))
        return clock if clock.due_at != before else None

    def steps_of(self, clock: CaseClock, workdays: Workdays) -> list[Step]:
        """Every step of the clock as it stands."""
        term = clock.term
        return steps(
            self.rule(clock.kind),
            term,
            deadline(term, workdays),
            workdays,
            measured_from=clock.measured_from,
            is_urgent=clock.is_urgent,
        )

    def fired(self, session: Session, clock: CaseClock) -> set[str]:
        """The steps of the present round that fired already."""
        firings = select(ClockFiring.step).where(
            ClockFiring.clock_id == clock.id, ClockFiring.round == clock.round
        )
        return set(session.scalars(firings))

    def _count(self, session: Session, clock: CaseClock, workdays: Workdays) -> None:
        end = deadline(clock.term, workdays)
        clock.due_at, clock.last_day = end.due_at, end.last_day
        clock.is_provisional = end.is_provisional
        clock.next_at = None
        if clock.paused_at is None:
            clock.next_at = next_at(self.steps_of(clock, workdays), self.fired(session, clock))
        session.flush()

    @staticmethod
    def _stop(clock: CaseClock, now: datetime) -> None:
        clock.stopped_at = now
        clock.is_late = clock.due_at is not None and now >= clock.due_at
        clock.next_at = None
        if clock.paused_at is not None:
            clock.pauses[-1].until = now
            clock.paused_at = None

    @staticmethod
    def _locked(session: Session, clock_id: int) -> CaseClock:
        clock = session.scalar(
            select(CaseClock)
            .where(CaseClock.id == clock_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if clock is None:
            raise NotFound
        if clock.stopped_at is not None:
            raise ClockStopped
        return clock
