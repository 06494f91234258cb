"""挂牌督办 of major hazards, and more time for a repair: the verbs of those who supervise."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from core.clock import china_date, end_of
from staff.actors import Actor
from staff.audit import AuditLog
from staff.reach import Regions
from tipoffs.hazards.files import listing_of, take, waiting_extension
from tipoffs.hazards.guards import Facts
from tipoffs.hazards.models import Hazard, HazardExtension, HazardListing
from tipoffs.hazards.refusals import NotLonger
from tipoffs.hazards.services import OpenedHazard
from tipoffs.hazards.status import HazardAction
from tipoffs.ports import ClockKind, Clocks, Notices
from tipoffs.steps import Steps


class SupervisionService:
    """Lists, publishes, and decides about extensions.

    The times (published within five working days, asked twenty before the end, answered within ten) are
    Qingdao's of 2012, taken as defaults that the bureau's 法规科 confirms; their lengths are data of the
    clocks.
    """

    def __init__(self, audit: AuditLog, notices: Notices, clocks: Clocks, regions: Regions) -> None:
        self._audit = audit
        self._notices = notices
        self._clocks = clocks
        self._regions = regions

    def list_for_supervision(
        self, session: Session, code: str, leader: str, actor: Actor, now: datetime
    ) -> Hazard:
        """Put a major hazard on the board under a named leader; to be published in five working days."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            take(steps, HazardAction.LIST, Facts(hazard, actor, now, leader=leader))
            due = self._clocks.start(session, code, ClockKind.PUBLISH, now)
            listing = listing_of(session, code)
            if listing is None:
                listing = HazardListing(hazard=code, leader=leader, listed_at=now, publish_by=due)
                session.add(listing)
            else:
                listing.leader, listing.listed_at, listing.publish_by = leader, now, due
                listing.published_at = None
            hazard.is_listed = True
            return hazard

    def publish_listing(self, session: Session, code: str, actor: Actor, now: datetime) -> Hazard:
        """Note that the public has been told of the listing."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            listing = listing_of(session, code)
            take(steps, HazardAction.PUBLISH_LISTING, Facts(hazard, actor, now, listing=listing))
            assert listing is not None
            listing.published_at = now
            self._clocks.stop(session, code, ClockKind.PUBLISH, now)
            return hazard

    def publish_delisting(self, session: Session, code: str, actor: Actor, now: datetime) -> Hazard:
        """Note that the public has been told of the 销号."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            listing = listing_of(session, code)
            facts = Facts(hazard, actor, now, listing=listing, delisting=True)
            take(steps, HazardAction.PUBLISH_DELISTING, facts)
            assert listing is not None
            listing.delisting_published_at = now
            self._clocks.stop(session, code, ClockKind.PUBLISH, now)
            return hazard

    def ask_extension(
        self, session: Session, code: str, until_on: date, actor: Actor, now: datetime, reason: str
    ) -> Hazard:
        """Ask for more time, at least twenty working days before the present end."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            left = self._clocks.workdays_between(session, now, hazard.due_at) if hazard.due_at else 0
            facts = Facts(
                hazard,
                actor,
                now,
                reason=reason,
                workdays_left=left,
                extension=waiting_extension(session, code),
            )
            if hazard.due_at is not None and end_of(until_on) <= hazard.due_at:
                raise NotLonger
            take(steps, HazardAction.ASK_EXTENSION, facts, {"until_on": str(until_on)})
            due = self._clocks.start(session, code, ClockKind.ANSWER_EXTENSION, now)
            session.add(
                HazardExtension(
                    hazard=code,
                    until_on=until_on,
                    reason=reason,
                    asked_by=actor.id,
                    asked_at=now,
                    answer_by=due,
                )
            )
            return hazard

    def extend(
        self, session: Session, code: str, granted: bool, actor: Actor, now: datetime, reason: str
    ) -> Hazard:
        """Answer the waiting request; a new end counts from the moment it is granted."""
        with self._opened(session, code, actor, now) as (steps, hazard):
            asked = waiting_extension(session, code)
            action = HazardAction.EXTEND if granted else HazardAction.REFUSE_EXTENSION
            take(steps, action, Facts(hazard, actor, now, reason=reason, extension=asked))
            assert asked is not None
            asked.granted, asked.answered_by, asked.answered_at = granted, actor.id, now
            self._clocks.stop(session, code, ClockKind.ANSWER_EXTENSION, now)
            if granted:
                hazard.due_at = end_of(asked.until_on)
                self._clocks.start(
                    session, code, ClockKind.FIX, now, category=hazard.category, until=hazard.due_at
                )
            return hazard

    def _opened(self, session: Session, code: str, actor: Actor, now: datetime) -> OpenedHazard:
        steps = Steps(session, actor, now, self._audit, self._notices)
        return OpenedHazard(steps, self._regions, code)


def is_overdue(hazard: Hazard, now: datetime) -> bool:
    """Whether the order's time is over and nobody has found it repaired."""
    return hazard.due_at is not None and hazard.fixed_at is None and hazard.due_at <= now


def days_left(hazard: Hazard, now: datetime) -> int | None:
    """How many days of the order's time are left, today not counted; negative when overdue."""
    if hazard.due_at is None:
        return None
    return (china_date(hazard.due_at) - china_date(now)).days - 1
