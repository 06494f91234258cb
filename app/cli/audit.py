"""``flask audit``: reading the log of what was done, and whether it is still what was written."""

import json
from pathlib import Path

import click
from sqlalchemy import select

from app.cli.acting import AS
from app.wiring import Container
from core.clock import SHANGHAI
from core.errors import BadContent, RuleViolation
from staff.audit import key_of
from staff.heads import newest_head, read_heads
from staff.models import AuditEntry
from staff.permissions import StaffPermission
from staff.standing import unrecorded
from staff.verifying import verify


def command(container: Container) -> click.Group:
    """The group ``audit``."""

    @click.group("audit", help="审计日志。")
    def group() -> None:
        pass

    _add_verifying(group, container)
    _add_reading(group, container)
    return group


def _add_verifying(group: click.Group, container: Container) -> None:
    @group.command("verify", help="从头核验全部日志；有一条不对就以非零退出，指出是第几条。")
    @click.option(
        "--heads",
        "file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="库外保存的链头记录；不写就用本机的。",
    )
    @AS
    def verify_(file: Path | None, login: str | None) -> None:
        _allow(container, login)
        try:
            with container.database.reading() as session:
                lines = (
                    file.read_text("ascii", "replace").splitlines()
                    if file
                    else container.personnel.kept_heads()
                )
                heads = read_heads(lines, key_of(session))
                verdict = verify(session, heads)
                strange = unrecorded(session) if verdict.is_whole else []
        except BadContent as error:
            raise click.ClickException(str(error)) from error
        if verdict.fault is not None:
            raise click.ClickException(f"审计日志不完整。前{verdict.good}条无误。{verdict.fault}")
        if strange:
            raise click.ClickException("审计日志完整，但是账号和角色与日志不符：\n" + "\n".join(strange))
        beside = f"和库外{len(heads)}个链头一致" if heads else "没有库外的链头可对照，看不出末尾有没有被删"
        click.echo(f"审计日志完整，共{verdict.good}条；{beside}。")

    @group.command("head", help="显示现在的链头，可以抄到别处保存。")
    @AS
    def head(login: str | None) -> None:
        _allow(container, login)
        with container.database.reading() as session:
            found = newest_head(session, container.clock.now())
            click.echo(found.line(key_of(session)) if found else "还没有审计日志。")


def _add_reading(group: click.Group, container: Container) -> None:
    @group.command("show", help="最近的日志，新的在前。")
    @click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
    @click.option("--subject", help="只看这一件，例如tip:R2611000123。")
    @click.option("--actor", help="只看这个人。")
    @click.option("--json", "as_json", is_flag=True)
    @AS
    def show(limit: int, subject: str | None, actor: str | None, as_json: bool, login: str | None) -> None:
        _allow(container, login)
        query = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit)
        if subject is not None:
            query = query.where(AuditEntry.subject == subject)
        if actor is not None:
            query = query.where(AuditEntry.actor == actor)
        with container.database.reading() as session:
            found = session.scalars(query).all()
        for entry in found:
            click.echo(_json(entry) if as_json else _line(entry))


def _allow(container: Container, login: str | None) -> None:
    try:
        with container.database.reading() as session:
            container.personnel.service.acting(session, login, StaffPermission.AUDIT)
    except RuleViolation as error:
        raise click.ClickException(error.sentence) from error


def _line(entry: AuditEntry) -> str:
    at = entry.at.astimezone(SHANGHAI)
    detail = "" if entry.detail == "{}" else entry.detail
    columns = (str(entry.number), f"{at:%Y-%m-%d %H:%M:%S}", entry.actor, entry.action, entry.subject)
    return "\t".join(filter(None, (*columns, entry.reason, detail)))


def _json(entry: AuditEntry) -> str:
    tree = {
        "number": entry.number,
        "at": entry.at.astimezone(SHANGHAI).isoformat(),
        "actor_kind": entry.actor_kind,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "reason": entry.reason,
        "detail": json.loads(entry.detail),
        "hash": entry.hash,
    }
    return json.dumps(tree, ensure_ascii=False)
