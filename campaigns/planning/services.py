"""The campaign: planned, approved by somebody else, closed when everything is settled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from campaigns.planning.calendar import Calendar
from campaigns.planning.kinds import CampaignKind
from campaigns.planning.models import Activity, Campaign, CampaignTarget
from campaigns.planning.next_steps import NextStep, next_steps
from campaigns.planning.opening import (
    LONGEST_WORDS,
    held,
    record,
    require_reason,
    require_region,
    require_words,
)
from campaigns.planning.permissions import Permission
from campaigns.planning.ports import Regions
from campaigns.planning.refusals import AlreadyHeld, Incomplete, OpenActivities, SameHand
from campaigns.planning.status import (
    CAMPAIGN_MOVES,
    HAPPENED,
    UNSETTLED,
    ActivityState,
    CampaignAction,
    CampaignState,
    Guard,
)
from campaigns.planning.targets import Targets
from campaigns.planning.themes import ThemeService, require_verified_theme
from campaigns.planning.waiting import require_nobody_waits
from core.optimistic_locking import require_read, require_unchanged
from staff.actors import Actor
from staff.audit import Detail
from staff.moves import allowed
from staff.reach import is_within, require_within

LONGEST = timedelta(days=400)
"""安全生产万里行 runs for seven months, the winter for five; longer than a year is a slip of the pen."""

_THEME_OF_KIND = {
    CampaignKind.SAFETY_MONTH: "safety_month",
    CampaignKind.FIRE_MONTH: "fire_month",
    CampaignKind.DISASTER_REDUCTION: "disaster_reduction_day",
}


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a plan says; ``theme`` may stay empty until the theme of the year is known."""

    name: str
    kind: CampaignKind
    region: str
    starts_on: date
    ends_on: date
    lead_unit: str
    occasion: str | None = None
    theme: str = ""
    co_units: tuple[str, ...] = ()
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class _Facts:
    session: Session
    campaign: Campaign
    actor: Actor
    reason: str


class PlanService:
    """The verbs for a campaign. Each looks at the scope, then at the table, then at the guards."""

    def __init__(self, calendar: Calendar, themes: ThemeService, targets: Targets, regions: Regions) -> None:
        self._calendar = calendar
        self._themes = themes
        self._targets = targets
        self._regions = regions
        self._guards: Mapping[Guard, Callable[[_Facts], None]] = {
            Guard.REASON: lambda facts: require_reason(facts.reason),
            Guard.NOT_THE_PLANNER: _not_the_planner,
            Guard.THEME_VERIFIED: self._theme_verified,
            Guard.ALL_SETTLED: _all_settled,
            Guard.NOTHING_HELD: _nothing_held,
            Guard.NOBODY_WAITS: lambda facts: require_nobody_waits(
                facts.session, Activity.campaign_id == facts.campaign.id
            ),
        }

    def plan(self, session: Session, plan: CampaignPlan, actor: Actor, now: datetime) -> Campaign:
        """Write a plan down."""
        actor.require(Permission.PLAN)
        campaign = Campaign(
            state=CampaignState.PLANNED,
            planned_by=actor.id,
            planned_at=now,
            planners=[],
            reason="",
        )
        self._write(session, campaign, plan, actor)
        session.add(campaign)
        session.flush()
        record(session, actor, "campaigns.plan", _subject(campaign), now, detail={"name": campaign.name})
        return campaign

    def change(
        self,
        session: Session,
        campaign_id: int,
        plan: CampaignPlan,
        actor: Actor,
        now: datetime,
        base: str | None = None,
    ) -> Campaign:
        """Write the plan anew, as long as it is not approved; ``base`` is the edition that was read."""
        campaign = self._step(session, campaign_id, CampaignAction.CHANGE, actor, "")
        require_unchanged(base, plan_of(campaign))
        self._write(session, campaign, plan, actor)
        return self._done(campaign, session, CampaignAction.CHANGE, actor, now)

    def approve(
        self, session: Session, campaign_id: int, actor: Actor, now: datetime, seen: str | None = None
    ) -> Campaign:
        """Approve it; its activities can be held from now on.

        ``seen`` is the fingerprint of the plan that was read.
        """
        campaign = self._step(session, campaign_id, CampaignAction.APPROVE, actor, "")
        require_read(seen, plan_of(campaign))
        campaign.approved_by, campaign.approved_at = actor.id, now
        return self._done(campaign, session, CampaignAction.APPROVE, actor, now)

    def revise(
        self, session: Session, campaign_id: int, reason: str, actor: Actor, now: datetime
    ) -> Campaign:
        """Take an approved plan back to change it; it has to be approved again."""
        campaign = self._step(session, campaign_id, CampaignAction.REVISE, actor, reason)
        campaign.approved_by = campaign.approved_at = None
        return self._done(campaign, session, CampaignAction.REVISE, actor, now, reason)

    def close(self, session: Session, campaign_id: int, actor: Actor, now: datetime) -> Campaign:
        """Close it; every activity is verified or cancelled."""
        campaign = self._step(session, campaign_id, CampaignAction.CLOSE, actor, "")
        campaign.ended_at = now
        return self._done(campaign, session, CampaignAction.CLOSE, actor, now)

    def cancel(
        self, session: Session, campaign_id: int, reason: str, actor: Actor, now: datetime
    ) -> Campaign:
        """Cancel it together with all its activities; nothing of it was held yet."""
        campaign = self._step(session, campaign_id, CampaignAction.CANCEL, actor, reason)
        campaign.ended_at = now
        waiting = session.scalars(
            select(Activity)
            .where(Activity.campaign_id == campaign_id, Activity.state == ActivityState.PLANNED)
            .order_by(Activity.id)
            .with_for_update()
        ).all()
        for activity in waiting:
            activity.state, activity.reason = ActivityState.CANCELLED, reason
        detail = {"activities": len(waiting)}
        return self._done(campaign, session, CampaignAction.CANCEL, actor, now, reason, detail)

    def set_target(
        self, session: Session, campaign_id: int, code: str, goal: int, actor: Actor, now: datetime
    ) -> None:
        """Say how far the campaign wants to come with one of the targets; zero takes it back."""
        campaign = self._step(session, campaign_id, CampaignAction.CHANGE, actor, "")
        self._targets.require_goal(code, goal)
        target = CampaignTarget(campaign_id=campaign.id, code=code, goal=goal, set_by=actor.id, set_at=now)
        if goal:
            session.merge(target)
        else:
            mine = (CampaignTarget.campaign_id == campaign.id, CampaignTarget.code == code)
            session.execute(delete(CampaignTarget).where(*mine))
        _note_planner(campaign, actor)
        record(
            session,
            actor,
            "campaigns.set_target",
            _subject(campaign),
            now,
            detail={"code": code, "goal": goal},
        )

    def next_steps(
        self, session: Session, campaign: Campaign, actor: Actor
    ) -> Sequence[NextStep[CampaignAction]]:
        """What this person may do with it now, and what stands in the way of the rest."""
        if not is_within(actor, self._regions, campaign.region):
            return []
        facts = _Facts(session, campaign, actor, "")
        return next_steps(CAMPAIGN_MOVES, campaign.state, actor, lambda guard: self._guards[guard](facts))

    def _step(
        self, session: Session, campaign_id: int, action: CampaignAction, actor: Actor, reason: str
    ) -> Campaign:
        campaign = held(session, Campaign, campaign_id)
        require_within(actor, self._regions, campaign.region)
        move = allowed(CAMPAIGN_MOVES, campaign.state, action, actor)
        facts = _Facts(session, campaign, actor, reason)
        for guard in move.guards:
            self._guards[guard](facts)
        campaign.state = move.to
        return campaign

    def _done(
        self,
        campaign: Campaign,
        session: Session,
        action: CampaignAction,
        actor: Actor,
        now: datetime,
        reason: str = "",
        detail: Detail | None = None,
    ) -> Campaign:
        campaign.reason = reason
        record(session, actor, f"campaigns.{action.value}", _subject(campaign), now, reason, detail)
        return campaign

    def _write(self, session: Session, campaign: Campaign, plan: CampaignPlan, actor: Actor) -> None:
        require_region(self._regions, plan.region)
        require_within(actor, self._regions, plan.region)
        if not plan.starts_on <= plan.ends_on <= plan.starts_on + LONGEST:
            raise Incomplete("结束日期要在开始日期当天或以后，全程不超过400天。", "ends_on")
        if plan.occasion is not None:
            self._calendar.occasion(plan.occasion)
        theme = require_words("主题", plan.theme, 100, "theme", may_be_empty=True)
        if theme:
            self._check_theme(session, plan, theme)
        campaign.name = require_words("计划名称", plan.name, 100, "name")
        campaign.kind, campaign.occasion, campaign.theme = plan.kind, plan.occasion, theme
        campaign.region, campaign.starts_on, campaign.ends_on = plan.region, plan.starts_on, plan.ends_on
        campaign.lead_unit = require_words("牵头单位", plan.lead_unit, 100, "lead_unit")
        campaign.co_units = [require_words("配合单位", unit, 100, "co_units") for unit in plan.co_units]
        campaign.purpose = require_words(
            "计划内容", plan.purpose, LONGEST_WORDS, "purpose", may_be_empty=True
        )
        _note_planner(campaign, actor)

    def _check_theme(self, session: Session, plan: CampaignPlan, theme: str) -> None:
        year = plan.starts_on.year
        themed = self._theme_of(plan.occasion, plan.kind)
        if themed is None:
            self._themes.require_not_of_another_year(session, year, theme)
        else:
            self._themes.require_theme_of_year(session, themed, year, theme)

    def themed_by(self, campaign: Campaign) -> str | None:
        """The occasion under whose theme of the year a campaign stands; None where it needs none."""
        return self._theme_of(campaign.occasion, campaign.kind)

    def _theme_of(self, occasion: str | None, kind: CampaignKind) -> str | None:
        known = self._calendar.occasions.get(occasion or "")
        return known.theme_of if known else _THEME_OF_KIND.get(kind)

    def _theme_verified(self, facts: _Facts) -> None:
        campaign = facts.campaign
        themed = self._theme_of(campaign.occasion, campaign.kind)
        if themed is None:
            return
        require_verified_theme(facts.session, campaign.starts_on.year, themed)
        # It may have been corrected since the plan was written.
        self._themes.require_theme_of_year(facts.session, themed, campaign.starts_on.year, campaign.theme)


def plan_of(campaign: Campaign) -> CampaignPlan:
    """The plan as it stands."""
    return CampaignPlan(
        name=campaign.name,
        kind=campaign.kind,
        region=campaign.region,
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        lead_unit=campaign.lead_unit,
        occasion=campaign.occasion,
        theme=campaign.theme,
        co_units=tuple(campaign.co_units),
        purpose=campaign.purpose,
    )


def _not_the_planner(facts: _Facts) -> None:
    if facts.actor.id in facts.campaign.planners:
        raise SameHand("编制、修改过计划的人不能自己审定，请由另一人办理。")


def _all_settled(facts: _Facts) -> None:
    if count := _activities_in(facts, UNSETTLED):
        raise OpenActivities(f"还有{count}项活动没有核实或者取消，不能结束。")


def _nothing_held(facts: _Facts) -> None:
    if _activities_in(facts, HAPPENED):
        raise AlreadyHeld


def _activities_in(facts: _Facts, states: frozenset[ActivityState]) -> int:
    return facts.session.scalars(
        select(func.count())
        .select_from(Activity)
        .where(Activity.campaign_id == facts.campaign.id, Activity.state.in_(states))
    ).one()


def _note_planner(campaign: Campaign, actor: Actor) -> None:
    campaign.planners = sorted({*campaign.planners, actor.id})


def _subject(campaign: Campaign) -> str:
    return f"campaign:{campaign.id}"
