"""The Hazards section: from registration to 销号 with 挂牌督办, through the pages."""

import io
import zipfile
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from admin.cases.hazard_forms import VERBS
from app.wiring import Container
from staff.models import AuditEntry
from tests.integration.admin.case_office import FOUND, PLAN, CaseOffice
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import happenings
from tests.integration.one_engine import database_url
from tipoffs.hazards.status import MOVES, HazardAction
from tipoffs.routing.categories import categories

__all__ = ["database_url"]
WIDE = {ord("0") + digit: ord("０") + digit for digit in range(10)}


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def test_every_step_of_staff_has_a_form() -> None:
    of_staff = {action for (_, action), move in MOVES.items() if move.permission}

    assert set(VERBS) == of_staff - {HazardAction.RECUR}


def test_a_hazard_from_the_register_to_the_board_and_off_it(office: CaseOffice) -> None:
    finder, looker, leader = office.clerk("verifier"), office.clerk("verifier", 2), office.clerk("leader")
    category = next(iter(categories()))
    unfinished = finder.sends("/admin/hazards/new", **FOUND | {"category": category, "address": " "})
    assert unfinished.status_code == 409
    assert "安全出口被锁闭</textarea>" in unfinished.text
    made = finder.sends("/admin/hazards/new", **FOUND | {"category": category})
    case = made.headers["Location"].partition("?")[0]
    shown = finder.opens(case).text
    assert "鑫源服装厂&lt;b&gt;" in shown
    assert "<b>" not in shown

    fixer = office.clerk("handling_unit", department="fire")
    office.steps(finder, case, "grade", level="major", clause="第三条")
    refused = finder.sends(f"{case}/step/order", page=case, **PLAN, unit="fire")
    assert (refused.status_code, "谁负责整改" in refused.text) == (409, True)
    office.steps(finder, case, "order", **PLAN, unit="fire", fixers=fixer.login)
    assert "1,200.50元" in finder.opens(case).text
    office.steps(leader, case, "sign-order")
    office.steps(leader, case, "list-for-supervision", leader="副县长")
    assert "副县长督办" in leader.opens("/admin/hazards/board").text
    office.steps(leader, case, "publish-listing")
    assert "还没有公示" not in leader.opens("/admin/hazards/board").text

    assert "照片" in fixer.sends(f"{case}/step/claim-fixed", page=case).text
    office.steps(fixer, case, "claim-fixed", evidence="after.jpg")
    assert "<strong>复查通过、复查不通过</strong>还不能办" in finder.opens(case).text
    office.steps(looker, case, "fail-reinspection", record="还有一处没有拆")
    office.steps(fixer, case, "claim-fixed", evidence="again.jpg")
    office.steps(looker, case, "pass-reinspection", record="铁链已拆除")
    off_it = office.steps(looker, case, "delist")
    assert "已销号" in off_it
    assert [(step, who, why) for step, who, _, why in happenings(off_it)][:4] == [
        ("销号", "陈力", ""), ("复查通过", "陈力", "铁链已拆除"), ("申请验收", "陈力", ""),
        ("复查不通过", "陈力", "还有一处没有拆"),
    ]  # fmt: skip
    assert case not in looker.opens("/admin/hazards").text
    assert case in looker.opens("/admin/hazards?group=all&level=major").text


def test_a_hazard_is_opened_by_its_code_however_it_was_taken_down(office: CaseOffice) -> None:
    finder = office.clerk("verifier")
    made = finder.sends("/admin/hazards/new", **FOUND | {"category": next(iter(categories()))})
    case = made.headers["Location"].partition("?")[0]
    code = case.rpartition("/")[2]

    for written in (code, f" {code[:6]}-{code[6:8]} {code[8:]} ", code.translate(WIDE)):
        page = finder.opens(f"/admin/hazards?{urlencode({'code': written})}").text
        assert f'<span class="mono text-secondary">{code}</span>' in page

    swapped = code[:-3] + code[-2] + code[-3] + code[-1]
    wrong = str((int(code[9]) + 1) % 10).join((code[:9], code[10:]))
    for misheard in {swapped, wrong, code[:-1], "第三条<b>"} - {code}:
        told = finder.opens(f"/admin/hazards?{urlencode({'code': misheard})}")
        assert (told.status_code, "隐患编码不对" in told.text) == (200, True)
        assert "<b>" not in told.text
    assert f'value="{wrong}"' in finder.opens(f"/admin/hazards?code={wrong}").text


def test_a_letter_is_drafted_by_who_may_and_recorded(office: CaseOffice) -> None:
    tip = office.takes_a_call()
    code = office.is_found_true(tip)
    case, leader, verifier = f"/admin/hazards/{code}", office.clerk("leader"), office.clerk("verifier")
    assert "整改通知书" in verifier.opens(case).text
    assert "督办函" not in verifier.opens(case).text
    sent = leader.sends(f"{case}/letter/supervision", page=case, to="enterprise")
    assert code in sent.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(sent.data)) as packed:
        said = packed.read("word/document.xml").decode()
    assert "鑫源服装厂" in said
    assert tip not in said
    token = verifier.token("/admin/me")
    assert verifier.posts(f"{case}/letter/supervision", csrf_token=token).status_code == 404
    assert (
        leader.posts("/admin/hazards/none/letter/interview", csrf_token=leader.token(case)).status_code == 404
    )
    with office.container.database.reading() as session:
        logged = session.scalars(select(AuditEntry.reason).where(AuditEntry.action == "hazards.letter")).all()
    assert logged == ["督办函"]
