"""``flask duty``: what staff were told and nobody has acknowledged yet."""

import json

import click

from app.wiring import Container
from core.clock import SHANGHAI
from core.errors import RuleViolation


def command(container: Container) -> click.Group:
    """The group ``duty``."""

    @click.group("duty", help="值班提醒。")
    def group() -> None:
        pass

    @group.command("list", help="列出还没有人确认收到、又归这个账号管的提醒，紧急的在前。")
    @click.option("--as", "login", metavar="登录名", required=True)
    @click.option("--json", "as_json", is_flag=True)
    def list_(login: str, as_json: bool) -> None:
        try:
            with container.database.reading() as session:
                actor = container.personnel.service.actor_of(session, login)
                found = container.duty.notices.open_notices(session, actor)
        except RuleViolation as refused:
            raise click.ClickException(refused.sentence) from refused
        for one in found:
            at = one.raised_at.astimezone(SHANGHAI)
            if as_json:
                row = {
                    "id": one.id,
                    "subject": one.subject,
                    "sentence": one.sentence,
                    "urgent": one.is_urgent,
                    "raised_at": at.isoformat(),
                    "told": one.told,
                }
                click.echo(json.dumps(row, ensure_ascii=False))
            else:
                mark = "【紧急】" if one.is_urgent else ""
                click.echo(f"{one.id}\t{at:%m-%d %H:%M}\t{one.subject}\t{mark}{one.sentence}")
        if not found and not as_json:
            click.echo("没有等待确认的提醒。")

    @group.command("acknowledge", help="确认收到一条提醒。")
    @click.argument("number", type=int)
    @click.option("--as", "login", metavar="登录名", required=True)
    def acknowledge(number: int, login: str) -> None:
        try:
            with container.database.writing() as session:
                actor = container.personnel.service.actor_of(session, login)
                first = container.duty.notices.acknowledge(session, number, actor, container.clock.now())
        except RuleViolation as refused:
            raise click.ClickException(refused.sentence) from refused
        click.echo("已确认。" if first else "已有人先确认了。")

    return group
