"""Somebody leaves: what is open is named, what is bound is handed over, then the account is closed."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.wiring import Container
from knowledge.models import ArticleRevision, ArticleRow, Origin
from knowledge.status import RevisionState
from quizzes.models import QuizContest
from quizzes.status import PlanState
from staff.models import AuditEntry
from tests.clerks import Clerks
from tests.integration.admin.campaign_office import PLAN
from tests.integration.admin.case_office import MAJOR, CaseOffice
from tests.integration.admin.conftest import Clerk, Hiring
from tipoffs.hazards.models import Hazard
from tipoffs.routing.models import DepartmentContact, DepartmentEntry
from tipoffs.tips.models import Tip, Verification


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """A county of two towns."""
    return CaseOffice(container, hiring, tmp_path)


@pytest.fixture
def boss(hiring: Hiring) -> Clerk:
    """The system administrator."""
    return hiring.insider("boss", "system_admin")


def left_on(boss: Clerk, login: str) -> str:
    """The part of the account's page about what is open, in one line."""
    return " ".join(boss.opens(f"/admin/people/{login}").text.partition('id="left"')[2].split())


def gives(boss: Clerk, login: str, bound: str, heir: str) -> str:
    """Hand something over; what the page then says."""
    page = f"/admin/people/{login}"
    sent = boss.sends(f"{page}/hand-over", page=page, bound=bound, heir=heir)
    return boss.opens(sent.headers["Location"]).text if sent.status_code == 303 else sent.text


def waits_for_second(office: CaseOffice, **changes: str) -> str:
    """A tip whose record waits for ``verifier2``."""
    number = office.takes_a_call(**changes)
    intake, second = office.clerk("intake_officer"), office.clerk("verifier", 2)
    office.does(intake, number, "accept", level="major")
    office.does(intake, number, "summarise", summary="反映一处厂房疏散通道不畅", place="城东片区")
    office.does(intake, number, "dispatch", unit="fire", reason="消防职责明确")
    fire = office.clerk("handling_unit", department="fire")
    fire.sends(f"/admin/unit/{number}/receive", page=f"/admin/unit/{number}")
    office.does(office.clerk("verifier"), number, "verify", second=second.login, **MAJOR)
    return number


def test_a_record_goes_to_another_second_verifier_before_the_account_is_closed(
    container: Container, office: CaseOffice, boss: Clerk
) -> None:
    number = waits_for_second(office)
    third = office.clerk("verifier", 3)
    assert number in left_on(boss, "verifier2")

    refused = boss.sends("/admin/people/verifier2/deactivate", page="/admin/people/verifier2", reason="调离")
    assert (refused.status_code, "还有没交接完的事项" in refused.text) == (409, True)

    # The first verifier cannot be the second one as well.
    assert "没有交接成" in gives(boss, "verifier2", "second_verifier", "verifier1")
    assert "请选接手的人" in gives(boss, "verifier2", "second_verifier", "nobody")
    assert "已交接" in gives(boss, "verifier2", "second_verifier", "verifier3")
    assert number not in left_on(boss, "verifier2")

    closed = boss.sends("/admin/people/verifier2/deactivate", page="/admin/people/verifier2", reason="调离")
    assert closed.status_code == 303
    assert "第二核查人确认" in office.does(third, number, "co-sign")
    with container.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "staff.hand_over")).one()
        assert (entry.actor, entry.subject) == ("boss", f"tip:{number}")


def test_the_list_on_paper_names_every_piece_and_is_signed_and_dated(
    office: CaseOffice, boss: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = waits_for_second(office)
    monkeypatch.setattr("admin.leaving.MOST_NAMED", 0)
    page = boss.opens("/admin/people/verifier2").text
    paper = left_on(boss, "verifier2")

    assert "等1件" in paper
    assert f'd-print-inline">{number}' in paper
    assert "交接清单" in paper
    assert all(f"{who}（签字）" in paper for who in ("移交人", "接手人", "监交人"))
    assert "打印，2026年11月22日 09:00" in " ".join(page.split())


def test_whoever_has_to_be_kept_out_at_once_is_and_the_rest_is_handed_over_afterwards(
    container: Container, office: CaseOffice, boss: Clerk
) -> None:
    number = waits_for_second(office)
    office.clerk("verifier", 3)
    page = "/admin/people/verifier2"
    assert boss.sends(f"{page}/deactivate", page=page, reason="停职", known="1").status_code == 303
    assert "已交接" in gives(boss, "verifier2", "second_verifier", "verifier3")
    with container.database.reading() as session:
        assert session.scalars(select(Verification.second_verifier)).one() == "verifier3"
    assert number not in left_on(boss, "verifier2")


def test_who_is_named_in_a_tip_neither_learns_of_it_nor_takes_it_over(
    container: Container, office: CaseOffice, boss: Clerk
) -> None:
    number = waits_for_second(office)
    office.clerk("verifier", 3)
    with container.database.writing() as session:
        session.get_one(Tip, number).named_officers = ["boss", "verifier3"]
    assert number not in left_on(boss, "verifier2")
    assert "没有交接成" in gives(boss, "verifier2", "second_verifier", "verifier3")
    with container.database.writing() as session:
        session.get_one(Tip, number).named_officers = ["verifier3"]
    assert "没有交接成" in gives(boss, "verifier2", "second_verifier", "verifier3")


def test_a_hazard_and_a_department_do_not_stay_with_somebody_who_is_gone(
    container: Container, office: CaseOffice, boss: Clerk
) -> None:
    code = office.is_found_true(office.takes_a_call())
    office.is_penalised(code, "20000")
    now = container.clock.now()
    with container.database.writing() as session:
        session.add(
            DepartmentEntry(code="fire", name="消防救援大队", region="", edited_by="test", edited_at=now)
        )
        session.flush()
        session.add(DepartmentContact(department="fire", region="", login="handlingunit1fire"))
    office.clerk("handling_unit", 2, department="fire")
    office.clerk("handling_unit", 2, department="police")
    shown = left_on(boss, "handlingunit1fire")
    assert code in shown
    assert "任联系人的部门" in shown
    assert "handlingunit2police" not in shown

    assert "没有交接成" in gives(boss, "handlingunit1fire", "fixer", "handlingunit2police")
    assert "已交接" in gives(boss, "handlingunit1fire", "fixer", "handlingunit2fire")
    assert "已交接" in gives(boss, "handlingunit1fire", "contact", "handlingunit2fire")
    assert code not in left_on(boss, "handlingunit1fire")
    with container.database.reading() as session:
        # Who answered for it before stays barred from looking again.
        assert session.get_one(Hazard, code).fixers == ["handlingunit1fire", "handlingunit2fire"]
        assert session.scalars(select(DepartmentContact.login)).all() == ["handlingunit2fire"]


def test_what_belongs_to_a_post_is_named_with_who_can_go_on(office: CaseOffice, boss: Clerk) -> None:
    office.takes_a_call()
    assert '待受理</strong>：1件，<span class="handing__nobody">没有别人能办' in left_on(
        boss, "intakeofficer1"
    )
    assert "受理、不予受理、补充材料" in left_on(boss, "intakeofficer1").partition("没有人能办：")[2]
    page = "/admin/people/intakeofficer1"
    assert boss.sends(f"{page}/deactivate", page=page, reason="退休").status_code == 409

    office.clerk("intake_officer", 2)
    shown = left_on(boss, "intakeofficer1")
    assert "陈力也能办" in shown
    assert "没有人能办" not in shown

    assert boss.sends(f"{page}/deactivate", page=page, reason="退休").status_code == 303


def test_plans_content_and_contests_are_named_by_their_titles(
    container: Container, office: CaseOffice, boss: Clerk
) -> None:
    planner = office.clerk("planner")
    assert planner.sends("/admin/campaigns/new", **PLAN).status_code == 303
    now = container.clock.now()
    with container.database.writing() as session:
        session.add(
            QuizContest(
                title="消防知识竞赛", intro="", opens_at=now, closes_at=now + timedelta(days=3), rule={},
                paper_seconds=300, pass_mark=60, seed="s", units=[], towns=[], state=PlanState.DRAFT,
                created_by="planner1", created_at=now,
            )
        )  # fmt: skip
        session.add(ArticleRow(id="gas.hose", is_published=False, last_number=1, changed_at=now))
        session.flush()
        session.add(
            ArticleRevision(
                article="gas.hose", number=1, state=RevisionState.DRAFT, origin=Origin.EDIT, digest="",
                body={"question": "燃气软管多久换？"}, author="planner1", reason="新写", created_at=now,
            )
        )  # fmt: skip
    shown = left_on(boss, "planner1")
    assert "没有发布的知识条目</strong>（1件）：燃气软管多久换？" in shown
    assert "没有结束的宣传计划</strong>（1件）：冬季安全用火宣传" in shown
    assert "没有结束的竞赛</strong>（1件）：消防知识竞赛" in shown
    assert "没有别人能接着办" in shown
    office.clerk("planner", 2)
    assert "陈力能接着办，不用改名字" in left_on(boss, "planner1")


def test_a_role_asked_for_somebody_who_left_waits_no_more(
    container: Container, office: CaseOffice, hiring: Hiring, boss: Clerk
) -> None:
    hiring.insider("lin")
    giver, leader = hiring.insider("guard", "security_admin"), office.clerk("leader")
    giver.sends("/admin/rights/lin/grant", page="/admin/rights/lin", role="payout_officer")
    assert "奖励经办" in leader.opens("/admin/role-requests").text
    boss.sends("/admin/people/lin/deactivate", page="/admin/people/lin", reason="调离")
    assert "没有等复核的角色" in leader.opens("/admin/role-requests").text


def test_the_command_names_what_is_left(container: Container, office: CaseOffice, boss: Clerk) -> None:
    number = waits_for_second(office)
    office.clerk("verifier", 3)
    said = Clerks(container).types("staff", "deactivate", "verifier2", "--as", boss.login)
    assert f"等第二核查人确认的核查材料（1）：{number}。要交接，能接手的：陈力、陈力。" in said
