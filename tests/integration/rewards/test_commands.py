"""``flask tipoffs rewards`` as clerks with their own accounts type it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from app.cli import listing
from app.settings_loading import load_settings
from app.wiring import Container
from staff import audit
from staff.actors import Scope
from tests.conftest import StandingClock
from tests.integration.rewards.office import LINE, clerk


class Terminal:
    """Somebody who types below ``flask tipoffs rewards``, or ``flask staff``."""

    def __init__(self, container: Container) -> None:
        self.container = container
        app = Flask("anwen", static_folder=None)
        listing.register(app, container)
        self._commands = app.cli.commands

    def types(self, *words: str, group: str = "tipoffs", works: bool = True) -> str:
        """Type a command that works, or one that is refused."""
        typed = (["rewards"] if group == "tipoffs" else []) + list(words)
        result = CliRunner().invoke(self._commands[group], typed)
        assert (result.exit_code == 0) is works, result.output
        return result.output


@pytest.fixture
def terminal(database_url: str, tmp_path: Path, clock: StandingClock) -> Iterator[Terminal]:
    """A system with somebody who proposes, somebody who approves and somebody who pays."""
    container = Container(load_settings(var_dir=tmp_path / "var", database_url=database_url), clock)
    terminal = Terminal(container)
    for login, role in (("fagui", "legal_officer"), ("lingdao", "leader"), ("caiwu", "payout_officer")):
        with container.database.writing() as session:
            operator = container.personnel.service.acting(session, None, "staff.manage")
            container.personnel.service.add(
                session,
                login=login,
                name=login,
                scope=Scope(everywhere=True),
                actor=operator,
                now=clock.now(),
            )
            container.personnel.service.grant(session, login, role, actor=operator, now=clock.now())
    yield terminal
    container.close()


def opened(terminal: Terminal) -> str:
    words = ("open", "R1", "--kind", "violation", "--accepted", "2026-11-01", "--as", "fagui")
    return terminal.types(*words).split()[0]


def test_from_budget_to_approval(terminal: Terminal) -> None:
    terminal.types("budget", LINE, "2026", "1000000", "--document", "拨款1", "--as", "lingdao")
    again = ("budget", LINE, "2026", "1000000", "--document", "拨款1", "--as", "lingdao")
    assert "已经登记过" in terminal.types(*again, works=False)
    number = opened(terminal)
    proposal = ("propose", number, "--payee", "R1", "--penalty", "20001", "--reason", "属实", "--as", "fagui")
    assert "3,000.15元" in terminal.types(*proposal)
    terminal.types("submit", number, "--as", "fagui")
    for login in ("fagui", "caiwu"):
        assert "没有" in terminal.types("approve", number, "--as", login, works=False)
    assert "已批准" in terminal.types("approve", number, "--as", "lingdao")
    assert "15%" in terminal.types("show", number, "--as", "lingdao")
    assert "没有" in terminal.types("show", number, "--as", "caiwu", works=False)
    balances = terminal.types("ledger")
    assert "已批未付\t3,000.15元" in balances
    assert "借贷平衡" in balances


def test_whoever_looked_into_the_vault_does_not_approve(terminal: Terminal) -> None:
    terminal.types("budget", LINE, "2026", "1000000", "--document", "拨款1", "--as", "lingdao")
    number = opened(terminal)
    terminal.types(
        "propose", number, "--payee", "R1", "--penalty", "20001", "--reason", "属实", "--as", "fagui"
    )
    terminal.types("submit", number, "--as", "fagui")
    container = terminal.container
    with container.database.writing() as session:
        audit.record(
            session, actor=clerk("lingdao"), action="vault.read", subject="case:R1", now=container.clock.now()
        )
    assert "查看过这件举报" in terminal.types("approve", number, "--as", "lingdao", works=False)


def test_rule_sets_are_checked_listed_and_tried_by_commands(terminal: Terminal) -> None:
    assert "没有错误" in terminal.types("check")
    assert "没有查到" in terminal.types("rules")
    assert len(terminal.types("rules", "--json").splitlines()) == 22
    employee = ("--set", "xiamen-2021", "--relation", "employee", "--penalty", "3000000")
    tried = terminal.types("try", "--kind", "violation", "--json", *employee)
    assert json.loads(tried)["amount_fen"] == 39_000_000
    assert "没有适用的奖励规则" in terminal.types("try", "--kind", "general_hazard", works=False)
    assert "金额" in terminal.types("try", "--kind", "violation", "--penalty", "一百", works=False)
