"""Activities before they take place: planned, planned anew, cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaigns.planning.activity_verbs import ActivityVerbs, shared_campaign, subject
from campaigns.planning.kinds import ActivityKind
from campaigns.planning.models import Activity, ActivityVenue
from campaigns.planning.opening import record, require_region, require_words
from campaigns.planning.permissions import Permission
from campaigns.planning.refusals import Incomplete, NotApprovedYet
from campaigns.planning.status import ActivityAction, ActivityState, CampaignState
from campaigns.planning.waiting import require_nobody_waits
from core.clock import china_date, date_words
from core.optimistic_locking import require_unchanged
from places.models import VenueKind
from staff.actors import Actor
from staff.audit import Detail
from staff.reach import require_within

LONGEST = timedelta(days=200)
MOST_PEOPLE = 1_000_000
LONGEST_SCENE = 64  # scene_str of a lasting QR code: 1 to 64 characters


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """What is planned; ``venues`` are places of the register that it reaches."""

    kind: ActivityKind
    title: str
    region: str
    place: str
    starts_at: datetime
    ends_at: datetime
    lead_unit: str
    audience: VenueKind | None = None
    co_units: tuple[str, ...] = ()
    film: str = ""
    target: int | None = None
    quota: int | None = None
    scene: str | None = None
    venues: tuple[int, ...] = ()


class Arranging(ActivityVerbs):
    """What comes before the day."""

    def plan(
        self, session: Session, campaign_id: int, plan: ActivityPlan, actor: Actor, now: datetime
    ) -> Activity:
        """Plan something for a campaign that is not over."""
        actor.require(Permission.PLAN)
        return self.add(session, campaign_id, plan, actor, now)

    def add(
        self, session: Session, campaign_id: int, plan: ActivityPlan, actor: Actor, now: datetime
    ) -> Activity:
        """The same as part of another verb, which has asked for its own permission."""
        activity = Activity(
            campaign_id=campaign_id,
            state=ActivityState.PLANNED,
            summary="",
            entered_by=actor.id,
            entered_at=now,
            enterers=[actor.id],
            reason="",
        )
        self._write(session, activity, plan, actor)
        session.add(activity)
        session.flush()
        self._touch(session, activity, plan.venues)
        detail: Detail = {"campaign": campaign_id, "kind": plan.kind.value}
        record(session, actor, "activities.plan", subject(activity), now, detail=detail)
        return activity

    def change(
        self,
        session: Session,
        activity_id: int,
        plan: ActivityPlan,
        actor: Actor,
        now: datetime,
        reason: str = "",
        base: str | None = None,
    ) -> Activity:
        """Plan it anew, as long as it was not held; ``base`` is the edition that was read."""
        activity = self._step(session, activity_id, ActivityAction.CHANGE, actor, now, reason)
        stands = activity_plan_of(session, activity)
        require_unchanged(base, stands)
        if _slot(stands) != _slot(plan):
            require_nobody_waits(session, Activity.id == activity.id)
        self._write(session, activity, plan, actor)
        session.execute(delete(ActivityVenue).where(ActivityVenue.activity_id == activity.id))
        self._touch(session, activity, plan.venues)
        return self._done(session, activity, ActivityAction.CHANGE, actor, now, reason)

    def move(
        self,
        session: Session,
        activity_id: int,
        slot: Mapping[str, Any],
        actor: Actor,
        now: datetime,
        reason: str,
    ) -> Activity:
        """Another day, place or leading unit; its code, its places and all else stay.

        For whoever tells those who wait for it.
        """
        activity = self._step(session, activity_id, ActivityAction.CHANGE, actor, now, reason)
        self._write(session, activity, replace(activity_plan_of(session, activity), **slot), actor)
        return self._done(session, activity, ActivityAction.CHANGE, actor, now, reason)

    def cancel(
        self, session: Session, activity_id: int, reason: str, actor: Actor, now: datetime
    ) -> Activity:
        """It will not take place."""
        activity = self._step(session, activity_id, ActivityAction.CANCEL, actor, now, reason)
        return self._done(session, activity, ActivityAction.CANCEL, actor, now, reason)

    def _write(self, session: Session, activity: Activity, plan: ActivityPlan, actor: Actor) -> None:
        campaign = shared_campaign(session, activity.campaign_id)
        if campaign.state not in (CampaignState.PLANNED, CampaignState.APPROVED):
            raise NotApprovedYet("这个宣传计划已经结束或者取消，不能再安排活动。")
        require_region(self._regions, plan.region)
        require_within(actor, self._regions, plan.region)
        if not self._regions.covers(campaign.region, plan.region):
            raise Incomplete("活动所在区划不在宣传计划的范围里。", "region")
        if not plan.starts_at < plan.ends_at <= plan.starts_at + LONGEST:
            raise Incomplete("结束时间要在开始时间以后，一项活动不超过200天。", "ends_at")
        if not campaign.starts_on <= china_date(plan.starts_at) <= campaign.ends_on:
            days = f"{date_words(campaign.starts_on)}到{date_words(campaign.ends_on)}"
            raise Incomplete(f"活动要在宣传计划的日期里开始：{days}。", "starts_at")
        if plan.kind is ActivityKind.VISIT and plan.audience is None:
            raise Incomplete(
                "“走进”要写明进哪里：企业、农村、社区、学校、家庭、机关或者公共场所。", "audience"
            )
        for what, name, number in (("预计人次", "target", plan.target), ("签到名额", "quota", plan.quota)):
            if number is not None and not 0 < number <= MOST_PEOPLE:
                raise Incomplete(f"{what}请写大于0的整数。", name)
        self._check_scene(session, activity, plan.scene)
        is_film = plan.kind is ActivityKind.FILM
        activity.kind, activity.audience = plan.kind, plan.audience
        activity.title = require_words("活动名称", plan.title, 100, "title")
        activity.film = require_words("片名", plan.film, 100, "film") if is_film else ""
        activity.region, activity.place = plan.region, require_words("地点", plan.place, 200, "place")
        activity.starts_at, activity.ends_at = plan.starts_at, plan.ends_at
        activity.lead_unit = require_words("牵头单位", plan.lead_unit, 100, "lead_unit")
        activity.co_units = [require_words("配合单位", unit, 100, "co_units") for unit in plan.co_units]
        activity.target, activity.quota, activity.scene = plan.target, plan.quota, plan.scene or None

    @staticmethod
    def _check_scene(session: Session, activity: Activity, scene: str | None) -> None:
        if not scene:
            return
        require_words("签到二维码的场景值", scene, LONGEST_SCENE, "scene")
        other = select(Activity.id).where(Activity.scene == scene, Activity.id != (activity.id or 0))
        if session.scalar(other) is not None:
            raise Incomplete("这个签到二维码已经用在另一项活动上，请换一个场景值。", "scene")


def _slot(plan: ActivityPlan) -> tuple[str, str, datetime, datetime]:
    """What those who come were told."""
    return plan.region, plan.place, plan.starts_at, plan.ends_at


def activity_plan_of(session: Session, activity: Activity) -> ActivityPlan:
    """What is planned, as it stands."""
    reached = select(ActivityVenue.venue_id).where(ActivityVenue.activity_id == activity.id)
    return ActivityPlan(
        kind=activity.kind,
        title=activity.title,
        region=activity.region,
        place=activity.place,
        # In one zone, for the same moment in two is written in two ways.
        starts_at=activity.starts_at.astimezone(UTC),
        ends_at=activity.ends_at.astimezone(UTC),
        lead_unit=activity.lead_unit,
        audience=activity.audience,
        co_units=tuple(activity.co_units),
        film=activity.film,
        target=activity.target,
        quota=activity.quota,
        scene=activity.scene,
        venues=tuple(session.scalars(reached.order_by(ActivityVenue.venue_id))),
    )
