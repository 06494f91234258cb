"""What must hold beyond the state of a hazard: one check for each guard of the table. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.clock import china_date
from core.errors import NoReason
from staff.actors import Actor
from tipoffs.conflicts import Excluded
from tipoffs.hazards.models import (
    Hazard,
    HazardEnforcement,
    HazardExtension,
    HazardLevel,
    HazardListing,
)
from tipoffs.hazards.refusals import (
    AlreadyAsked,
    AskedTooLate,
    CaseOpen,
    NoCase,
    NoClause,
    NoEvidence,
    NoLeaderNamed,
    NothingAsked,
    NothingToPublish,
    NotMajor,
    NotTheSame,
    PlanIncomplete,
    SamePerson,
)
from tipoffs.hazards.status import HazardGuard

# Qingdao's rule for listed hazards, taken over as the default; the bureau's 法规科 confirms it.
EXTENSION_ASKED_WORKDAYS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """五落实 of an order: 责任人、措施、资金、期限、预案 (安委〔2024〕7号).

    Money is in fen, 0 where none is needed.
    """

    responsible: str
    measures: str
    funds_fen: int
    due_on: date
    contingency: str

    def is_complete(self, today: date) -> bool:
        """Whether all five are there and the time is not over already."""
        written = all(text.strip() for text in (self.responsible, self.measures, self.contingency))
        return written and self.funds_fen >= 0 and self.due_on > today


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the guards look at in one step."""

    hazard: Hazard
    actor: Actor
    now: datetime
    reason: str = ""
    clause: str = ""
    plan: Plan | None = None
    department: str = ""
    fixers: tuple[str, ...] = ()
    leader: str = ""
    listing: HazardListing | None = None
    delisting: bool = False
    extension: HazardExtension | None = None
    workdays_left: int = 0
    evidence: tuple[str, ...] = field(default=())
    enforcement: HazardEnforcement | None = None
    successor: Hazard | None = None


def _reason(facts: Facts) -> None:
    if not facts.reason.strip():
        raise NoReason


def _clause(facts: Facts) -> None:
    if not facts.clause.strip():
        raise NoClause


def _five_parts(facts: Facts) -> None:
    if facts.plan is None or not facts.plan.is_complete(china_date(facts.now)):
        raise PlanIncomplete


def _not_excluded(facts: Facts) -> None:
    if facts.department in facts.hazard.excluded_units:
        raise Excluded
    if set(facts.fixers) & set(facts.hazard.excluded_officers):
        raise Excluded


def _is_major(facts: Facts) -> None:
    if facts.hazard.level is not HazardLevel.MAJOR:
        raise NotMajor


def _named_leader(facts: Facts) -> None:
    if not facts.leader.strip():
        raise NoLeaderNamed


def _is_listed(facts: Facts) -> None:
    listing = facts.listing
    done = listing and (listing.delisting_published_at if facts.delisting else listing.published_at)
    if listing is None or done is not None:
        raise NothingToPublish


def _in_time(facts: Facts) -> None:
    if facts.workdays_left < EXTENSION_ASKED_WORKDAYS:
        raise AskedTooLate


def _asked(facts: Facts) -> None:
    if facts.extension is None:
        raise NothingAsked


def _none_asked(facts: Facts) -> None:
    if facts.extension is not None:
        raise AlreadyAsked


def _after_evidence(facts: Facts) -> None:
    if not any(name.strip() for name in facts.evidence):
        raise NoEvidence


def _not_fixer(facts: Facts) -> None:
    if facts.actor.id in facts.hazard.fixers:
        raise SamePerson


def _not_finder(facts: Facts) -> None:
    # For an order, whoever is to repair; for a claim or a look, whoever acts. Ordering is not repairing.
    people = (facts.actor.id,) if facts.plan is None else facts.fixers
    if set(people) & set(facts.hazard.finders):
        raise SamePerson


def _has_case(facts: Facts) -> None:
    if facts.enforcement is None:
        raise NoCase


def _no_case(facts: Facts) -> None:
    if facts.enforcement is not None:
        raise CaseOpen


def _same_place_and_kind(facts: Facts) -> None:
    successor = facts.successor
    if (
        successor is None
        or successor.code == facts.hazard.code
        or (successor.category, successor.region) != (facts.hazard.category, facts.hazard.region)
    ):
        raise NotTheSame


CHECKS: Mapping[HazardGuard, Callable[[Facts], None]] = {
    HazardGuard.REASON: _reason,
    HazardGuard.CLAUSE: _clause,
    HazardGuard.FIVE_PARTS: _five_parts,
    HazardGuard.NOT_EXCLUDED: _not_excluded,
    HazardGuard.IS_MAJOR: _is_major,
    HazardGuard.NAMED_LEADER: _named_leader,
    HazardGuard.IS_LISTED: _is_listed,
    HazardGuard.IN_TIME: _in_time,
    HazardGuard.ASKED: _asked,
    HazardGuard.NONE_ASKED: _none_asked,
    HazardGuard.AFTER_EVIDENCE: _after_evidence,
    HazardGuard.NOT_FIXER: _not_fixer,
    HazardGuard.NOT_FINDER: _not_finder,
    HazardGuard.HAS_CASE: _has_case,
    HazardGuard.NO_CASE: _no_case,
    HazardGuard.SAME_PLACE_AND_KIND: _same_place_and_kind,
}
"""A guard of the table without a check here would be a promise nobody keeps; a test compares both."""
