"""What every page of cases keeps: foreign cases, what citizens type, evidence, counts of queries."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.wiring import Container
from staff.actors import Scope
from staff.models import AuditEntry
from tests.integration.admin.case_office import CaseOffice, kept_photo
from tests.integration.admin.conftest import Hiring
from tests.integration.one_engine import database_url
from tests.integration.statements import statements_on
from tests.samples import photo

__all__ = ["database_url"]
MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def test_what_citizens_type_is_text_and_evidence_is_streamed(office: CaseOffice, hiring: Hiring) -> None:
    container, intake = office.container, office.clerk("intake_officer")
    number = office.takes_a_call(facts=MARKUP, object_name=MARKUP, address=MARKUP, happened=MARKUP)
    other = office.takes_a_call()
    case = f"/admin/tips/{number}"
    name = kept_photo(container, number)

    pages = [intake.opens(path).text for path in ("/admin/tips", case, f"{case}/similar")]
    pages.append(intake.sends(f"{case}/words", page=case).text)
    assert all(MARKUP not in page for page in pages)
    assert pages[-1].count("&lt;script&gt;") >= 3
    assert name in pages[1]
    assert "还不知道在哪里" in pages[0]

    shown = intake.asks(f"{case}/evidence/{name}")
    assert (shown.mimetype, shown.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert intake.asks(f"/admin/tips/{other}/evidence/{name}").status_code == 404
    assert intake.asks(f"{case}/evidence/{name}/shared").status_code == 404
    assert intake.sends(f"{case}/evidence/{name}/original", page=case, reason=" ").status_code == 409
    original = intake.sends(f"{case}/evidence/{name}/original", page=case, reason="复核拍摄时间")
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert original.data == photo()
    with container.database.reading() as session:
        read = session.scalars(select(AuditEntry.action).where(AuditEntry.subject.like("evidence:%"))).all()
    assert sorted(read) == ["evidence.original", "evidence.see"]

    # Of another town: everything reads as if it were not there.
    elsewhere = hiring.clerk("ta", "intake_officer", scope=Scope(regions=frozenset({"331081001"})))
    missing = elsewhere.asks("/admin/tips/R0000000000")
    for path in (case, f"{case}/similar", f"{case}/evidence/{name}"):
        hidden = elsewhere.asks(path)
        assert (hidden.status_code, len(hidden.text)) == (404, len(missing.text))
    token = elsewhere.token("/admin/me")
    assert elsewhere.posts(f"{case}/step/accept", csrf_token=token).status_code == 404
    assert elsewhere.posts(f"{case}/words", csrf_token=token).status_code == 404
    assert number not in elsewhere.opens("/admin/tips?group=all").text


def test_a_list_asks_a_bounded_number_of_questions_and_goes_on_behind_its_end(
    office: CaseOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("admin.cases.tips.PAGE", 2)
    container, intake = office.container, office.clerk("intake_officer")
    numbers = [office.takes_a_call(facts=f"第{n}次看到安全出口锁着") for n in range(3)]
    intake.opens("/admin/tips")
    with statements_on(container.database.engine) as two:
        first = intake.opens("/admin/tips?group=new")
    further = first.text.partition('class="pages"')[2].partition('href="')[2].partition('"')[0]
    rest = intake.opens(further.replace("&amp;", "&"))

    assert numbers[2] in first.text
    assert numbers[0] not in first.text
    assert numbers[0] in rest.text
    assert numbers[2] not in rest.text
    assert len(two) <= 14, two
    for nonsense in ("x", "_", "2026_R1", "2026-11-22T01:00:00+00:00_²", "%00"):
        assert intake.asks(f"/admin/tips?after={nonsense}&sort=due&region=%00").status_code == 200


def test_cases_alike_cost_no_statement_for_each_but_the_unsealing_of_their_words(office: CaseOffice) -> None:
    container, intake = office.container, office.clerk("intake_officer")
    number, *others = [office.takes_a_call(facts=f"第{n}次看到安全出口锁着") for n in range(2)]
    path = f"/admin/tips/{number}/similar"
    intake.opens(path)
    with statements_on(container.database.engine) as one:
        assert others[0] in intake.opens(path).text
    others += [office.takes_a_call(facts=f"第{n}次看到安全出口锁着") for n in range(2, 6)]
    with statements_on(container.database.engine) as five:
        page = intake.opens(path).text

    assert all(f"/admin/tips/{other}" in page for other in others)
    assert page.count("城东街道万寿路18号") == 2 * len(others)
    asked, more = ([line for line in seen if "vault_" not in line] for seen in (one, five))
    assert len(more) == len(asked)
