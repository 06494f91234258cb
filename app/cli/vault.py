"""``flask vault``: keys, ends and holds of what is sealed, requests to learn an identity, and exclusions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy.orm import Session

from app.cli.acting import AS
from app.cli.commands import refusing
from app.cli.vault_exclusions import add_exclusions
from app.wiring import Container
from core.clock import SHANGHAI
from core.errors import AnwenError, RuleViolation
from core.whole_files import write_whole
from staff.audit import record
from staff.services import OPERATOR
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.rotation import BATCH, bring_back, escrow
from tipoffs.vault.status import Hold, Purpose

Choice = TypeVar("Choice", Hold, Purpose)


def command(container: Container) -> click.Group:
    """The group ``vault``."""

    @click.group("vault", help="保险柜：密钥、到期销毁、身份查看申请。")
    def group() -> None:
        pass

    _keys(group, container)
    _ends(group, container)
    _requests(group, container)
    add_exclusions(group, container)
    return group


def _keys(group: click.Group, container: Container) -> None:
    @group.command("status", help="密钥在哪一期、还有多少没有换。")
    @click.option("--json", "as_json", is_flag=True)
    def status(as_json: bool) -> None:
        with container.database.reading() as session:
            found = container.casework.vault_container.vault.rotation.standing(session)
        if as_json:
            click.echo(json.dumps({name: getattr(found, name) for name in found.__slots__}))
            return
        click.echo(
            f"在用时期密钥{found.epochs}个，数据密钥{found.keys}个；不在最新一期的{found.to_move}个，"
            f"其中由另一个主密钥保护的{found.under_another_master}个。"
        )

    @group.command("digest", help="换 ANWEN_VAULT_KEY 以前：给出要写进设置的一行，审计日志才接得上。")
    def digest_key() -> None:
        click.echo(f"ANWEN_DIGEST_KEY={container.settings.digest_master}")

    @group.command("rotate", help="换一期密钥并销毁旧的；不停机，中断后可以重来。")
    @click.option("--batch", default=BATCH, show_default=True, type=click.IntRange(1, 10_000))
    def rotate(batch: int) -> None:
        clock, moved = container.clock, 0
        with _writing(container) as session:
            container.casework.vault_container.vault.rotation.begin(session, clock.now())
        while True:
            with _writing(container) as session:
                step = container.casework.vault_container.vault.rotation.move(session, clock.now(), batch)
            moved += step
            if not step:
                break
        with _writing(container) as session:
            now = clock.now()
            destroyed = container.casework.vault_container.vault.rotation.destroy_empty(session, now)
            detail = {"moved": moved, "destroyed": destroyed}
            record(session, actor=OPERATOR, action="vault.rotate", subject="vault", now=now, detail=detail)
        click.echo(f"已换{moved}个数据密钥，销毁旧的时期密钥{destroyed}个。请马上重新备份。")

    @group.command("escrow", help="把在用的时期密钥（仍由主密钥保护）写到文件；和数据库备份分开存放。")
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    def escrow_(file: Path) -> None:
        with container.database.reading() as session:
            kept = escrow(session)
        refusing(lambda: write_whole(file, json.dumps(kept, indent=1), is_secret=True))
        click.echo(f"已写{len(kept)}个时期密钥到{file}。")

    @group.command("restore", help="恢复备份以后，把文件里的时期密钥放回数据库。")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def restore(file: Path) -> None:
        try:
            kept = json.loads(file.read_text("utf-8"))
        except ValueError as error:
            raise click.ClickException(f"{file}不是时期密钥文件。") from error
        with _writing(container) as session:
            click.echo(f"放回{bring_back(session, kept)}个时期密钥。")


def _ends(group: click.Group, container: Container) -> None:
    @group.command("shred", help="销毁已到保存期的密钥；--dry-run只列出，不销毁。")
    @click.option("--dry-run", is_flag=True)
    @click.option("--json", "as_json", is_flag=True)
    @AS
    def shred(dry_run: bool, as_json: bool, login: str | None) -> None:
        now, found = container.clock.now(), []
        if dry_run:
            with _writing(container) as session:
                container.personnel.service.acting(session, login, VaultPermission.SHRED)
                found = container.casework.vault_container.vault.retention.due(session, now)
        else:
            while True:
                with _writing(container) as session:
                    actor = container.personnel.service.acting(session, login, VaultPermission.SHRED)
                    done = container.casework.vault_container.vault.retention.sweep(session, actor, now)
                found += done
                if not done:
                    break
        for each in found:
            closed = each.closed_at.astimezone(SHANGHAI)
            row = {"case": each.case, "class": each.secret_class.value, "closed_at": closed.isoformat()}
            click.echo(
                json.dumps(row)
                if as_json
                else f"{each.case}\t{each.secret_class.label}\t办结{closed:%Y-%m-%d}"
            )
        if not as_json:
            click.echo(f"{'到期' if dry_run else '已销毁'}{len(found)}项。")

    @group.command("hold", help="依法保全一件，到期也不销毁。")
    @click.argument("case")
    @click.option("--why", type=click.Choice([each.value for each in Hold]), required=True)
    @click.option("--basis", default="", help="文号或者哪个机关；同一个理由有两份文书的，各写各的。")
    @AS
    def hold(case: str, why: str, basis: str, login: str | None) -> None:
        with _writing(container) as session:
            actor = container.personnel.service.acting(session, login, VaultPermission.HOLD)
            container.casework.vault_container.vault.retention.hold(
                session, case, _choice(Hold, why), actor, container.clock.now(), basis
            )
        click.echo(f"{case}已保全。")

    @group.command("holds", help="正在保全的，一条一行，第一列是这一条的序号。")
    @AS
    def holds(login: str | None) -> None:
        with _writing(container) as session:
            container.personnel.service.acting(session, login, VaultPermission.HOLD)
            for one in container.casework.vault_container.vault.retention.held(session):
                click.echo(f"{one.id}\t{one.case}\t{one.words}\t{one.held_by}\t{one.held_at:%Y-%m-%d}")

    @group.command("release", help="解除一条保全；别的理由还在的，这一件继续保全。")
    @click.argument("hold", type=int)
    @AS
    def release(hold: int, login: str | None) -> None:
        with _writing(container) as session:
            actor = container.personnel.service.acting(session, login, VaultPermission.HOLD)
            container.casework.vault_container.vault.retention.release(
                session, hold, actor, container.clock.now()
            )
        click.echo(f"已解除第{hold}条保全。")


def _requests(group: click.Group, container: Container) -> None:
    """An identity is never printed by a command: a terminal keeps what it shows. Pages will show it."""
    who = click.option("--as", "login", metavar="登录名", required=True, help="以谁的账号办理。")

    @group.command("request", help="申请查看举报人身份。")
    @click.argument("case")
    @click.option("--purpose", type=click.Choice([each.value for each in Purpose]), required=True)
    @click.option("--reason", required=True)
    @who
    def request(case: str, purpose: str, reason: str, login: str) -> None:
        with _writing(container) as session:
            actor = container.personnel.service.acting(session, login, VaultPermission.REQUEST)
            made = container.casework.vault_container.vault.request(
                session, case, actor, _choice(Purpose, purpose), reason, container.clock.now()
            )
        click.echo(f"申请{made.id}已提交，等待另一个人审批。")

    @group.command("requests", help="等待审批的申请。")
    @click.option("--json", "as_json", is_flag=True)
    @who
    def requests(as_json: bool, login: str) -> None:
        with _writing(container) as session:
            container.personnel.service.acting(session, login, VaultPermission.APPROVE)
            found = container.casework.vault_container.vault.disclosure.waiting(
                session, container.clock.now()
            )
        for one in found:
            row = {
                "id": one.id,
                "case": one.case,
                "purpose": one.purpose.value,
                "reason": one.reason,
                "requested_by": one.requested_by,
            }
            click.echo(
                json.dumps(row, ensure_ascii=False)
                if as_json
                else f"{one.id}\t{one.case}\t{one.requested_by}\t{one.purpose.label}\t{one.reason}"
            )

    @group.command("approve", help="批准申请；申请人半小时内可以查看一次。")
    @click.argument("number", type=int)
    @who
    def approve(number: int, login: str) -> None:
        with _writing(container) as session:
            actor = container.personnel.service.acting(session, login, VaultPermission.APPROVE)
            container.casework.vault_container.vault.approve(session, number, actor, container.clock.now())
        click.echo(f"申请{number}已批准。")

    @group.command("decline", help="不批准申请。")
    @click.argument("number", type=int)
    @who
    def decline(number: int, login: str) -> None:
        with _writing(container) as session:
            actor = container.personnel.service.acting(session, login, VaultPermission.APPROVE)
            container.casework.vault_container.vault.decline(session, number, actor, container.clock.now())
        click.echo(f"申请{number}未批准。")


@contextmanager
def _writing(container: Container) -> Iterator[Session]:
    """One transaction; a broken rule is told in its own sentence."""
    try:
        with container.database.writing() as session:
            yield session
    except RuleViolation as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    except AnwenError as error:
        raise click.ClickException(str(error)) from error


def _choice(words: type[Choice], value: str) -> Choice:
    return next(word for word in words if word.value == value)
