"""``flask tipoffs rewards claim|pay|export|reconcile|recover``: the payout officer's side.

Names, accounts and codes come in by a file (``-`` for standard input) and go out to a file that only its
owner may read: a command line stays in the history of the shell, and a terminal keeps what it shows.
"""

import json
from pathlib import Path
from typing import Any

import click

from app.cli.commands import NUMBER, REASON, CommandGroup, Row, Step, refusing, show
from app.cli.rewards_deciding import reward_row
from app.wiring import Container
from core.errors import RuleViolation
from core.whole_files import whole_file
from tipoffs.rewards.moves import get_reward
from tipoffs.rewards.payment.assisted_claims import AssistedClaimForm
from tipoffs.rewards.payment.payee_typed import payee_typed
from tipoffs.rewards.payment.sheets import (
    LEDGER_HEADS,
    PAYOUT_HEADS,
    Cell,
    bank_lines,
    written_csv,
    written_xlsx,
)
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.refusals import WrongCode

FORM = (
    "JSON：code（查询码）、name、id_number、account、bank，agreed为true表示本人单独同意；"
    "匿名的加secret（领奖密码）。"
)
OUT = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
IN = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def add_paying(commands: CommandGroup, group: click.Group, container: Container) -> None:
    """Verbs around the money itself."""
    rewards = container.casework.rewards

    def pay(step: Step, number: str) -> Row:
        made = rewards.paying.send(step.session, number, step.actor, step.now)
        return {"number": number, "voucher": made.voucher, "amount_fen": made.amount_fen}

    def export(step: Step, file: Path) -> Row:
        rows = rewards.reconciling.payout_rows(step.session, step.actor, step.now)
        # What cannot be written is not exported: the line of the audit log goes with it.
        _write(file, PAYOUT_HEADS, rows)
        return {"file": str(file), "vouchers": len(rows)}

    def ledger_export(step: Step, file: Path) -> Row:
        rows = rewards.reconciling.ledger_rows(step.session, step.actor)
        _write(file, LEDGER_HEADS, rows)
        return {"file": str(file), "vouchers": len(rows)}

    def reconcile(step: Step, file: Path) -> list[Row]:
        done = rewards.reconciling.reconcile(
            step.session, bank_lines(file.read_bytes()), step.actor, step.now
        )
        first: Row = {"paid": done.paid, "failed": done.failed, "known": done.known}
        return [
            first,
            *({"row": one.row, "voucher": one.voucher, "why": one.sentence} for one in done.mismatches),
        ]

    def recover(step: Step, number: str, reason: str) -> Row:
        return reward_row(rewards.paying.recover(step.session, number, step.actor, reason, step.now))

    _add_claim(group, container)
    commands.verb("pay", "开出支付凭证，送去支付。", pay, NUMBER)
    commands.verb("export", "把待支付的凭证写到文件（CSV或XLSX），给财务；有姓名和账号。", export, OUT)
    commands.look("ledger-export", "把全部凭证写到文件，只有编号，给财政和审计。", ledger_export, OUT)
    commands.verb("reconcile", "导入银行结果；对不上的列出来，不登记。", reconcile, IN)
    commands.verb("recover", "追回虚假举报领走的奖金。", recover, NUMBER, REASON)


def _add_claim(group: click.Group, container: Container) -> None:
    """A reporter with a receipt code who comes or telephones; whoever types never learns which tip it is."""

    @group.command("claim", help=f"凭查询码当面代填收款信息。{FORM}")
    @click.argument("number")
    @click.argument("file", type=click.File("r", encoding="utf-8"))
    @click.option("--as", "login", metavar="登录名", required=True, help="以谁的账号办理。")
    @click.option("--json", "as_json", is_flag=True, help="一行一个JSON。")
    def claim(number: str, file: Any, login: str, as_json: bool) -> None:
        now = container.clock.now()
        form = _form(file.read())
        with container.database.reading() as session:
            clerk = refusing(lambda: container.personnel.service.actor_of(session, login))
            refusing(lambda: clerk.require(RewardPermission.PAY))
        # The check opens transactions of its own, so it comes before ours.
        case = refusing(lambda: container.casework.receipts.check(form["code"], f"staff:{login}", now))
        container.cipher.ensure_key(now)

        def both() -> Row:
            assisted = container.casework.rewards.assisted_claims(container.casework.employment)
            payee = payee_typed(form["name"], form["id_number"], form["account"], form["bank"], is_sure=True)
            said = AssistedClaimForm(form["code"], payee, agreed=True, secret=form["secret"], number=number)
            with container.database.writing() as session:
                made = assisted.claim(session, said, case, clerk, now)
            if made is None:
                raise WrongCode
            with container.database.reading() as session:
                return reward_row(get_reward(session, number))

        show(refusing(both), as_json)


def _form(text: str) -> dict[str, str]:
    try:
        form = json.loads(text)
        wanted = {name: str(form[name]).strip() for name in ("code", "name", "id_number", "account", "bank")}
        secret = str(form.get("secret", "")).strip()
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(f"收款信息要写成{FORM}") from error
    if form.get("agreed") is not True or not all(wanted.values()):
        raise click.ClickException(f"收款信息没有填全，或者本人没有同意。{FORM}")
    return wanted | {"secret": secret}


def _write(file: Path, heads: tuple[str, ...], rows: list[list[Cell]]) -> None:
    makers = {".csv": written_csv, ".xlsx": written_xlsx}
    maker = makers.get(file.suffix.lower())
    if maker is None:
        raise RuleViolation("文件名要以.csv或者.xlsx结尾。")
    with whole_file(file, is_secret=True) as stream:
        stream.write(maker(heads, rows))
