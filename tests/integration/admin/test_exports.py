"""Lists as files: what the page shows under its filter, to whom it shows it, with nothing that runs."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from admin import sheets
from admin.lines import Line
from app.wiring import Container
from core.sandbox import TooMany
from core.workbooks import harmless
from knowledge.editorial.importing import store_articles
from staff.actors import Scope
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.full_disk import disk_full
from tests.integration.admin.case_office import CaseOffice
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.one_engine import database_url
from tests.integration.questions_asked import Citizens
from tests.unit.knowledge.samples import FEW
from tipoffs.routing.categories import categories

__all__ = ["database_url"]
FORMULA = "=HYPERLINK(1)<b>"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def taken(clerk: Clerk, page: str, query: str = "", of: str = "") -> list[tuple[str, ...]]:
    """The rows of the file behind the button of a page, without the heads; every cell is a text."""
    answer = clerk.sends(f"{of or page}/export{query}", page=page)
    assert (answer.status_code, answer.content_type) == (200, EXCEL)
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows())
    assert all(cell.data_type in "sn" for row in rows for cell in row if cell.value is not None)
    return [tuple(str(cell.value or "") for cell in row) for row in rows[1:]]


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def test_a_table_that_the_disk_has_no_room_for_is_not_offered_and_told_in_words(office: CaseOffice) -> None:
    intake, page = office.clerk("intake_officer"), "/admin/tips"
    office.takes_a_call()
    form = {"csrf_token": intake.token(page)}

    with disk_full():
        refused = intake.posts(f"{page}/export", **form)

    assert (refused.status_code, "磁盘满了没有" in refused.text) == (503, True)
    assert "Content-Disposition" not in refused.headers
    with office.container.database.reading() as session:
        assert session.scalars(select(AuditEntry).where(AuditEntry.action == "lists.export")).all() == []
    assert len(taken(intake, page)) == 1, "and goes on by itself when there is room again"


def test_tips_are_taken_as_the_page_shows_them(
    office: CaseOffice, container: Container, hiring: Hiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("admin.cases.exports.AT_ONCE", 1)
    monkeypatch.setattr(sheets, "AT_ONCE", 1)
    intake = office.clerk("intake_officer")
    first = office.takes_a_call(object_name=FORMULA)
    second = office.takes_a_call(facts="另一件：仓库里堆满纸箱，没有灭火器", address="太平街道人民路1号")
    office.does(intake, first, "accept")
    elsewhere = hiring.insider("qita", "read_only", scope=Scope(regions=frozenset({"331081001"})))

    everything = taken(intake, "/admin/tips")
    new = taken(intake, "/admin/tips", "?group=new&after=x_y")
    theirs = taken(elsewhere, "/admin/tips") if "导出" in elsewhere.opens("/admin/tips").text else []

    assert [row[0] for row in everything] == [second, first]
    assert everything[1][6] == harmless(FORMULA)
    assert [row[0] for row in new] == [second]
    assert first not in [row[0] for row in theirs]
    assert "13800138000" not in str(everything)
    assert hiring.insider("fa", "payout_officer").posts("/admin/tips/export").status_code == 403
    with container.database.reading() as session:
        notes = session.execute(
            select(AuditEntry.actor, AuditEntry.detail).where(AuditEntry.action == "tips.export")
        ).all()
    assert (intake.login, '{"group":"new"}') in [(who, what.replace(" ", "")) for who, what in notes]


def test_two_hundred_exports_at_once_do_not_take_the_threads_of_citizens(
    hiring: Hiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = hiring.insider("li", "intake_officer")
    writing = Line(lambda: TooMany("export"), in_line=0)
    monkeypatch.setattr(sheets, "_writing", writing)
    with writing.place():
        crowded = reader.sends("/admin/tips/export", page="/admin/tips")
    assert (crowded.status_code, "过一会儿再试" in crowded.text) == (503, True)

    for _ in range(3):  # each gives its place back
        assert taken(reader, "/admin/tips") == []


@pytest.mark.parametrize(
    ("role", "page", "file"),
    [
        ("intake_officer", "/admin/tips", "/admin/tips/export"),
        ("verifier", "/admin/hazards", "/admin/hazards/export"),
        ("system_admin", "/admin/people", "/admin/people/export"),
        ("system_admin", "/admin/regions", "/admin/regions/export"),
        ("knowledge_editor", "/admin/knowledge", "/admin/knowledge/export"),
        ("audit_admin", "/admin/audit", "/admin/audit/export?as=xlsx"),
        ("planner", "/admin/campaigns/figures", "/admin/campaigns/figures/export"),
    ],
)
def test_a_file_that_could_not_be_made_was_not_taken(
    container: Container, hiring: Hiring, monkeypatch: pytest.MonkeyPatch, role: str, page: str, file: str
) -> None:
    reader = hiring.insider("li", role)
    writing = Line(lambda: TooMany("export"), in_line=0)
    monkeypatch.setattr(sheets, "_writing", writing)
    form = {"as": "xlsx"} if "as=" in file else {}

    def taken_according_to_the_log() -> int:
        with container.database.reading() as session:
            done = session.scalars(select(AuditEntry.action).where(AuditEntry.actor == reader.login)).all()
        return sum("export" in one for one in done)

    with writing.place():
        crowded = reader.sends(file, page=page, **form)
    assert (crowded.status_code, taken_according_to_the_log()) == (503, 0)

    assert reader.sends(file, page=page, **form).status_code == 200
    assert taken_according_to_the_log() == 1


def test_hazards_and_people_are_exported_sorted_filtered_and_without_formulas(
    office: CaseOffice, hiring: Hiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder, boss = office.clerk("verifier"), hiring.insider("boss", "system_admin")
    for level in ("general", "major"):
        form = {
            "region": "331081002", "category": next(iter(categories())), "level": level,
            "source": "inspection", "object_name": FORMULA, "address": "万寿路8号", "description": "锁闭",
        }  # fmt: skip
        sent = finder.sends("/admin/hazards/new", **form)
        assert sent.status_code == 303, sent.text

    assert len(taken(finder, "/admin/hazards")) == 2
    monkeypatch.setattr("admin.cases.exports.AT_ONCE", 1)
    for sort, first in (("level", "重大"), ("found", "重大"), ("town", "一般"), ("due", "一般")):
        assert taken(finder, "/admin/hazards", f"?sort={sort}")[0][2] == first, sort
    major = taken(finder, "/admin/hazards", "?level=major")
    assert [(row[2], row[6]) for row in major] == [("重大", harmless(FORMULA))]
    people = taken(boss, "/admin/people", "?role=verifier")
    assert [(row[1], row[2], row[4]) for row in people] == [(finder.login, "核查员", "在用")]
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    assert "只有前1条" in taken(finder, "/admin/hazards")[-1][0]


def test_articles_and_questions_that_nobody_answered(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    with container.database.writing() as session:
        store_articles(session, FEW, clock.now())
        citizens = Citizens(session, clock.now())
        citizens.ask("＝cmd|农家乐申请动火要找哪个部门", 3, ago=timedelta(days=2))
    editor = hiring.insider("bian", "knowledge_editor")

    articles = taken(editor, "/admin/knowledge")
    gas = taken(editor, "/admin/knowledge", "?category=gas&after=zzz")
    groups = taken(editor, "/admin/knowledge/unanswered")

    assert [row[0] for row in articles] == sorted(one.id for one in FEW)
    assert [row[0] for row in gas] == sorted(one.id for one in FEW if one.category == "gas")
    assert (groups[0][0][0], groups[0][1:3]) == ("'", ("3", "3"))
