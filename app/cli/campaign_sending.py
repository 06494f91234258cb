"""``flask campaigns``: approved pushes are sent, and what staff do with a mailing on its way."""

import json
import time
from collections.abc import Iterator

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli.acting import AS
from app.cli.commands import REASON, CommandGroup, Row, Step, refusing
from app.wiring import Container
from campaigns.sending.permissions import SendingPermission
from campaigns.sending.services import pushes_of
from campaigns.sending.status import PushState
from deliveries.mailings.counters import counted
from deliveries.mailings.models import Mailing
from deliveries.mailings.queries import parts_of
from deliveries.mailings.services import get_mailing
from deliveries.mailings.status import MailingState
from deliveries.masses.models import MassSend
from deliveries.masses.reports import protected_until
from deliveries.masses.status import verdict
from deliveries.permissions import MailingPermission

POLL_SECONDS = 0.5
NUMBER = click.argument("number", type=int)
ENDED = (MailingState.FINISHED, MailingState.CANCELLED)


def add_to(group: click.Group, container: Container) -> None:
    """Add the verbs of sending to ``flask campaigns``."""
    commands = CommandGroup(group, container)
    _add_mailings(commands, container)
    _add_send(group, container)


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


def _add_mailings(commands: CommandGroup, container: Container) -> None:
    mailings, deletions = container.mailing.mailings, container.mailing.mass_deletions

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
        deletions.ask(step.session, number, reason, step.actor, step.now)
        return {"mass": number, "deleting": True}

    def sends(step: Step, number: int) -> Iterator[Row]:
        step.actor.require(MailingPermission.SEE)
        mailing = get_mailing(step.session, number)
        return (mass_row(one, mailing) for one in parts_of(step.session, number))

    commands.verb("pause", "暂停一次推送；正在发的几条会发完。", pause, NUMBER, REASON)
    commands.verb("resume", "继续。", resume, NUMBER)
    commands.verb("cancel", "取消；还没发的都不发了，不能恢复。", cancel, NUMBER, REASON)
    commands.verb("retry-failed", "重发失败的：只有平台忙、额度用完这一类才重发。", retry, NUMBER)
    commands.verb("confirm-all", "第二个人确认向全部关注者群发。", confirm, NUMBER)
    commands.verb("delete-mass", "请平台删除群发过的文章，10天以内。", delete, NUMBER, REASON)
    commands.look("mass-sends", "一次推送的各批群发：平台怎么答复，群发保护到几点。", sends, NUMBER)


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
    @AS
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
        actor = container.personnel.service.acting(session, login, SendingPermission.SEND)
        approved = [one for one in pushes_of(session, campaign) if one.state is PushState.APPROVED]
        for push in approved:
            mailing.pushes.send(session, push.id, mailing.mailings, actor, now)
    return len(approved)


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
