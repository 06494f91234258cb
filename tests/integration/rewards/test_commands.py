"""``flask tipoffs rewards`` as clerks with their own accounts type it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings_loading import load_settings
from app.wiring import Container
from staff import audit
from tests.clerks import Clerks
from tests.conftest import StandingClock
from tests.integration.rewards.office import LINE, clerk


@pytest.fixture
def terminal(database_url: str, tmp_path: Path, clock: StandingClock) -> Iterator[Clerks]:
    """A system with somebody who proposes, somebody who approves and somebody who pays."""
    container = Container(load_settings(var_dir=tmp_path / "var", database_url=database_url), clock)
    terminal = Clerks(container, "tipoffs", "rewards")
    for login, role in (("fagui", "legal_officer"), ("lingdao", "leader"), ("caiwu", "payout_officer")):
        terminal.hires(login, role)
    yield terminal
    container.close()


def opened(terminal: Clerks) -> str:
    words = ("open", "R1", "--kind", "violation", "--accepted", "2026-11-01", "--as", "fagui")
    return terminal.reads(*words).split()[0]


def test_from_budget_to_approval(terminal: Clerks) -> None:
    terminal.reads("budget", LINE, "2026", "1000000", "--document", "拨款1", "--as", "lingdao")
    again = ("budget", LINE, "2026", "1000000", "--document", "拨款1", "--as", "lingdao")
    assert "已经登记过" in terminal.reads(*again, code=1)
    number = opened(terminal)
    proposal = ("propose", number, "--payee", "R1", "--penalty", "20001", "--reason", "属实", "--as", "fagui")
    assert "3,000.15元" in terminal.reads(*proposal)
    terminal.reads("submit", number, "--as", "fagui")
    for login in ("fagui", "caiwu"):
        assert "没有" in terminal.reads("approve", number, "--as", login, code=1)
    assert "已批准" in terminal.reads("approve", number, "--as", "lingdao")
    assert "15%" in terminal.reads("show", number, "--as", "lingdao")
    assert "没有" in terminal.reads("show", number, "--as", "caiwu", code=1)
    balances = terminal.reads("ledger")
    assert "已批未付\t3,000.15元" in balances
    assert "借贷平衡" in balances


def test_whoever_looked_into_the_vault_does_not_approve(terminal: Clerks) -> None:
    terminal.reads("budget", LINE, "2026", "1000000", "--document", "拨款1", "--as", "lingdao")
    number = opened(terminal)
    terminal.reads(
        "propose", number, "--payee", "R1", "--penalty", "20001", "--reason", "属实", "--as", "fagui"
    )
    terminal.reads("submit", number, "--as", "fagui")
    container = terminal.container
    with container.database.writing() as session:
        audit.record(
            session, actor=clerk("lingdao"), action="vault.read", subject="case:R1", now=container.clock.now()
        )
    assert "查看过这件举报" in terminal.reads("approve", number, "--as", "lingdao", code=1)


def test_rule_sets_are_checked_listed_and_tried_by_commands(terminal: Clerks) -> None:
    assert "没有错误" in terminal.reads("check")
    assert "没有查到" in terminal.reads("rules")
    assert len(terminal.reads("rules", "--json").splitlines()) == 22
    employee = ("--set", "xiamen-2021", "--relation", "employee", "--penalty", "3000000")
    tried = terminal.reads("try", "--kind", "violation", "--json", *employee)
    assert json.loads(tried)["amount_fen"] == 39_000_000
    assert "没有适用的奖励规则" in terminal.reads("try", "--kind", "general_hazard", code=1)
    assert "金额" in terminal.reads("try", "--kind", "violation", "--penalty", "一百", code=1)
