"""The Tips section: a tip from the telephone to the answer, from person to person, through the pages."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from admin.cases.tip_verbs import VERBS
from app.wiring import Container
from staff.actors import Actor, ActorKind, Scope
from tests.integration.admin.case_office import MAJOR, CaseOffice
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import happenings
from tests.integration.one_engine import database_url
from tipoffs.hazards.guards import Plan
from tipoffs.hazards.models import HazardLevel
from tipoffs.permissions import Permission
from tipoffs.tips.models import Tip, TipHazard
from tipoffs.tips.status import MOVES, TipAction

__all__ = ["database_url"]


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def test_every_step_of_staff_has_a_form() -> None:
    of_staff = {action for (_, action), move in MOVES.items() if move.permission}

    assert set(VERBS) == of_staff - {TipAction.SUBMIT, TipAction.TRACK}


def test_a_tip_from_the_telephone_to_the_answer(office: CaseOffice) -> None:
    intake, leader = office.clerk("intake_officer"), office.clerk("leader")
    verifier, second = office.clerk("verifier"), office.clerk("verifier", 2)
    number = office.takes_a_call()
    case = f"/admin/tips/{number}"

    # Intake reads, accepts and rewrites.
    assert number in intake.opens("/admin/tips?group=new&sort=due").text
    first = intake.opens(case).text
    assert "还剩" in first
    assert "铁链锁死" not in first
    assert "还不能办" not in first
    said = intake.sends(f"{case}/words", page=case).text
    assert "二楼车间的安全出口被铁链锁死" in said
    assert "“受理”已办理" in office.does(intake, number, "accept", level="major")
    blocked = intake.opens(case).text
    assert "<strong>交办</strong>还不能办" in blocked
    kept = office.is_refused(
        intake, number, "summarise", summary="二楼车间的安全出口被铁链锁死，每天晚上", place="城东"
    )
    assert "每天晚上</textarea>" in kept
    office.does(intake, number, "summarise", summary="反映一处厂房疏散通道不畅", place="城东片区")

    # The router proposes, and another unit needs a reason.
    proposed = intake.opens(case).text
    unit = proposed.partition('id="dispatch-unit"')[2].partition("selected")[0].rpartition('value="')[2]
    unit = unit.partition('"')[0]
    assert "谁主管谁牵头" in proposed
    assert "理由" in office.is_refused(intake, number, "dispatch", unit="nobody")
    assert "没有代码" in office.is_refused(intake, number, "dispatch", unit="nobody", reason="协商一致")
    office.does(intake, number, "dispatch", unit=unit)

    # The unit sees the summary and signs.
    handling = office.clerk("handling_unit", department=unit)
    assert handling.asks(case).status_code == 404
    shown = handling.opens(f"/admin/unit/{number}").text
    assert "疏散通道不畅" in handling.opens("/admin/unit").text
    assert "铁链" not in shown
    assert "王小明" not in shown
    signed = handling.sends(f"/admin/unit/{number}/receive", page=f"/admin/unit/{number}")
    assert signed.status_code == 303

    # Two verify, a leader signs.
    office.does(verifier, number, "verify", second=second.login, **MAJOR)
    assert "等第二核查人确认" in leader.opens(case).text
    assert f"{case}/step/sign-verified" not in leader.opens(case).text
    assert f"{case}/step/co-sign" not in verifier.opens(case).text
    office.does(second, number, "co-sign")
    office.does(leader, number, "sign-verified")

    # The hazard is not settled: no answer yet. Its order is signed; then the four parts go out.
    assert "<strong>答复</strong>还不能办" in intake.opens(case).text
    _settle(office, number)
    parts = {"account": "核查属实。", "decision": "已责令立即拆除。", "reward": ""}
    assert "奖励" in office.is_refused(intake, number, "answer", **parts)
    answered = office.does(intake, number, "answer", **parts | {"reward": "符合奖励条件，另行告知。"})
    assert "已答复" in answered
    assert "您反映的情况，经核查属实。" in answered
    told = happenings(answered)
    assert [(step, who) for step, who, *_ in told][:2] == [("答复", "陈力"), ("转整改跟踪", "系统")]
    assert told[-1][1] == "陈力", "named, not by the login"
    assert '<p class="said text-secondary">举报人看到：' in answered


def _settle(office: CaseOffice, number: str) -> None:
    """The linked hazard gets a signed plan; the pages of hazards have tests of their own."""
    container = office.container
    boss = Actor(ActorKind.STAFF, "boss", permissions=frozenset(Permission), scope=Scope(everywhere=True))
    with container.database.writing() as session:
        now, hazards = container.clock.now(), container.casework.hazards
        code = session.scalars(select(TipHazard.hazard).where(TipHazard.tip == number)).one()
        hazards.grade(session, code, HazardLevel.MAJOR, "第三条", boss, now)
        plan = Plan("厂长", "拆除", 0, date(2026, 12, 20), "停用二楼")
        hazards.order(session, code, plan, "fire", ["fixer"], boss, now)
        hazards.sign_order(session, code, boss, now)


def test_colleagues_whom_a_tip_names_are_picked_by_name(office: CaseOffice, hiring: Hiring) -> None:
    hiring.insider("zhao", "verifier")
    number = office.takes_a_call()
    intake = office.clerk("intake_officer")
    assert "陈力（zhao）" in intake.opens(f"/admin/tips/{number}").text

    nobody = intake.sends(f"/admin/tips/{number}/step/exclude", page=f"/admin/tips/{number}")
    named = intake.sends(f"/admin/tips/{number}/step/exclude", page=f"/admin/tips/{number}", officers="zhao")

    assert (nobody.status_code, named.status_code) == (409, 303)
    assert "请选举报提到的部门或者工作人员" in nobody.text
    with office.container.database.reading() as session:
        assert "zhao" in session.get_one(Tip, number).named_officers


def test_a_hazard_of_a_tip_that_names_no_place_is_given_one_before_anybody_signs(office: CaseOffice) -> None:
    """Many cannot say in which town it is; the code of a hazard begins with its county."""
    number = office.takes_a_call(address="火车站往前走两个路口", facts="安全出口被铁链锁死，天天这样")
    case, intake, leader = f"/admin/tips/{number}", office.clerk("intake_officer"), office.clerk("leader")
    verifier, second = office.clerk("verifier"), office.clerk("verifier", 2)
    office.does(intake, number, "accept", level="major")
    office.does(intake, number, "summarise", summary="反映一处厂房疏散通道不畅", place="火车站附近")
    office.does(intake, number, "dispatch", unit="fire", reason="消防职责明确")
    unit = f"/admin/unit/{number}"
    office.clerk("handling_unit", department="fire").sends(f"{unit}/receive", page=unit)

    assert "新隐患在哪个区划" in verifier.opens(case).text
    record = {"second": second.login, **MAJOR}
    refused = verifier.sends(f"{case}/step/verify", page=case, **record)
    assert (refused.status_code, "请填写新隐患在哪个区划" in refused.text) == (409, True)
    elsewhere = verifier.sends(f"{case}/step/verify", page=case, **record, region="990101")
    assert (elsewhere.status_code, "请从列表里选" in elsewhere.text) == (409, True)
    office.does(verifier, number, "verify", **record, region="331081002")
    office.does(second, number, "co-sign")
    office.does(leader, number, "sign-verified")
    assert "/admin/hazards/331081" in leader.opens(case).text
