"""``flask campaigns``: pushes from the plan to the last fate, and what staff do with a mailing on its way."""

import json
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.commands import REASON, CommandGroup, Row, Step, refusing, word
from app.wiring import Container
from campaigns.audiences.segments import spec_of
from campaigns.content.queries import campaign_of
from campaigns.planning.queries import get_campaign
from campaigns.sending.models import Push
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.services import PushPlan, pushes_of
from campaigns.sending.status import PushState, PushWay
from core.clock import SHANGHAI
from deliveries.mailings.counters import counted
from deliveries.mailings.models import Mailing
from deliveries.mailings.queries import parts_of
from deliveries.mailings.services import get_mailing
from deliveries.mailings.status import MailingState, Purpose
from deliveries.masses.models import MassSend
from deliveries.masses.services import protected_until
from deliveries.masses.status import verdict
from deliveries.permissions import MailingPermission
from staff.actors import Actor

POLL_SECONDS = 0.5
PUSH = click.argument("number", type=int)
ENDED = (MailingState.FINISHED, MailingState.CANCELLED)


def add_to(group: click.Group, container: Container) -> None:
    """Add the verbs of sending to ``flask campaigns``."""
    commands = CommandGroup(group, container)
    _add_pushes(commands, container)
    _add_mailings(commands, container)
    _add_send(group, container)


def moment(name: str, *, required: bool = False, help_: str = "") -> Any:
    """An option for a moment in China."""

    def read(_context: click.Context, _option: click.Parameter, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=SHANGHAI) if value else None

    kind = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    return click.option(
        f"--{name}", type=kind, required=required, callback=read, metavar="年-月-日T时:分", help=help_
    )


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


def mailing_row(mailing: Mailing) -> Row:
    """A mailing as a line."""
    return {
        "mailing": mailing.id,
        "campaign": mailing.campaign_id,
        "state": mailing.state,
        "way": mailing.way,
        "paused_because": mailing.paused_because,
        "resume_at": mailing.resume_at,
        "due_at": mailing.due_at,
        "not_after": mailing.not_after,
        "planned": mailing.planned,
        "why": mailing.why,
    }


def _add_pushes(commands: CommandGroup, container: Container) -> None:
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

    campaign = click.option("--campaign", type=int, help="属于哪个宣传计划；不写就是内容所属的。")
    commands.verb(
        "push",
        "拟一个推送方案：内容、对象、方式、时间。",
        draft,
        click.option("--content", type=int, required=True, help="内容编号。"),
        campaign,
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
        moment("due", help_="什么时候开始；不写就是现在。"),
        moment("not-after", help_="到这个时候还没发的就不发了；不写就是开始后3天，灾害预警1天。"),
    )
    commands.look("push-look", "这个推送方案现在会走哪种方式，为什么。", look, PUSH)
    commands.verb("push-approve", "批准推送方案（不能是拟方案的人）。", approve, PUSH)
    commands.verb("push-withdraw", "撤回推送方案。", withdraw, PUSH, REASON)
    of = click.option("--campaign", type=int, required=True)
    commands.look("pushes", "一个宣传活动的推送方案。", listed, of)


def _add_mailings(commands: CommandGroup, container: Container) -> None:
    mailings, masses = container.mailing.mailings, container.mailing.masses

    def pause(step: Step, number: int, reason: str) -> Row:
        return mailing_row(mailings.pause(step.session, number, reason, step.actor, step.now))

    def resume(step: Step, number: int) -> Row:
        return mailing_row(mailings.resume(step.session, number, step.actor, step.now))

    def cancel(step: Step, number: int, reason: str) -> Row:
        return mailing_row(mailings.cancel(step.session, number, reason, step.actor, step.now))

    def retry(step: Step, number: int) -> Row:
        return {"mailing": number, "again": mailings.retry_failed(step.session, number, step.actor, step.now)}

    def confirm(step: Step, number: int) -> Row:
        return mailing_row(mailings.confirm(step.session, number, step.actor, step.now))

    def delete(step: Step, number: int, reason: str) -> Row:
        masses.ask_to_delete(step.session, number, reason, step.actor, step.now)
        return {"mass": number, "deleting": True}

    def sends(step: Step, number: int) -> Iterator[Row]:
        step.actor.require(MailingPermission.SEE)
        mailing = get_mailing(step.session, number)
        return (mass_row(one, mailing) for one in parts_of(step.session, number))

    commands.verb("pause", "暂停一次推送；正在发的几条会发完。", pause, PUSH, REASON)
    commands.verb("resume", "继续。", resume, PUSH)
    commands.verb("cancel", "取消；还没发的都不发了，不能恢复。", cancel, PUSH, REASON)
    commands.verb("retry-failed", "重发失败的：只有平台忙、额度用完这一类才重发。", retry, PUSH)
    commands.verb("confirm-all", "第二个人确认向全部关注者群发。", confirm, PUSH)
    commands.verb("delete-mass", "请平台删除群发过的文章，10天以内。", delete, PUSH, REASON)
    commands.look("mass-sends", "一次推送的各批群发：平台怎么答复，群发保护到几点。", sends, PUSH)


def mass_row(mass: MassSend, mailing: Mailing) -> Row:
    """A mass send as a line."""
    return {
        "mass": mass.id,
        "part": mass.number,
        "state": mass.state,
        "people": mass.size,
        "verdict": verdict(mass.verdict) if mass.verdict else None,
        "protected_until": protected_until(mass, mailing),
        "total": mass.total,
        "filtered": mass.filtered,
        "sent": mass.sent,
        "failed": mass.failed,
    }


def _add_send(group: click.Group, container: Container) -> None:
    @group.command("send", help="把一个宣传活动批准了的推送交付发送；--wait等到全部发完。")
    @click.option("--campaign", type=int, required=True)
    @click.option("--wait", is_flag=True, help="等到全部发完；后台进程要在运行。")
    @click.option("--timeout", type=float, default=0.0, metavar="秒", help="最多等多久；0不限。")
    @click.option("--json", "as_json", is_flag=True)
    @click.option("--as", "login", metavar="登录名", help="以谁的账号办理；还没有人有这项权限时可以不写。")
    def send(campaign: int, wait: bool, timeout: float, as_json: bool, login: str | None) -> None:
        sent = refusing(lambda: _hand_over(container, campaign, login))
        if not sent and not as_json:
            click.echo("没有批准了还没有交付的推送。")
        if wait and not _wait(container, campaign, timeout):
            raise click.ClickException("到时间还没有发完，后台进程会接着发。")
        with container.database.reading() as session:
            found = counted(session, _mailing_ids(session, campaign)).as_row()
        click.echo(
            json.dumps(found) if as_json else "　".join(f"{name} {count}" for name, count in found.items())
        )


def _hand_over(container: Container, campaign: int, login: str | None) -> int:
    mailing, now = container.mailing, container.clock.now()
    container.cipher.ensure_key(now)
    with container.database.writing() as session:
        actor = acting(container, session, login, SendingPermission.SEND)
        approved = [one for one in pushes_of(session, campaign) if one.state is PushState.APPROVED]
        for push in approved:
            mailing.pushes.send(session, push.id, mailing.mailings, actor, now)
    return len(approved)


def acting(container: Container, session: Session, login: str | None, permission: str) -> Actor:
    """Whoever is named; without a name the operator of the machine, while no account has the permission."""
    return container.personnel.service.acting(session, login, permission)


def _mailing_ids(session: Session, campaign: int) -> list[int]:
    return list(session.scalars(select(Mailing.id).where(Mailing.campaign_id == campaign)))


def _wait(container: Container, campaign: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds if seconds else None
    while True:
        with container.database.reading() as session:
            going = select(Mailing.id).where(Mailing.campaign_id == campaign, Mailing.state.not_in(ENDED))
            if session.scalar(going.limit(1)) is None:
                return True
        if deadline is not None and time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
