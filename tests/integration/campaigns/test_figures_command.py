"""``flask campaigns figures`` as staff type it: text, JSON, workbook, the query, and who may."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from app.cli import listing
from app.settings_loading import load_settings
from app.wiring import Container
from campaigns.figures.register import register
from places.services import import_regions
from staff.actors import Scope
from staff.models import AuditEntry
from staff.services import OPERATOR
from tests.conftest import StandingClock
from tests.integration.campaigns.figure_rows import TOWN, County, written
from tests.integration.campaigns.planning_office import china
from tests.integration.one_engine import database_url
from tests.unit.places.county import county

__all__ = ["database_url"]


class Terminal:
    """Somebody who types the command in July."""

    def __init__(self, container: Container) -> None:
        self.container = container
        app = Flask("anwen", static_folder=None)
        listing.register(app, container)
        self._group = app.cli.commands["campaigns"]

    def types(self, *words: object) -> Result:
        """Type it with these options."""
        return CliRunner().invoke(self._group, ["figures", *map(str, words)])

    def reads(self, *words: object) -> str:
        """Type what works; what it says."""
        result = self.types(*words)
        assert result.exit_code == 0, result.output
        return str(result.output)

    def hires(self, login: str, role: str, scope: Scope) -> None:
        """An account."""
        staff, now = self.container.personnel.service, self.container.clock.now()
        with self.container.database.writing() as session:
            staff.add(session, login=login, name=login, scope=scope, actor=OPERATOR, now=now)
            staff.grant(session, login, role, actor=OPERATOR, now=now)


@pytest.fixture
def terminal(database_url: str, tmp_path: Path, clock: StandingClock) -> Iterator[Terminal]:
    """A county with something in every table."""
    clock.moment = china("2026-07-03 09:00")
    container = Container(load_settings(var_dir=tmp_path / "var", database_url=database_url), clock)
    with container.database.writing() as session:
        import_regions(session, county(), editor="op", now=clock.now())
        written(session.connection(), County(5).rows)
    yield Terminal(container)
    container.close()


def test_the_figures_of_safety_month_at_the_terminal(terminal: Terminal, tmp_path: Path) -> None:
    # As long as nobody has an account for it, whoever runs the machine may.
    file = tmp_path / "figures.xlsx"
    rows = [
        json.loads(line)
        for line in terminal.reads(
            "--period", "2026安全生产月", "--json", "--xlsx", file, "--year-on-year"
        ).splitlines()
    ]
    by_key: dict[str, dict[str, Any]] = {row["figure"]: row for row in rows}
    assert list(by_key) == list(register())
    assert by_key["scans.people"]["unit"] == "人"
    assert {"numerator", "denominator", "basis", "reach", "definition", "year_before"} <= by_key[
        "scans"
    ].keys()
    with terminal.container.database.reading() as session:
        actions = session.scalars(select(AuditEntry.action)).all()
    assert list(actions) == ["figures.export"]
    book = openpyxl.load_workbook(file)
    told = {row[-1]: row for row in book["指标"].iter_rows(min_row=2, values_only=True)}
    assert told.keys() == by_key.keys()
    assert told["scans"][3] == by_key["scans"]["value"]
    statements = {row[0]: row[2] for row in book["查询语句"].iter_rows(min_row=2, values_only=True)}
    with terminal.container.database.reading() as session:
        (found,) = session.connection().exec_driver_sql(str(statements["scans"])).one()
    assert found == by_key["scans"]["value"]

    text = terminal.reads("--period", "2026-06")
    assert text.startswith("2026年6月（2026-06-01至2026-06-30）")
    assert "统计规则" in text
    shown = terminal.reads("--period", "2026-06", "--query", "answers.right")
    assert "分子：答对的题次" in shown
    assert "FROM quiz_answers" in shown
    asked = json.loads(terminal.reads("--period", "2026-06", "--query", "scans", "--json"))
    assert asked["sql"] == statements["scans"]
    assert terminal.types("--period", "六月").exit_code == 1
    assert "scans.people" in terminal.types("--period", "2026-06", "--query", "scans.all").output


def test_who_may_not_see_campaigns_is_told_nothing(terminal: Terminal) -> None:
    terminal.hires("xiang", "planner", Scope(regions=frozenset({TOWN})))
    terminal.hires("zhiban", "duty_officer", Scope(everywhere=True))
    assert "账号" in terminal.types("--period", "2026-06").output
    assert "没有办理这一步的权限" in terminal.types("--period", "2026-06", "--as", "zhiban").output
    mine = terminal.reads("--period", "2026-06", "--query", "activities", "--as", "xiang")
    assert f"activities.region IN ('{TOWN}'" in mine
    other = terminal.types("--period", "2026-06", "--region", "999001101", "--as", "xiang")
    assert "不在您的办理范围内" in other.output
