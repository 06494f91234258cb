"""The form of a plan: a new one, from an occasion, an earlier plan or nothing, and changing one."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.campaigns.needs import CampaignServices
from admin.campaigns.reading import (
    PLEASE,
    choices_of,
    region_choices,
    units_of,
)
from admin.campaigns.writing import FormPage, against
from admin.done import send_on
from admin.forms import Field, Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.visitors import Visitor
from campaigns.planning.kinds import CampaignKind
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import get_campaign
from campaigns.planning.services import CampaignPlan, plan_of
from campaigns.planning.themes import find_theme
from core.clock import china_date
from core.errors import RuleViolation
from core.optimistic_locking import ChangedMeanwhile, fingerprint_of
from places.regions import Level


class PlanForms:
    """The pages on which a campaign is planned, and planned anew."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        both, plan = ("GET", "POST"), Permission.PLAN
        routes.add_new("/campaigns/new", self.new, name="campaign_new", permission=plan)
        routes.add(
            "/campaigns/<int:campaign_id>/edit",
            self.edit,
            name="campaign_edit",
            permission=plan,
            methods=both,
        )

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Begin a plan: the form, filled in from a proposal of the calendar."""
        needs, services = self._needs, self._needs.campaigns()
        form = FormPage("编制宣传计划", "存为拟定", url_for("admin.campaign_new"), url_for("admin.campaigns"))
        if request.method == "GET":
            with needs.database.reading() as session:
                values = self._proposed(session, services)
            return form.show(_fields(services, values))
        typed = Typed.sent()
        try:
            with needs.database.writing() as session:
                plan = _plan(typed)
                made = services.plans.plan(session, plan, visitor.actor, needs.clock.now()).id
        except RuleViolation as refusal:
            return form.show(_fields(services, {}), 409, typed=typed, refusal=typed.refused(refusal))
        return send_on("campaign", "campaign_planned", campaign_id=made)

    def edit(self, visitor: Visitor, campaign_id: int) -> ResponseReturnValue:
        """Write a plan anew."""
        needs, services = self._needs, self._needs.campaigns()
        with needs.database.reading() as session:
            campaign = get_campaign(session, campaign_id)
            stands = plan_of(campaign)
        here = url_for("admin.campaign_edit", campaign_id=campaign_id)
        back = url_for("admin.campaign", campaign_id=campaign_id)
        form = FormPage(f"修改：{campaign.name}", "保存", here, back, fingerprint_of(stands))
        fields = _fields(services, _values(stands))
        if request.method == "GET":
            return form.show(fields)
        typed, now = Typed.sent(), needs.clock.now()
        try:
            with needs.database.writing() as session:
                base = typed.text("base")
                services.plans.change(session, campaign_id, _plan(typed), visitor.actor, now, base=base)
        except RuleViolation as refusal:
            theirs = against(fields, typed) if isinstance(refusal, ChangedMeanwhile) else []
            return form.show(fields, 409, typed=typed, refusal=typed.refused(refusal), theirs=theirs)
        return send_on("campaign", "campaign_changed", campaign_id=campaign_id)

    def _proposed(self, session: Session, services: CampaignServices) -> dict[str, str]:
        """What an earlier plan says, or what the calendar knows of an occasion, as a beginning."""
        like = request.args.get("like", type=int)
        if like is not None:
            return self._next(session, services, plan_of(get_campaign(session, like)))
        occasion = services.calendar.occasions.get(request.args.get("occasion", ""))
        year = request.args.get("year", default=china_date(self._needs.clock.now()).year, type=int)
        counties = services.tree().at_level(Level.COUNTY)
        region = {"region": counties[0].code} if len(counties) == 1 else {}
        if occasion is None or not 2000 <= year <= 2098:
            return region
        when = occasion.in_year(year)
        theme = find_theme(session, occasion.theme_of, year) if occasion.theme_of else None
        return region | {
            "name": f"{year}年{occasion.name}",
            "kind": occasion.kind.value,
            "occasion": occasion.code,
            "starts_on": when.since.isoformat(),
            "ends_on": when.until.isoformat(),
            "theme": theme.text if theme else "",
            "purpose": f"活动形式：{'、'.join(kind.label for kind in occasion.activities)}。",
        }

    def _next(self, session: Session, services: CampaignServices, old: CampaignPlan) -> dict[str, str]:
        """The same plan for the next year that is still to come, with the days and the theme of that year."""
        today = china_date(self._needs.clock.now())
        occasion = services.calendar.occasions.get(old.occasion or "")
        year, since, until = old.starts_on.year, old.starts_on, old.ends_on
        while since <= old.starts_on or since < today:
            year += 1
            if occasion is not None:
                when = occasion.in_year(year)
                since, until = when.since, when.until
            else:
                since = _in_year(old.starts_on, year)
                until = _in_year(old.ends_on, year + old.ends_on.year - old.starts_on.year)
        theme = find_theme(session, occasion.theme_of, year) if occasion and occasion.theme_of else None
        return _values(old) | {
            "name": old.name.replace(str(old.starts_on.year), str(year)),
            "starts_on": since.isoformat(),
            "ends_on": until.isoformat(),
            "theme": theme.text if theme else "",
        }


def _in_year(day: date, year: int) -> date:
    """The same day of another year; of 29 February, where there is none, the 28th."""
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _fields(services: CampaignServices, values: Mapping[str, str]) -> tuple[Field, ...]:
    def made(name: str, label: str, kind: str = "text", **more: Any) -> Field:
        return Field(name, label, kind, value=values.get(name, ""), **more)

    occasions = [
        ("", "没有（自定的）"),
        *((one.code, one.name) for one in services.calendar.occasions.values()),
    ]
    regions = region_choices(services.tree(), Level.TOWN)
    return (
        made("name", "名称", most=100),
        made("kind", "类别", "choice", choices=choices_of(CampaignKind)),
        made("occasion", "宣传节点", "choice", choices=occasions, is_required=False,
             hint="选了有主题的节点，要等主题由两个人核对过才能审定。"),
        made("theme", "主题", most=100, is_required=False, hint="照公布的原文写；还没有公布可以先空着。"),
        made("region", "范围", "choice", choices=regions if len(regions) > 1 else [PLEASE]),
        made("starts_on", "开始", "day"),
        made("ends_on", "结束", "day"),
        made("lead_unit", "牵头单位", most=100),
        made("co_units", "配合单位", "area", rows=2, is_required=False, hint="一行一个，或者用顿号隔开。"),
        made("purpose", "计划内容", "area", rows=6, most=2000, is_required=False),
    )  # fmt: skip


def _values(plan: CampaignPlan) -> dict[str, str]:
    return {
        "name": plan.name,
        "kind": plan.kind.value,
        "occasion": plan.occasion or "",
        "theme": plan.theme,
        "region": plan.region,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "lead_unit": plan.lead_unit,
        "co_units": "\n".join(plan.co_units),
        "purpose": plan.purpose,
    }


def _plan(typed: Typed) -> CampaignPlan:
    return CampaignPlan(
        name=typed.needed("name", "名称"),
        kind=typed.one_of(CampaignKind, "kind", "类别"),
        region=typed.needed("region", "范围"),
        starts_on=typed.day("starts_on", "开始日期"),
        ends_on=typed.day("ends_on", "结束日期"),
        lead_unit=typed.needed("lead_unit", "牵头单位"),
        occasion=typed.text("occasion") or None,
        theme=typed.text("theme"),
        co_units=units_of(typed, "co_units"),
        purpose=typed.text("purpose"),
    )
