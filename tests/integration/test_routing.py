"""The bureau's own table of who handles what, and the commands, on both databases."""

import json
from pathlib import Path

import pytest
import yaml
from flask import Flask
from sqlalchemy import select

from core.db import Database
from core.errors import BadContent
from places.services import import_regions
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.editors import hire
from tests.unit.tipoffs.small_county import TREE
from tipoffs.routing.contacts import contacts, contacts_by_department, written
from tipoffs.routing.matrix import Rule, lint, route
from tipoffs.routing.services import import_cells, import_departments, load_matrix

DEPARTMENTS = [
    {"部门代码": "town11", "部门名称": "清溪镇人民政府", "乡镇代码": "11", "联系人": "li、chen@111"},
    {"部门代码": "town12", "部门名称": "石塘镇人民政府", "乡镇代码": "12", "联系人": "wu"},
    {"部门代码": "housing", "部门名称": "安文县住建局"},
]
CELLS = [
    {
        "行业": "城镇燃气",
        "牵头部门": "安文县住建局",
        "配合部门": "市场监督管理局、综合行政执法局",
        "依据": "县安委会分工",
    },
    {"行业": "gas", "区划代码": "11", "牵头部门": "urban"},
]


def sheet(path: Path, rows: object) -> Path:
    """A YAML file of rows."""
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), "utf-8")
    return path


@pytest.fixture
def furnished(database: Database, clock: StandingClock, tmp_path: Path) -> Database:
    """A database with the small county and its departments."""
    with database.writing() as session:
        import_regions(session, TREE, editor="wang", now=clock.now())
        file = sheet(tmp_path / "departments.yaml", DEPARTMENTS)
        assert import_departments(session, file, editor="wang", now=clock.now()) == 3
    return database


def test_the_usual_division_holds_until_the_bureau_says_otherwise(
    furnished: Database, clock: StandingClock, tmp_path: Path
) -> None:
    with furnished.writing() as session:
        before = load_matrix(session)
        assert import_cells(session, sheet(tmp_path / "c.yaml", CELLS), editor="wang", now=clock.now()) == 2
        after = load_matrix(session)
    assert lint(before) == []
    assert route(before, "gas", "111").lead == "housing"
    assert route(after, "gas", "111").lead == "urban"
    assert route(after, "gas", "121").reason.endswith("由安文县住建局主管。")
    assert route(after, "gas", "121").co_handlers == ("market", "urban", "town12")
    assert route(after, "road", "121").lead == "traffic_police"


def test_an_industry_is_replaced_as_a_whole(
    furnished: Database, clock: StandingClock, tmp_path: Path
) -> None:
    with furnished.writing() as session:
        import_cells(session, sheet(tmp_path / "c.yaml", CELLS), editor="wang", now=clock.now())
        import_cells(session, sheet(tmp_path / "c.yaml", CELLS[1:]), editor="wang", now=clock.now())
        table = load_matrix(session)
    assert route(table, "gas", "111").rule is Rule.IN_CHARGE
    assert [one.region for one in table.cells if one.category == "gas"] == ["11"]
    assert {(one.category, one.region) for one in lint(table)} == {("gas", "1"), ("gas", "12")}


def test_contacts_by_region(furnished: Database) -> None:
    with furnished.reading() as session:
        assert contacts(session, "town11", ["111", "11", "1"]) == ["chen", "li"]
        assert contacts(session, "town11", ["11", "1"]) == ["li"]
        assert contacts(session, "fire", ["11"]) == []


def test_contacts_come_from_the_sheet_once_each_and_go_back_into_it(
    furnished: Database, clock: StandingClock, tmp_path: Path
) -> None:
    row = DEPARTMENTS[0] | {"联系人": " li；chen＠111，li、wu "}
    with furnished.writing() as session:
        import_departments(session, sheet(tmp_path / "d.yaml", [row]), editor="wang", now=clock.now())
        again = written(contacts_by_department(session)["town11"])
        assert again == "chen@111、li、wu"
        row = row | {"联系人": again}
        import_departments(session, sheet(tmp_path / "d.yaml", [row]), editor="wang", now=clock.now())
        assert written(contacts_by_department(session)["town11"]) == again


@pytest.mark.parametrize(
    ("named", "told"), [("li@99", "不是区划代码"), ("@111", "登录名"), ("x" * 65, "登录名")]
)
def test_a_contact_that_nobody_could_be_is_refused(
    furnished: Database, clock: StandingClock, tmp_path: Path, named: str, told: str
) -> None:
    file = sheet(tmp_path / "d.yaml", [DEPARTMENTS[0] | {"联系人": named}])
    with pytest.raises(BadContent, match=told), furnished.writing() as session:
        import_departments(session, file, editor="wang", now=clock.now())
    with furnished.reading() as session:
        assert contacts(session, "town11", ["111"]) == ["chen", "li"]


@pytest.mark.parametrize(
    "row",
    [
        {"行业": "魔法", "牵头部门": "housing"},
        {"行业": "gas", "牵头部门": "没有的局"},
        {"行业": "gas", "牵头部门": "housing", "区划代码": "99"},
        {"行业": "gas", "牵头部门": "housing", "配合部门": "没有的局"},
        {"行业": "gas"},
    ],
)
def test_a_line_with_a_fault_changes_nothing(
    furnished: Database, clock: StandingClock, tmp_path: Path, row: dict[str, str]
) -> None:
    with pytest.raises(BadContent), furnished.writing() as session:
        import_cells(session, sheet(tmp_path / "c.yaml", [*CELLS, row]), editor="wang", now=clock.now())
    with furnished.reading() as session:
        assert route(load_matrix(session), "gas", "111").lead == "housing"


def test_an_office_of_no_town_is_refused(furnished: Database, clock: StandingClock, tmp_path: Path) -> None:
    rows = [{"部门代码": "x", "部门名称": "x", "乡镇代码": "99"}]
    with pytest.raises(BadContent), furnished.writing() as session:
        import_departments(session, sheet(tmp_path / "d.yaml", rows), editor="wang", now=clock.now())


def test_the_table_of_duties_is_imported_checked_and_asked_by_commands(
    app: Flask, furnished: Database, clock: StandingClock, tmp_path: Path
) -> None:
    runner = app.test_cli_runner()
    with furnished.writing() as session:
        hire(session, "wang", "王", clock.now(), "supervisor")

    def run(*words: str, code: int = 0) -> str:
        result = runner.invoke(args=list(words))
        assert result.exit_code == code, result.output
        return result.output

    assert "都有一个牵头部门" in run("tipoffs", "router", "lint")
    run("tipoffs", "router", "import", str(sheet(tmp_path / "c.yaml", CELLS[1:])), "--as", "wang")
    found = [json.loads(line) for line in run("tipoffs", "router", "lint", "--json", code=1).splitlines()]
    assert [one["gap"] for one in found] == ["uncovered", "uncovered"]
    assert "没有牵头部门" in run("tipoffs", "router", "lint", code=1)
    tried = json.loads(run("tipoffs", "router", "route", "gas", "111", "--exclude", "urban", "--json"))
    assert (tried["lead"], tried["rule"]) == ("town11", "nearest")
    run("tipoffs", "router", "route", "magic", code=1)
    run("tipoffs", "router", "departments", str(sheet(tmp_path / "d.yaml", DEPARTMENTS)), "--as", "wang")
    rules = [json.loads(line) for line in run("tipoffs", "clocks", "rules", "--json").splitlines()]
    assert {one["kind"]: one["length"] for one in rules}["verify"] == 60
    assert "没有时限" in run("tipoffs", "clocks", "show", "R1")
    assert run("tipoffs", "clocks", "recount") == "0个时限有变化。\n"


def test_the_commands_of_places(
    app: Flask, furnished: Database, clock: StandingClock, tmp_path: Path
) -> None:
    runner = app.test_cli_runner()
    with furnished.writing() as session:
        hire(session, "wang", "王", clock.now(), "supervisor")

    def run(*words: str, code: int = 0) -> str:
        result = runner.invoke(args=list(words))
        assert result.exit_code == code, result.output
        return result.output

    assert "seed" in run("places", "workdays", "list", "2026")
    assert "新写入" in run("places", "workdays", "seed")
    assert "国庆节调休上班" in run("places", "workdays", "list", "2026")
    assert json.loads(run("places", "workdays", "list", "2027", "--json"))["is_provisional"] is True
    assert "还没有公布" in run("places", "workdays", "list", "2027")
    run("places", "workdays", "set", "2027-01-01", "off", "--name", "元旦", "--as", "wang")
    assert "wang" in run("places", "workdays", "list", "2027")
    run("places", "workdays", "set", "2027-01-01", "off", "--name", " ", "--as", "wang", code=1)
    run("places", "workdays", "clear", "2027-01-01", "--as", "wang")
    run("places", "workdays", "clear", "2027-01-01", "--as", "wang", code=1)
    with furnished.reading() as session:
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    assert actions == ["places.set_day", "places.clear_day"]
    notice = sheet(tmp_path / "n.yaml", [{"日期": "2027-01-01", "是否上班": "否", "名称": "元旦"}])
    assert "暂定" in run("places", "workdays", "import", str(notice), "--as", "wang")
    assert "111" in run("places", "regions", "find", "清溪镇石乔村")
    assert "认不出来" in run("places", "regions", "find", "121.4,28.4")
    assert len(run("places", "regions", "list", "--json").splitlines()) == 5
    rows = [{"代码": "13", "名称": "松门镇", "上级代码": "1", "级别": "乡镇"}]
    run("places", "regions", "import", str(sheet(tmp_path / "r.yaml", rows)), "--as", "wang")
    assert "松门镇" in run("places", "regions", "list")
