"""What every verb for an activity goes through: scope, table, guards; and at its end the log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.planning.kinds import Basis
from campaigns.planning.models import Activity, ActivityPhoto, ActivityVenue, Campaign, Headcount
from campaigns.planning.next_steps import NextStep, next_steps
from campaigns.planning.opening import held, record, require_reason
from campaigns.planning.ports import Regions
from campaigns.planning.refusals import NotApprovedYet, NothingCounted, NothingProven, NotYet, SameHand
from campaigns.planning.status import (
    ACTIVITY_MOVES,
    ENTERED,
    ActivityAction,
    CampaignState,
    Guard,
)
from campaigns.planning.waiting import require_nobody_waits
from core.errors import NotFound
from core.statements import insert_in, table_of
from places.models import Venue
from staff.actors import Actor, ActorKind
from staff.audit import Detail
from staff.moves import allowed
from staff.reach import is_within, require_within

PROOF = frozenset({Basis.SIGNED_IN, Basis.SYSTEM})
"""Numbers that something else than the clerk's memory stands behind."""


@dataclass(frozen=True, slots=True)
class _Facts:
    session: Session
    activity: Activity
    actor: Actor
    now: datetime
    reason: str


class ActivityVerbs:
    """Opens an activity for one step and closes it; the verbs are in ``arranging`` and ``activities``."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions
        self._guards: Mapping[Guard, Callable[[_Facts], None]] = {
            Guard.REASON: lambda facts: require_reason(facts.reason),
            Guard.CAMPAIGN_APPROVED: lambda facts: require_approved_campaign(facts.session, facts.activity),
            Guard.HAS_BEGUN: _has_begun,
            Guard.NOBODY_WAITS: lambda facts: require_nobody_waits(
                facts.session, Activity.id == facts.activity.id
            ),
            Guard.COUNTED: _counted,
            Guard.PROVEN: _proven,
            Guard.NOT_ENTERED_BY: _not_entered_by,
        }

    def next_steps(
        self, session: Session, activity: Activity, actor: Actor, now: datetime
    ) -> Sequence[NextStep[ActivityAction]]:
        """What this person may do with it now, and what stands in the way of the rest."""
        if not is_within(actor, self._regions, activity.region):
            return []
        facts = _Facts(session, activity, actor, now, "")
        return next_steps(ACTIVITY_MOVES, activity.state, actor, lambda guard: self._guards[guard](facts))

    def _step(
        self,
        session: Session,
        activity_id: int,
        action: ActivityAction,
        actor: Actor,
        now: datetime,
        reason: str = "",
    ) -> Activity:
        activity = held(session, Activity, activity_id)
        require_within(actor, self._regions, activity.region)
        move = allowed(ACTIVITY_MOVES, activity.state, action, actor)
        facts = _Facts(session, activity, actor, now, reason)
        for guard in move.guards:
            self._guards[guard](facts)
        activity.state = move.to
        if action in ENTERED and actor.kind is ActorKind.STAFF:
            activity.enterers = sorted({*activity.enterers, actor.id})
        return activity

    def _done(
        self,
        session: Session,
        activity: Activity,
        action: ActivityAction,
        actor: Actor,
        now: datetime,
        reason: str = "",
        detail: Detail | None = None,
    ) -> Activity:
        activity.reason = reason
        record(session, actor, f"activities.{action.value}", subject(activity), now, reason, detail)
        return activity

    @staticmethod
    def _touch(session: Session, activity: Activity, venues: Sequence[int]) -> None:
        wanted = set(venues)
        known = set(session.scalars(select(Venue.id).where(Venue.id.in_(wanted)))) if wanted else set()
        if strange := wanted - known:
            raise NotFound(f"场所登记里没有{'、'.join(map(str, sorted(strange)))}号。")
        if known:
            once = insert_in(
                session.get_bind().dialect.name, table_of(ActivityVenue)
            ).on_conflict_do_nothing()
            session.flush()
            session.execute(once, [{"activity_id": activity.id, "venue_id": one} for one in sorted(known)])


def shared_campaign(session: Session, campaign_id: int) -> Campaign:
    """The campaign, which nobody closes or cancels before we are through."""
    campaign = session.get(Campaign, campaign_id, with_for_update={"read": True}, populate_existing=True)
    if campaign is None:
        raise NotFound
    return campaign


def require_approved_campaign(session: Session, activity: Activity) -> None:
    """``NotApprovedYet`` while the plan behind it waits to be approved, and once it is over."""
    if shared_campaign(session, activity.campaign_id).state is not CampaignState.APPROVED:
        raise NotApprovedYet


def _has_begun(facts: _Facts) -> None:
    if facts.now < facts.activity.starts_at:
        raise NotYet


def _counted(facts: _Facts) -> None:
    if not _headcounts(facts):
        raise NothingCounted


def _proven(facts: _Facts) -> None:
    photo = select(ActivityPhoto.file).where(ActivityPhoto.activity_id == facts.activity.id).limit(1)
    if facts.session.scalar(photo) is None and not any(one.basis in PROOF for one in _headcounts(facts)):
        raise NothingProven


def _not_entered_by(facts: _Facts) -> None:
    if facts.actor.id in facts.activity.enterers:
        raise SameHand("登记过这项活动的人不能自己核实，请由另一人办理。")


def _headcounts(facts: _Facts) -> Sequence[Headcount]:
    return facts.session.scalars(select(Headcount).where(Headcount.activity_id == facts.activity.id)).all()


def subject(activity: Activity) -> str:
    """How the log calls it."""
    return f"activity:{activity.id}"
