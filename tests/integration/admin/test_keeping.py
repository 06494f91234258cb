"""Legal holds, the list of what is destroyed next, and the register of requests about personal data."""

from datetime import timedelta

from sqlalchemy import select

from app.wiring import Container
from followers.data_request_models import DataRequest
from followers.data_requests import forget_people
from tests.integration.admin.conftest import Hiring
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.models import VaultCase, VaultKey

MARKUP = "<img src=x onerror=alert(1)>"


def test_a_hold_keeps_a_case_from_the_list_of_the_night(container: Container, hiring: Hiring) -> None:
    now = container.clock.now()
    with container.database.writing() as session:
        session.add(
            VaultCase(case="R2511000001", mode=None, opened_at=now, closed_at=now - timedelta(days=400))
        )
        session.flush()
        key = VaultKey(case="R2511000001", secret_class=SecretClass.IDENTITY, epoch="e", wrapped=b"x")
        key.made_at = now
        session.add(key)
    lawyer, custodian = hiring.insider("law", "legal_officer"), hiring.insider("cus", "custodian")
    assert "R2511000001" in custodian.opens("/admin/shredding").text

    held = lawyer.sends("/admin/holds/set", page="/admin/holds", case="R2511000001", why="dispute")

    assert "已保全" in lawyer.opens(held.headers["Location"]).text
    assert "R2511000001" not in custodian.opens("/admin/shredding").text
    unknown = lawyer.sends("/admin/holds/set", page="/admin/holds", case=MARKUP, why="dispute")
    assert (unknown.status_code, MARKUP in unknown.text) == (409, False)
    typed = {"case": "R2511000001", "why": "investigation", "basis": f"县监委2026年12号{MARKUP}"}
    assert lawyer.sends("/admin/holds/set", page="/admin/holds", **typed).status_code == 303
    assert "1件，2条" in (page := lawyer.opens("/admin/holds").text)
    assert ("县监委2026年12号" in page, MARKUP in page) == (True, False)
    long = lawyer.sends("/admin/holds/set", page="/admin/holds", **{**typed, "basis": "字" * 81})
    assert (long.status_code, "最多80个字" in long.text, "字" * 81 in long.text) == (409, True, True)
    lawyer.sends("/admin/holds/release", page="/admin/holds", hold="1")
    assert "R2511000001" not in custodian.opens("/admin/shredding").text
    lawyer.sends("/admin/holds/release", page="/admin/holds", hold="2")
    assert "R2511000001" in custodian.opens("/admin/shredding").text
    assert lawyer.sends("/admin/holds/release", page="/admin/holds", hold="none").status_code == 404


def test_a_request_has_its_clock_and_hides_who_asks(container: Container, hiring: Hiring) -> None:
    lawyer = hiring.insider("law", "legal_officer")
    form = {
        "kind": "erase",
        "channel": "window",
        "came_on": "2026-11-20",
        "person": f"王五{MARKUP} 13812345678",
    }
    bad = lawyer.sends("/admin/data-requests/new", **{**form, "about": " "})
    assert (bad.status_code, MARKUP in bad.text) == (409, False)
    assert (
        lawyer.sends("/admin/data-requests/new", **{**form, "about": "x", "kind": "all"}).status_code == 409
    )
    late = lawyer.sends("/admin/data-requests/new", **{**form, "about": "x", "came_on": "2027-01-01"})
    assert late.status_code == 409

    made = lawyer.sends("/admin/data-requests/new", **form, about=f"删掉13812345678的记录{MARKUP}")

    here = made.headers["Location"]
    page = lawyer.opens(here).text
    # The 15th working day after 20 November 2026, a Friday.
    assert "2026年12月11日（周五）" in page
    assert "第四十七条" in page
    assert "[手机号]" in page
    assert "王五" not in page
    assert MARKUP not in page + lawyer.opens("/admin/data-requests").text
    path = here.partition("?")[0]
    seen = lawyer.sends(f"{path}/person", page=path).text
    assert "王五" in seen
    assert MARKUP not in seen
    assert "<strong>1</strong>个人信息请求待办" in lawyer.opens("/admin/").text
    assert lawyer.sends(f"{path}/settle", page=path, state="refused", outcome=" ").status_code == 409
    lawyer.sends(f"{path}/settle", page=path, state="done", outcome="聊天记录已由本人删除")
    again = lawyer.posts(f"{path}/settle", csrf_token=lawyer.token("/admin/data-requests/new"), state="done",
                         outcome="x")  # fmt: skip
    assert (again.status_code, "已经办完" in again.text) == (409, True)
    assert "没有。" in lawyer.opens("/admin/data-requests?state=open").text
    assert lawyer.asks("/admin/data-requests/999").status_code == 404
    auditor = hiring.insider("audrey", "audit_admin")
    assert "data_request:" in auditor.opens("/admin/audit?action=data.read_person").text
    with container.database.writing() as session:
        forget_people(session, container.clock.now() + timedelta(days=91))
    with container.database.reading() as session:
        assert session.scalars(select(DataRequest)).one().sealed_person is None
