"""Campaigns: the list, and one with its goals, activities and content, and the steps that are lawful now."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.campaigns.lists import CampaignLists
from admin.campaigns.needs import CampaignServices
from admin.done import send_on
from admin.forms import REASON, Field, StepForm, Typed
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.visitors import Visitor
from campaigns.content.permissions import ContentPermission
from campaigns.content.queries import ContentWanted, content_lines
from campaigns.planning.counters import counters_of_campaign
from campaigns.planning.models import Campaign
from campaigns.planning.next_steps import NextStep
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import (
    count_activities,
    get_campaign,
)
from campaigns.planning.services import plan_of
from campaigns.planning.status import (
    CAMPAIGN_MOVES,
    CampaignAction,
    CampaignState,
)
from campaigns.planning.themes import find_theme
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from core.optimistic_locking import fingerprint_of
from staff.actors import Actor
from staff.moves import permission_of
from staff.services import names_of

_STEPS = (
    CampaignAction.APPROVE,
    CampaignAction.REVISE,
    CampaignAction.CLOSE,
    CampaignAction.CANCEL,
)
_WITH_REASON = frozenset({CampaignAction.REVISE, CampaignAction.CANCEL})
_WARNINGS: Mapping[CampaignAction, str] = {
    CampaignAction.APPROVE: "审定以后，活动才能登记已开展。",
    CampaignAction.REVISE: "退回以后要重新审定，期间活动不能登记已开展。",
    CampaignAction.CLOSE: "结束以后不能再安排活动、登记人数。",
    CampaignAction.CANCEL: "计划和它还没有开展的活动都会取消，不能恢复。",
}


class PlanPages:
    """The list and the file of a campaign."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        lists = CampaignLists(needs)
        self._list, self._held = lists.plans(), lists.held()

    def add_to(self, routes: Routes) -> None:
        """Add the pages: one route for each step, with the permission that the table asks for."""
        see = Permission.SEE
        routes.add(
            "/campaigns", self.listed, name="campaigns", permission=see, menu=MenuItem("宣传", "megaphone")
        )
        self._list.add_to(routes, "/campaigns", see)
        self._held.add_to(routes, "/campaigns/<int:campaign_id>", see)
        routes.add("/campaigns/<int:campaign_id>", self.show, name="campaign", permission=see)
        for action in _STEPS:
            # Taking an approved plan away is for who approves; the service tells the two apart.
            permission = see if action is CampaignAction.CANCEL else permission_of(CAMPAIGN_MOVES, action)
            routes.add(
                f"/campaigns/<int:campaign_id>/step/{action.value}",
                partial(self.step, action=action),
                name=f"campaign_{action.value}",
                permission=permission,
                methods=("POST",),
            )
        routes.add(
            "/campaigns/<int:campaign_id>/targets",
            self.set_target,
            name="campaign_target",
            permission=Permission.PLAN,
            methods=("POST",),
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Plans, those of a state or a year where the address names one."""
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
        today = china_date(self._needs.clock.now())
        return page(
            "campaigns/plans",
            leaf=leaf, states=CampaignState, today=today,
            shown={"state": request.args.get("state", ""), "year": request.args.get("year", "")},
            region=self._needs.campaigns().tree().full_name,
        )  # fmt: skip

    def show(self, visitor: Visitor, campaign_id: int) -> ResponseReturnValue:
        """One campaign: plan, goals, activities, content, and the steps allowed now."""
        return self._page(visitor, campaign_id)

    def step(self, visitor: Visitor, campaign_id: int, action: CampaignAction) -> ResponseReturnValue:
        """Take one step, or say why not with what was typed."""
        needs, typed = self._needs, Typed.sent()
        verb = _VERBS[action](needs.campaigns(), campaign_id, typed)
        try:
            with needs.database.writing() as session:
                verb(session, visitor.actor, needs.clock.now())
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._page(
                visitor, campaign_id, 409, refusal=typed.refused(refusal), failed=action.value, typed=typed
            )
        return send_on("campaign", f"campaign_{action.value}", campaign_id=campaign_id)

    def set_target(self, visitor: Visitor, campaign_id: int) -> ResponseReturnValue:
        """Set, change or take back a goal."""
        needs, typed = self._needs, Typed.sent()
        try:
            code, goal = typed.needed("code", "指标"), typed.number("goal", "目标")
            with needs.database.writing() as session:
                plans = needs.campaigns().plans
                plans.set_target(session, campaign_id, code, goal, visitor.actor, needs.clock.now())
        except RuleViolation as refusal:
            return self._page(
                visitor, campaign_id, 409, refusal=typed.refused(refusal), failed="target", typed=typed
            )
        return send_on("campaign", "campaign_target", campaign_id=campaign_id)

    def _page(
        self, visitor: Visitor, campaign_id: int, status: int = 200, **more: object
    ) -> ResponseReturnValue:
        needs, actor, services = self._needs, visitor.actor, self._needs.campaigns()
        with needs.database.reading() as session:
            campaign = get_campaign(session, campaign_id)
            counters = counters_of_campaign(session, services.targets, campaign_id)
            held = self._held.leaf(session, visitor, campaign_id=campaign_id)
            counts = count_activities(session, campaign_id)
            contents = (
                content_lines(session, actor, ContentWanted(campaign_id=campaign_id))
                if actor.may(ContentPermission.SEE)
                else []
            )
            steps = services.plans.next_steps(session, campaign, actor)
            needs_theme = services.plans.themed_by(campaign) is not None
            theme = _theme(session, services, campaign)
            people = names_of(session, {*campaign.planners, campaign.planned_by, campaign.approved_by or ""})
        can_change = any(one.action is CampaignAction.CHANGE for one in steps)
        return page(
            "campaigns/plan", status,
            campaign=campaign, counters=counters, held=held.lines, leaf=held, counts=counts,
            contents=contents,
            theme=theme, needs_theme=needs_theme,
            people=people, can_change=can_change,
            can_arrange=actor.may(Permission.PLAN) and campaign.state in _OPEN,
            forms=_forms(campaign, steps), blocked=[one for one in steps if one.obstacle],
            target_form=_target_form(campaign, services) if can_change else None,
            occasion=services.calendar.name_of(campaign.occasion) if campaign.occasion else "",
            region=services.tree().full_name, **more,
        )  # fmt: skip


Verb = Callable[[Session, Actor, datetime], object]
_OPEN = frozenset({CampaignState.PLANNED, CampaignState.APPROVED})
_VERBS: Mapping[CampaignAction, Callable[[CampaignServices, int, Typed], Verb]] = {
    CampaignAction.APPROVE: lambda services, number, typed: (
        lambda session, actor, now: services.plans.approve(session, number, actor, now, typed.seen)
    ),
    CampaignAction.REVISE: lambda services, number, typed: (
        lambda session, actor, now: services.plans.revise(session, number, typed.text("reason"), actor, now)
    ),
    CampaignAction.CLOSE: lambda services, number, _: (
        lambda session, actor, now: services.plans.close(session, number, actor, now)
    ),
    CampaignAction.CANCEL: lambda services, number, typed: (
        lambda session, actor, now: services.plans.cancel(session, number, typed.text("reason"), actor, now)
    ),
}


def _forms(campaign: Campaign, steps: Sequence[NextStep[CampaignAction]]) -> list[StepForm]:
    found = [
        StepForm(
            one.action.value,
            one.action.label,
            url_for(f"admin.campaign_{one.action.value}", campaign_id=campaign.id),
            (REASON,) if one.action in _WITH_REASON else (),
            _WARNINGS[one.action],
            is_main=one.action in (CampaignAction.APPROVE, CampaignAction.CLOSE),
            seen=fingerprint_of(plan_of(campaign)) if one.action is CampaignAction.APPROVE else "",
        )
        for one in steps
        if not one.obstacle and one.action in _STEPS
    ]
    return sorted(found, key=lambda one: not one.is_main)


def _theme(session: Session, services: CampaignServices, campaign: Campaign) -> object:
    occasion = services.plans.themed_by(campaign)
    return find_theme(session, occasion, campaign.starts_on.year) if occasion else None


def _target_form(campaign: Campaign, services: CampaignServices) -> StepForm:
    targets = [
        ("", "请选择"),
        *((one.code, f"{one.name}（{one.unit}）") for one in services.targets.by_code.values()),
    ]
    fields = (
        Field("code", "指标", "choice", targets),
        Field("goal", "目标", "number", hint="覆盖率写百分数，例如70；写0就是取消这个指标。", most=9),
    )
    address = url_for("admin.campaign_target", campaign_id=campaign.id)
    return StepForm("target", "设定指标", address, fields)
