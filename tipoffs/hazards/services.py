"""The verbs of the office for a hazard, from registration to 销号."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.clock import china_date, end_of
from core.optimistic_locking import require_read
from staff.actors import Actor
from staff.audit import AuditLog
from staff.reach import Regions, require_within
from tipoffs.conflicts import require_not_named
from tipoffs.hazards.code import HazardCode
from tipoffs.hazards.files import (
    get_hazard,
    keep_evidence,
    listing_of,
    newest_order,
    note,
    open_enforcement,
    take,
)
from tipoffs.hazards.guards import Facts, Plan
from tipoffs.hazards.models import (
    EvidenceStage,
    Hazard,
    HazardEnforcement,
    HazardLevel,
    HazardLevelChange,
    HazardOrder,
    HazardReinspection,
    HazardSource,
)
from tipoffs.hazards.numbering import next_number
from tipoffs.hazards.refusals import NoRegion, NotTheSame
from tipoffs.hazards.status import HazardAction, HazardState
from tipoffs.permissions import Permission
from tipoffs.ports import ClockKind, Clocks, Notices
from tipoffs.steps import Steps, flush


@dataclass(frozen=True, slots=True)
class NewHazard:
    """What is known of a hazard when it is registered; every word is written by staff."""

    region: str
    category: str
    level: HazardLevel
    source: HazardSource
    address: str
    object_name: str
    description: str
    latitude: float | None = None
    longitude: float | None = None
    before: tuple[str, ...] = ()
    excluded_units: tuple[str, ...] = ()
    excluded_officers: tuple[str, ...] = ()


def hazard_tree(new: NewHazard) -> dict[str, Any]:
    """``new`` as it is kept in a record until a leader has signed it."""
    return asdict(new) | {"level": new.level.value, "source": new.source.value}


def hazard_from(tree: Mapping[str, Any]) -> NewHazard:
    """What ``hazard_tree`` was handed."""
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in tree.items()
    }
    # By value: mypy would have a member made from its value and its label.
    levels = {level.value: level for level in HazardLevel}
    sources = {source.value: source for source in HazardSource}
    return NewHazard(**fields | {"level": levels[tree["level"]], "source": sources[tree["source"]]})


class HazardService:
    """Registers, grades, orders, looks again and delists; listing and extensions are in ``supervising``.

    Every verb looks at the scope of the actor, then at the table, then at the guards.
    """

    def __init__(
        self,
        audit: AuditLog,
        notices: Notices,
        clocks: Clocks,
        regions: Regions,
        industry_number: Callable[[str], str] = str,
    ) -> None:
        """``industry_number`` gives the two digits of an industry in the code of a hazard."""
        self._audit = audit
        self._notices = notices
        self._clocks = clocks
        self._regions = regions
        self._industry_number = industry_number

    def register(
        self, session: Session, new: NewHazard, finders: Collection[str], actor: Actor, now: datetime
    ) -> Hazard:
        """Give a hazard its code and write it into the register."""
        actor.require(Permission.HAZARDS_REGISTER)
        require_within(actor, self._regions, new.region)
        with self._steps(session, actor, now) as steps:
            return self.add(steps, new, finders)

    def add(
        self, steps: Steps, new: NewHazard, finders: Collection[str], recurs: str | None = None
    ) -> Hazard:
        """The same as part of another verb, which has asked for its own permission."""
        on = china_date(steps.now)
        if not new.region:
            raise NoRegion
        county = new.region[:6]
        serial = next_number(steps.session, f"hazard:{county}:{on:%Y%m%d}")
        industry = self._industry_number(new.category)
        code = HazardCode(county, industry, new.level.number, new.source.number, on, serial)
        hazard = Hazard(
            code=str(code),
            version=0,
            state=HazardState.REGISTERED,
            level=new.level,
            source=new.source,
            category=new.category,
            region=new.region,
            address=new.address,
            latitude=new.latitude,
            longitude=new.longitude,
            object_name=new.object_name,
            description=new.description,
            finders=sorted(set(finders)),
            fixers=[],
            excluded_units=sorted(set(new.excluded_units)),
            excluded_officers=sorted(set(new.excluded_officers)),
            failed_reinspections=0,
            is_listed=False,
            recurs=recurs,
            registered_at=steps.now,
        )
        steps.session.add(hazard)
        note(steps, hazard, HazardAction.REGISTER, None, "", {"level": new.level.value})
        # The row must be there before others point at it.
        flush(steps.session)
        keep_evidence(steps, hazard, EvidenceStage.BEFORE, new.before)
        return hazard

    def grade(
        self,
        session: Session,
        code: str,
        level: HazardLevel,
        clause: str,
        actor: Actor,
        now: datetime,
        reason: str = "",
    ) -> Hazard:
        """Say how bad it is and by which clause; later changes need a reason and keep the code."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            again = hazard.state is not HazardState.REGISTERED
            action = HazardAction.REGRADE if again else HazardAction.GRADE
            take(
                steps,
                action,
                Facts(hazard, actor, now, reason=reason, clause=clause),
                {"from": hazard.level.value, "to": level.value},
            )
            hazard.level, hazard.clause = level, clause
            change = HazardLevelChange(
                hazard=code, level=level, clause=clause, reason=reason, actor=actor.id, at=now
            )
            session.add(change)
            return hazard

    def order(
        self,
        session: Session,
        code: str,
        plan: Plan,
        department: str,
        fixers: Collection[str],
        actor: Actor,
        now: datetime,
    ) -> Hazard:
        """责令限期整改: draft the order with its 五落实; it runs when a leader has signed it.

        ``fixers`` are the logins of those who answer for the repair at ``department``.
        """
        with self._opened(session, code, actor, now) as (steps, hazard):
            facts = Facts(hazard, actor, now, plan=plan, department=department, fixers=tuple(fixers))
            take(steps, HazardAction.ORDER, facts, {"department": department, "due_on": str(plan.due_on)})
            hazard.department, hazard.fixers = department, sorted(set(fixers))
            order = HazardOrder(
                hazard=code,
                responsible=plan.responsible,
                measures=plan.measures,
                funds_fen=plan.funds_fen,
                due_on=plan.due_on,
                contingency=plan.contingency,
                department=department,
                ordered_by=actor.id,
                ordered_at=now,
            )
            session.add(order)
            return hazard

    def sign_order(
        self, session: Session, code: str, actor: Actor, now: datetime, seen: str | None = None
    ) -> Hazard:
        """The responsible leader signs the measures (安全生产法 第七十三条); the time for repair begins.

        ``seen`` is the fingerprint of the number of the order that was read; ``ChangedSinceRead`` if there
        is another by now.
        """
        with self._opened(session, code, actor, now) as (steps, hazard):
            take(steps, HazardAction.SIGN_ORDER, Facts(hazard, actor, now))
            order = newest_order(session, code)
            require_read(seen, order.id)
            order.signed_by, order.signed_at = actor.id, now
            hazard.plan_signed_at = now
            hazard.due_at = end_of(order.due_on)
            self._clocks.start(
                session, code, ClockKind.FIX, now, category=hazard.category, until=hazard.due_at
            )
            return hazard

    def claim_fixed(
        self, session: Session, code: str, after: Sequence[str], actor: Actor, now: datetime, reason: str = ""
    ) -> Hazard:
        """Say that it is repaired, and show it: ``after`` names pictures or papers in the evidence store."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            take(
                steps,
                HazardAction.CLAIM_FIXED,
                Facts(hazard, actor, now, reason=reason, evidence=tuple(after)),
                {"round": hazard.failed_reinspections + 1, "evidence": len(after)},
            )
            hazard.fixers = sorted({*hazard.fixers, actor.id})
            keep_evidence(steps, hazard, EvidenceStage.AFTER, after)
            return hazard

    def reinspect(
        self,
        session: Session,
        code: str,
        passed: bool,
        record: str,
        actor: Actor,
        now: datetime,
        evidence: Sequence[str] = (),
    ) -> Hazard:
        """Look again, as somebody who neither found nor repaired it; a failure goes back and is counted."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            count = hazard.failed_reinspections + 1
            action = HazardAction.PASS if passed else HazardAction.FAIL
            take(steps, action, Facts(hazard, actor, now, reason=record), {"round": count})
            keep_evidence(steps, hazard, EvidenceStage.REINSPECTION, evidence)
            session.add(
                HazardReinspection(
                    hazard=code, round=count, inspector=actor.id, passed=passed, record=record, at=now
                )
            )
            if passed:
                hazard.fixed_at = now
            else:
                hazard.failed_reinspections = count
            return hazard

    def delist(self, session: Session, code: str, actor: Actor, now: datetime) -> Hazard:
        """销号. A listed one has then to be told to the public within five working days."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            take(steps, HazardAction.DELIST, Facts(hazard, actor, now))
            hazard.delisted_at = now
            self._clocks.stop_all(session, code, now)
            listing = listing_of(session, code)
            if hazard.is_listed and listing is not None:
                hazard.is_listed = False
                listing.delisted_at = now
                listing.unlist_by = self._clocks.start(session, code, ClockKind.PUBLISH, now)
            return hazard

    def enforce(
        self, session: Session, code: str, case_number: str, actor: Actor, now: datetime, reason: str
    ) -> Hazard:
        """Open an enforcement case (立案)."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            facts = Facts(hazard, actor, now, reason=reason, enforcement=open_enforcement(session, code))
            take(steps, HazardAction.ENFORCE, facts, {"case": case_number})
            session.add(
                HazardEnforcement(hazard=code, case_number=case_number, opened_by=actor.id, opened_at=now)
            )
            return hazard

    def resume(self, session: Session, code: str, actor: Actor, now: datetime, reason: str) -> Hazard:
        """Have the repair go on beside or after the enforcement case."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            take(steps, HazardAction.RESUME, Facts(hazard, actor, now, reason=reason))
            return hazard

    def penalise(
        self, session: Session, code: str, penalty_fen: int, decision_number: str, actor: Actor, now: datetime
    ) -> Hazard:
        """Write down the penalty that the open case ended with; the reward is worked out from it."""
        if penalty_fen < 0:
            raise ValueError("a penalty is not negative")
        with self._opened(session, code, actor, now) as (steps, hazard):
            case = open_enforcement(session, code)
            facts = Facts(hazard, actor, now, enforcement=case)
            take(steps, HazardAction.PENALISE, facts, {"penalty_fen": penalty_fen})
            assert case is not None
            case.penalty_fen, case.decision_number, case.decided_at = penalty_fen, decision_number, now
            return hazard

    def recur(
        self,
        session: Session,
        old_code: str,
        new: NewHazard,
        finders: Collection[str],
        actor: Actor,
        now: datetime,
    ) -> Hazard:
        """Register a hazard that is a delisted one come back; the old one says so from now on."""
        with self._opened(session, old_code, actor, now) as (steps, old):
            if (new.category, new.region) != (old.category, old.region):
                raise NotTheSame
            hazard = self.add(steps, new, finders, recurs=old_code)
            take(
                steps,
                HazardAction.RECUR,
                Facts(old, actor, now, successor=hazard),
                {"new": hazard.code},
            )
            return hazard

    def _steps(self, session: Session, actor: Actor, now: datetime) -> Steps:
        return Steps(session, actor, now, self._audit, self._notices)

    def _opened(self, session: Session, code: str, actor: Actor, now: datetime) -> "OpenedHazard":
        return OpenedHazard(self._steps(session, actor, now), self._regions, code)


class OpenedHazard:
    """A hazard within the actor's scope, and the steps of one verb with it."""

    def __init__(self, steps: Steps, regions: Regions, code: str) -> None:
        self._steps = steps
        self._regions = regions
        self._code = code

    def __enter__(self) -> tuple[Steps, Hazard]:
        hazard = get_hazard(self._steps.session, self._code)
        require_within(self._steps.actor, self._regions, hazard.region, hazard.department)
        require_not_named(self._steps.actor, hazard.excluded_units, hazard.excluded_officers)
        return self._steps.__enter__(), hazard

    def __exit__(self, *failure: Any) -> None:
        self._steps.__exit__(*failure)
