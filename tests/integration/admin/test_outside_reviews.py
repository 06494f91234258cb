"""An objection to the county's own refusal, at the pages: handed over, entered with its document."""

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from app.wiring import Container
from staff.actors import Actor, ActorKind
from staff.choices import choose
from staff.models import AuditEntry
from staff.permissions import StaffPermission
from tests.integration.admin.case_office import CaseOffice
from tests.integration.admin.conftest import Hiring
from tests.integration.one_engine import database_url
from tests.integration.tip_office import reporter

__all__ = ["database_url"]
SETTLER = Actor(ActorKind.STAFF, "guanli", permissions=frozenset({StaffPermission.SETTLE}))


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def test_who_decides_above_the_county_is_filled_in_and_entered(
    office: CaseOffice, container: Container
) -> None:
    number = office.takes_a_call()
    case = f"/admin/tips/{number}"
    office.does(office.clerk("intake_officer"), number, "decline", code="no_facts")
    with container.database.writing() as session:
        container.casework.tips.object(session, number, "请再看看", reporter(number), container.clock.now())
    supervisor = office.clerk("supervisor")
    assert "还没有登记上一级复查机关" in supervisor.opens(case).text
    with container.database.writing() as session:
        chosen = {"fact.review_authority": "某某市应急管理局", "fact.review_handover": "公文交换"}
        choose(session, chosen, actor=SETTLER, now=container.clock.now())

    waiting = supervisor.opens(case).text
    assert f"{case}/step/admit" not in waiting
    # How it is handed over stands there to be changed; what is not possible yet is said once for all steps.
    assert ">公文交换</textarea>" in waiting
    assert "<strong>复查维持、复查重新核查、复查改为受理</strong>还不能办" in waiting
    assert "没有等您办的事" not in waiting
    sent = supervisor.sends(f"{case}/hand-up", page=case)
    assert "已登记移交" in supervisor.opens(sent.headers["Location"]).text
    assert "还在等复查文书" in supervisor.opens(case).text
    told = {"reason": "事实清楚", "document": "某应急复〔2026〕3号", "decided_on": "2026-11-22"}
    assert "请附上复查文书" in office.is_refused(supervisor, number, "admit", **told)
    paper = (io.BytesIO(b"%PDF-1.4 decision"), "复查.pdf")
    entered = office.does(supervisor, number, "admit", **told, paper=paper)  # type: ignore[arg-type]
    assert "某应急复〔2026〕3号，2026年11月22日（周日）" in entered
    assert "陈力" in entered.partition("登记结论</dt>")[2].partition("</dd>")[0]
    assert "看得到举报原文的人才能打开" in office.clerk("duty_officer").opens(case).text
    read = supervisor.sends(f"{case}/review-paper", page=case)
    assert (read.mimetype, read.data) == ("application/pdf", b"%PDF-1.4 decision")


@pytest.mark.parametrize("role", ["supervisor", "legal_officer"])
def test_who_reviews_reads_what_is_objected_and_the_reading_is_recorded(
    office: CaseOffice, container: Container, role: str
) -> None:
    number, told = office.takes_a_call(), "锁还在门上，请再看看"
    case = f"/admin/tips/{number}"
    office.does(office.clerk("intake_officer"), number, "decline", code="no_facts")
    with container.database.writing() as session:
        container.casework.tips.object(session, number, told, reporter(number), container.clock.now())
    reviewer = office.clerk(role)

    assert told not in reviewer.opens(case).text
    read = reviewer.sends(f"{case}/words", page=case)

    assert told in read.get_data(as_text=True)
    with container.database.reading() as session:
        readings = select(AuditEntry.actor, AuditEntry.subject).where(AuditEntry.action == "tips.read_words")
        assert (reviewer.login, f"tip:{number}") in {tuple(row) for row in session.execute(readings)}
