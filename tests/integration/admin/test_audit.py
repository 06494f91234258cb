"""The sections of the audit administrator: search, identities, verifying in parts, files."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import text

from admin import audit as section
from app.wiring import Container
from staff.actors import Actor, ActorKind
from staff.audit import key_of, record
from staff.verifying import Progress
from tests.integration.admin.conftest import Clerk, Hiring

CHEN = Actor(ActorKind.STAFF, "chen")


@pytest.fixture
def auditor(container: Container, hiring: Hiring) -> Clerk:
    """Who watches, in a system where something was done."""
    with container.database.writing() as session:
        now = container.clock.now()
        for number in range(120):
            record(session, actor=CHEN, action="tips.accept", subject=f"tip:R{number}", now=now)
        reason = "=HYPERLINK(1)<b>看</b>"
        record(session, actor=CHEN, action="vault.read", subject="case:R7", now=now, reason=reason)
    return hiring.insider("audrey", "audit_admin")


def test_the_log_is_searched_page_by_page(auditor: Clerk) -> None:
    first = auditor.opens("/admin/audit?actor=chen").text
    following = re.search(r'href="([^"]+after=[^"]+)" rel="next"', first)

    assert following
    second = auditor.opens(following[1].replace("&amp;", "&")).text
    assert "R119" in first
    assert "R50<" not in first
    assert "R70<" in second
    assert "R119" not in second
    assert "R5<" in auditor.opens("/admin/audit?subject=tip:R5&day=2026-11-22&action=tips.accept").text
    assert "没有符合条件的记录" in auditor.opens("/admin/audit?subject=tip:R5&day=2026-11-21").text
    assert auditor.opens("/admin/audit?day=yesterday&after=x").status_code == 200


def test_who_read_an_identity(auditor: Clerk) -> None:
    page = auditor.opens("/admin/audit/identities").text

    assert "案卷 R7" in page
    assert "举报 R" not in page.partition("<tbody>")[2]
    assert "&lt;b&gt;看" in page
    assert "<b>看" not in page


def test_what_is_looked_for_is_picked_or_typed_as_people_say_it(auditor: Clerk, container: Container) -> None:
    with container.database.writing() as session:
        other = Actor(ActorKind.STAFF, "audrey")
        record(session, actor=other, action="tips.note", subject="tip:R7", now=container.clock.now())
    page = auditor.opens("/admin/audit").text
    assert '<option value="陈力（audrey）">' in page
    assert "举报 R119" in page

    for asked in ("R7", "举报R7", "举报 R7", "tip:R7"):
        about = auditor.asks(f"/admin/audit?subject={asked}").text.partition("<tbody>")[2]
        assert "举报 R7<" in about, asked
        assert "举报 R70" not in about, asked
    assert "案卷 R7<" in auditor.opens("/admin/audit?subject=R7").text
    for asked in ("陈力（audrey）", "陈力", "audrey"):
        by = auditor.opens(f"/admin/audit?actor={asked}").text
        assert "写备注" in by.partition("<tbody>")[2], asked
        assert "举报：受理" not in by.partition("<tbody>")[2], asked


def test_a_year_of_exports_of_every_kind_is_found_by_one_word(container: Container, auditor: Clerk) -> None:
    now, mine = container.clock.now(), Actor(ActorKind.STAFF, "audrey")
    with container.database.writing() as session:
        for action, days in (("tips.export", 300), ("training.export", 10), ("lists.export", 400)):
            record(session, actor=mine, action=action, subject="tips", now=now - timedelta(days=days))
    since = (now - timedelta(days=365)).date()

    def found(query: str) -> set[str]:
        body = auditor.opens(f"/admin/audit?{query}").text.partition("<tbody>")[2].partition("</tbody>")[0]
        return set(re.findall(r"\w+\.export\b", body)) | set(re.findall(r"\w+\.accept\b", body))

    assert found("action=导出") == {"tips.export", "training.export", "lists.export"}
    assert found(f"action=导出&since={since}") == {"tips.export", "training.export"}
    assert found(f"action=导出&since={since}&until={(now - timedelta(days=200)).date()}") == {"tips.export"}
    assert found("action=举报：受理") == {"tips.accept"}, "whole words mean the one that they name"
    assert "没有符合条件的记录" in auditor.opens("/admin/audit?action=没有这样的事").text


def test_verifying_goes_on_in_parts(
    container: Container, auditor: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(section, "AT_ONCE", 50)
    page = auditor.sends("/admin/audit/verify/on", page="/admin/audit/verify").text
    assert "已核验50条" in page
    for good in (100, 121):
        progress = re.search(r'name="progress"\s+value="([^"]+)"', page)
        assert progress
        page = auditor.sends("/admin/audit/verify/on", page="/admin/audit/verify", progress=progress[1]).text
        assert f"{good}条" in page
    # The account was written past its services, and that is just what is found.
    assert "账号audrey没有建立的记录" in page
    with container.database.reading() as session:
        forged = Progress(120, "0" * 64).line(b"x" * 32)
        assert Progress.of(forged, key_of(session)) == Progress()


def test_a_changed_entry_is_named(container: Container, auditor: Clerk) -> None:
    with container.database.writing() as session:
        if container.database.is_sqlite:
            session.execute(text("DROP TRIGGER IF EXISTS audit_entries_no_update"))
            names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
            for name in names:
                session.execute(text(f'DROP TRIGGER "{name}"'))
        else:
            session.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        session.execute(text("UPDATE audit_entries SET actor = 'li' WHERE number = 5"))

    page = auditor.sends("/admin/audit/verify/on", page="/admin/audit/verify").text

    assert "前4条无误" in page
    assert "第5条" in page


def test_files_hold_everything_and_no_formula(container: Container, auditor: Clerk) -> None:
    csv = auditor.sends("/admin/audit/export", page="/admin/audit", **{"as": "csv", "actor": "chen"})
    xlsx = auditor.sends("/admin/audit/export", page="/admin/audit", **{"as": "xlsx", "of": "identities"})

    lines = csv.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 122
    assert "'=HYPERLINK(1)" in lines[-1]
    cells = list(openpyxl.load_workbook(io.BytesIO(xlsx.data)).worksheets[0].iter_rows())
    assert len(cells) == 2
    assert {cell.data_type for cell in cells[1]} <= {"s", "inlineStr"}
    assert cells[1][6].value == "'=HYPERLINK(1)<b>看</b>"
    assert "audit.export" in auditor.opens("/admin/audit?actor=audrey").text


def test_a_sheet_too_long_is_refused(auditor: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(section, "MOST_ROWS", 100)

    refused = auditor.sends("/admin/audit/export", page="/admin/audit", **{"as": "xlsx"})

    assert (refused.status_code, "导出CSV" in refused.text) == (409, True)
