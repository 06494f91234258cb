"""``flask campaigns``: pushes, from the draft to the approval."""

import json
from collections.abc import Iterator
from datetime import datetime

import click

from app.cli.commands import REASON, CommandGroup, Row, Step, moment, word
from app.wiring import Container
from campaigns.audiences.segments import spec_of
from campaigns.content.queries import campaign_of
from campaigns.planning.queries import get_campaign
from campaigns.sending.models import Push
from campaigns.sending.services import PushPlan, pushes_of
from campaigns.sending.status import PushWay
from deliveries.mailings.status import Purpose
from deliveries.permissions import MailingPermission

PUSH = click.argument("number", type=int)


def add_to(group: click.Group, container: Container) -> None:
    """Add the verbs of pushes to ``flask campaigns``."""
    commands = CommandGroup(group, container)
    _add_draft(commands, container)
    _add_approving(commands, container)


def push_row(push: Push) -> Row:
    """A push as a line."""
    return {
        "push": push.id,
        "campaign": push.campaign_id,
        "state": push.state,
        "content": push.content_item,
        "activity": push.activity_id,
        "version": push.version_id,
        "way": push.wish,
        "why": push.why,
        "due_at": push.due_at,
        "not_after": push.not_after,
        "mailing": push.mailing_id,
    }


def _add_draft(commands: CommandGroup, container: Container) -> None:
    pushes = container.mailing.pushes

    def draft(
        step: Step,
        content: int,
        campaign: int | None,
        audience: str,
        segment: str | None,
        activity: int | None,
        way: PushWay | None,
        purpose: Purpose | None,
        tag: int | None,
        due: datetime | None,
        not_after: datetime | None,
    ) -> Row:
        try:
            spec = spec_of(step.session, segment).plain() if segment else json.loads(audience)
        except ValueError:
            raise click.ClickException("--audience要写成JSON，例如 {}（全部关注者）。") from None
        of = campaign_of(step.session, content) if campaign is None else campaign
        if of is not None:
            get_campaign(step.session, of)
        plan = PushPlan(
            content_item=content,
            audience=spec,
            due_at=due or step.now,
            not_after=not_after,
            campaign_id=of,
            activity_id=activity,
            purpose=purpose or Purpose.CAMPAIGN,
            wish=way or PushWay.BEST,
            tag_id=tag,
        )
        return push_row(pushes.draft(step.session, plan, step.actor, step.now))

    commands.verb(
        "push",
        "拟一个推送方案：内容、对象、方式、时间。",
        draft,
        click.option("--content", type=int, required=True, help="内容编号。"),
        click.option("--campaign", type=int, help="属于哪个宣传计划；不写就是内容所属的。"),
        click.option(
            "--audience",
            default="{}",
            show_default=True,
            metavar="JSON",
            help="对象，写法同segments list里的spec；{}是没有退订的全部关注者。",
        ),
        click.option("--segment", metavar="名称", help="对象是一个保存了的人群；写了就不看--audience。"),
        click.option("--activity", type=int, help="提醒哪项活动开始；同意收活动提醒的人收到订阅通知。"),
        word("way", PushWay, required=False),
        word("purpose", Purpose, required=False),
        click.option("--tag", type=int, help="按标签群发时，平台的标签编号。"),
        moment("due", required=False, help_="什么时候开始；不写就是现在。"),
        moment(
            "not-after", required=False, help_="到这个时候还没发的就不发了；不写就是开始后3天，灾害预警1天。"
        ),
    )


def _add_approving(commands: CommandGroup, container: Container) -> None:
    pushes = container.mailing.pushes

    def look(step: Step, number: int) -> Row:
        step.actor.require(MailingPermission.SEE)
        choice = pushes.look(step.session, number, step.now)
        return {
            "way": choice.way,
            "why": choice.why,
            "refused": [f"{way.label}：{why}" for way, why in choice.refused],
        }

    def approve(step: Step, number: int) -> Row:
        return push_row(pushes.approve(step.session, number, step.actor, step.now))

    def withdraw(step: Step, number: int, reason: str) -> Row:
        return push_row(pushes.withdraw(step.session, number, reason, step.actor, step.now))

    def listed(step: Step, campaign: int) -> Iterator[Row]:
        step.actor.require(MailingPermission.SEE)
        return (push_row(one) for one in pushes_of(step.session, campaign))

    commands.look("push-look", "这个推送方案现在会走哪种方式，为什么。", look, PUSH)
    commands.verb("push-approve", "批准推送方案（不能是拟方案的人）。", approve, PUSH)
    commands.verb("push-withdraw", "撤回推送方案。", withdraw, PUSH, REASON)
    of = click.option("--campaign", type=int, required=True)
    commands.look("pushes", "一个宣传活动的推送方案。", listed, of)
