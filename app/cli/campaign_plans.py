"""``flask campaigns plan``: from the proposal for next month to a closed campaign."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from app.cli.campaign_themes import month, next_month, proposal_row
from app.cli.commands import LIMIT, REASON, CommandGroup, Row, Step, day, word
from app.wiring import Container
from campaigns.planning.kinds import CampaignKind
from campaigns.planning.models import Campaign
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import (
    ACTIVITY_ORDERS,
    CAMPAIGN_ORDERS,
    activities,
    campaigns,
    get_campaign,
    targets_of,
)
from campaigns.planning.services import CampaignPlan
from campaigns.planning.status import CampaignState
from core.clock import china_date
from core.sort_orders import Page

CAMPAIGN = click.argument("campaign", type=int)
REGION = click.option("--region", required=True, help="区划代码。")
LEAD = click.option("--lead", "lead_unit", required=True, help="牵头单位。")
CO_UNITS = click.option("--with", "co_units", multiple=True, metavar="单位", help="配合单位，可以写几个。")


def add_to(group: click.Group, container: Container) -> None:
    """Add it to ``flask campaigns``."""

    @group.group("plan", help="宣传计划：建议、编制、审定、结束。")
    def plans() -> None:
        pass

    commands = CommandGroup(plans, container)
    _add_looking(commands, container)
    _add_writing(commands, container)
    _add_steps(commands, container)


def campaign_row(one: Campaign) -> Row:
    """A campaign as a line."""
    return {
        "id": one.id,
        "state": one.state,
        "kind": one.kind,
        "name": one.name,
        "theme": one.theme,
        "region": one.region,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "lead_unit": one.lead_unit,
        "planned_by": one.planned_by,
        "approved_by": one.approved_by,
    }


def _add_looking(commands: CommandGroup, container: Container) -> None:
    def proposed(step: Step, month: date | None) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        first = month or next_month(china_date(step.now))
        found = container.campaigning.calendar.proposals(first.year, first.month)
        return (proposal_row(one) for one in found)

    def listed(step: Step, state: CampaignState | None, year: int | None, limit: int) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        return (
            campaign_row(one)
            for one in campaigns(step.session, state, year, Page(CAMPAIGN_ORDERS[0], limit=limit))
        )

    def shown(step: Step, campaign: int) -> Row:
        step.actor.require(Permission.SEE)
        one = get_campaign(step.session, campaign)
        return {
            **campaign_row(one),
            "co_units": one.co_units,
            "purpose": one.purpose,
            "reason": one.reason,
            "targets": [f"{target.code}={target.goal}" for target in targets_of(step.session, campaign)],
            "activities": [
                f"{held.id} {china_date(held.starts_at)} {held.kind.label} {held.title} {held.state.label}"
                for held in activities(step.session, campaign, page=Page(ACTIVITY_ORDERS[0], limit=1000))
            ],
        }

    commands.look(
        "propose", "某个月（不写就是下个月）建议安排什么。", proposed, month("month", help_="哪个月。")
    )
    year = click.option("--year", type=int, help="只看这一年开始的。")
    state = word("state", CampaignState, required=False, help_="状态。")
    commands.look("list", "列出宣传计划，新的在前。", listed, state, year, LIMIT)
    commands.look("show", "一个计划：内容、指标、活动。", shown, CAMPAIGN)


def _add_writing(commands: CommandGroup, container: Container) -> None:
    def add(step: Step, **given: Any) -> Row:
        plans = container.campaigning.plans
        return campaign_row(plans.plan(step.session, CampaignPlan(**given), step.actor, step.now))

    def change(step: Step, campaign: int, **given: Any) -> Row:
        plans = container.campaigning.plans
        return campaign_row(plans.change(step.session, campaign, CampaignPlan(**given), step.actor, step.now))

    def adopt(step: Step, occasion: str, year: int, **given: Any) -> Row:
        found = container.campaigning.calendar.occasion(occasion).in_year(year)
        plan = CampaignPlan(
            name=f"{year}年{found.occasion.name}",
            kind=found.occasion.kind,
            starts_on=found.since,
            ends_on=found.until,
            occasion=occasion,
            purpose="建议活动：" + "、".join(one.label for one in found.occasion.activities),
            **given,
        )
        return campaign_row(container.campaigning.plans.plan(step.session, plan, step.actor, step.now))

    own = (
        click.option("--name", required=True, help="计划名称。"),
        word("kind", CampaignKind),
        day("from", into="starts_on", help_="开始日期。"),
        day("to", into="ends_on", help_="结束日期。"),
        click.option("--occasion", help="宣传节点的代码，见flask campaigns calendar。"),
        click.option("--purpose", default="", help="计划内容。"),
    )
    shared = (
        REGION,
        LEAD,
        CO_UNITS,
        click.option("--theme", default="", help="当年主题，和主题表一致。"),
    )
    commands.verb("add", "编制计划。", add, *own, *shared)
    commands.verb("change", "修改还没有审定的计划，整份重写。", change, CAMPAIGN, *own, *shared)
    from_calendar = (click.argument("occasion"), click.option("--year", type=int, required=True))
    commands.verb("adopt", "按宣传节点编制：名称、日期、建议的活动从节点来。", adopt, *from_calendar, *shared)


def _add_steps(commands: CommandGroup, container: Container) -> None:
    def approve(step: Step, campaign: int) -> Row:
        return campaign_row(container.campaigning.plans.approve(step.session, campaign, step.actor, step.now))

    def revise(step: Step, campaign: int, reason: str) -> Row:
        plans = container.campaigning.plans
        return campaign_row(plans.revise(step.session, campaign, reason, step.actor, step.now))

    def close(step: Step, campaign: int) -> Row:
        return campaign_row(container.campaigning.plans.close(step.session, campaign, step.actor, step.now))

    def cancel(step: Step, campaign: int, reason: str) -> Row:
        plans = container.campaigning.plans
        return campaign_row(plans.cancel(step.session, campaign, reason, step.actor, step.now))

    commands.verb("approve", "审定，由没有参与编制的人办理；有主题的要已核对。", approve, CAMPAIGN)
    commands.verb("revise", "退回修改，改好后重新审定。", revise, CAMPAIGN, REASON)
    commands.verb("close", "结束；活动都要已核实或者已取消。", close, CAMPAIGN)
    commands.verb("cancel", "取消，连同没有开展的活动。", cancel, CAMPAIGN, REASON)
