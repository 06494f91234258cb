"""Learning who a reporter is: asked for with a reason, let through by somebody else, read once, recorded."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.wiring import Container
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.admin.case_office import CaseOffice
from tests.integration.admin.conftest import Hiring
from tests.integration.one_engine import database_url

__all__ = ["database_url"]
REASON = "现场情况和举报说的不一样，<b>需要当面核实"
ASKED = {"purpose": "contact", "reason": REASON}


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def _form(text: str, word: str) -> str:
    """The address of the first form of this word on a page; nothing where there is none."""
    for part in text.split('action="')[1:]:
        address = part.partition('"')[0]
        if address.endswith(f"/{word}"):
            return address
    return ""


def test_a_request_is_decided_by_somebody_else_and_read_once(
    office: CaseOffice, clock: StandingClock
) -> None:
    container, supervisor, custodian = office.container, office.clerk("supervisor"), office.clerk("custodian")
    other = office.clerk("legal_officer")
    number = office.takes_a_call()
    ask = f"/admin/tips/{number}/identity"
    assert ask in supervisor.opens(f"/admin/tips/{number}").text
    assert ask not in office.clerk("intake_officer").opens(f"/admin/tips/{number}").text

    for short, said in (({"reason": "想看"}, "至少10个字"), ({"purpose": ""}, "请选用途")):
        refused = supervisor.sends(ask, **ASKED | short)
        assert (refused.status_code, said in refused.text) == (409, True)
    assert supervisor.sends(ask, **ASKED).status_code == 303
    assert "待审批" in supervisor.opens("/admin/identities").text
    assert _form(supervisor.opens("/admin/identities").text, "read") == ""

    # Whoever decides sees who asks and why, and nothing of whom.
    waits = custodian.opens("/admin/identity-requests").text
    assert ("<b>" in waits, "&lt;b&gt;需要当面核实" in waits) == (False, True)
    assert "王小明" not in waits
    assert "1</strong>查阅身份待审批" in custodian.opens("/admin/").text
    approve = _form(waits, "approve")
    assert custodian.sends(approve, page="/admin/identity-requests").status_code == 303
    again = custodian.posts(approve, csrf_token=custodian.token("/admin/me"))
    assert (again.status_code, "已经处理过" in again.text) == (409, True)

    # Only who asked reads, once; then it is written who read when.
    read = _form(supervisor.opens("/admin/identities").text, "read")
    token = other.token("/admin/me")
    assert other.posts(read, csrf_token=token).status_code == 409
    shown = supervisor.sends(read, page="/admin/identities")
    assert "王小明" in shown.text
    assert "13800138000" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    again = supervisor.posts(read, csrf_token=supervisor.token("/admin/me"))
    assert (again.status_code, "王小明" in again.text) == (409, False)
    assert "已查看" in custodian.opens("/admin/identity-requests").text
    assert number in office.clerk("audit_admin").opens("/admin/audit/identities").text
    with container.database.reading() as session:
        query = select(AuditEntry.action).where(AuditEntry.subject == f"case:{number}")
        steps = session.scalars(query.order_by(AuditEntry.number)).all()
    assert [one for one in steps if one.startswith("vault.")] == [
        "vault.request", "vault.approve", "vault.read",
    ]  # fmt: skip

    # An anonymous tip has nobody to ask for, and what is not there is not there.
    nobody = office.takes_a_call(mode="anonymous", name="", phone="")
    assert "没有登记身份" in supervisor.opens(f"/admin/tips/{nobody}/identity").text
    assert supervisor.asks("/admin/tips/R0000000000/identity").status_code == 404

    # What is let through and not read in half an hour is over.
    assert other.sends(ask, **ASKED).status_code == 303
    custodian.sends(_form(custodian.opens("/admin/identity-requests").text, "approve"),
                    page="/admin/identity-requests")  # fmt: skip
    late = _form(other.opens("/admin/identities").text, "read")
    for _ in range(2):
        clock.advance(minutes=16)
        page = other.opens("/admin/identities").text
    assert ("已过期" in page, _form(page, "read")) == (True, "")
    refused = other.posts(late, csrf_token=other.token("/admin/me"))
    assert (refused.status_code, "王小明" in refused.text) == (409, False)
