"""The first page and the sections behind it: a number leads to the very list that it counts."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.admin.case_office import FOUND, PLAN, CaseOffice
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import numbers
from tests.integration.one_engine import database_url
from tests.integration.statements import statements_on
from tests.integration.tip_office import reporter
from tipoffs.routing.categories import categories

__all__ = ["database_url"]


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def test_tips_of_several_states_are_counted_and_listed_together(office: CaseOffice) -> None:
    intake = office.clerk("intake_officer")
    accepted, waiting = office.takes_a_call(), office.takes_a_call(facts="另一件：仓库里堆满纸箱，没有灭火器")
    office.does(intake, accepted, "accept")

    found = numbers(intake)

    for label, number in (("待受理", waiting), ("待交办", accepted)):
        address, count = found[label]
        listed = intake.opens(address).text
        assert count == len(set(re.findall(r"/admin/tips/(R\d+)", listed))) == 1
        assert number in listed


def test_a_question_of_a_reporter_waits_until_somebody_replies(office: CaseOffice) -> None:
    container, intake, leader = office.container, office.clerk("intake_officer"), office.clerk("leader")
    number, _ = office.takes_a_call(), office.takes_a_call(facts="另一件：仓库里堆满纸箱，没有灭火器")
    intake.opens("/admin/")
    with statements_on(container.database.engine) as silent:
        assert "举报人留言待回复" not in numbers(intake)
    with container.database.writing() as session:
        container.casework.tips.write(
            session, number, "请问什么时候来看？", reporter(number), container.clock.now()
        )

    with statements_on(container.database.engine) as asked:
        address, count = numbers(intake)["举报人留言待回复"]
    assert len(asked) == len(silent)
    assert count == 1
    for listed in (intake.opens(address).text, intake.opens(f"{address}&sort=due").text):
        assert set(re.findall(r"/admin/tips/(R\d+)", listed)) == {number}
    assert "举报人留言待回复" not in numbers(leader)

    office.does(intake, number, "reply", words="明天上午就来。")
    assert "举报人留言待回复" not in numbers(intake)


def test_what_runs_out_is_said_in_the_words_of_the_list_and_leads_to_the_case(
    office: CaseOffice, clock: StandingClock
) -> None:
    intake = office.clerk("intake_officer", by_the_door=True)
    number = office.takes_a_call()
    clock.advance(days=3)
    intake.signs_in()

    page, listed = intake.opens("/admin/").text, intake.opens("/admin/tips?sort=due").text

    assert f'href="/admin/tips/{number}"' in page
    left = re.search(r'class="left left--\w+[^"]*">([^<]+)<', page)
    assert left
    assert left[1].strip() in listed


def test_hazards_that_are_late_are_those_behind_the_number(office: CaseOffice, clock: StandingClock) -> None:
    finder, leader = office.clerk("verifier", by_the_door=True), office.clerk("leader")
    fixer = office.clerk("handling_unit", department="fire")
    for due in ("2026-11-25", "2026-12-02", "2027-03-01"):
        # The same form sent again would lead to the case that it made.
        form = FOUND | {"category": next(iter(categories())), "level": "general", "description": f"限{due}"}
        case = finder.sends("/admin/hazards/new", **form).headers["Location"].partition("?")[0]
        office.steps(finder, case, "grade", level="general", clause="第三条")
        office.steps(finder, case, "order", **PLAN | {"due": due}, unit="fire", fixers=fixer.login)
        if f"{case}/step/sign-order" in leader.opens(case).text:
            office.steps(leader, case, "sign-order")
    clock.advance(seconds=timedelta(days=6).total_seconds())
    finder.signs_in()

    found = numbers(finder)

    for label in ("隐患逾期未改", "隐患7天内到期"):
        address, count = found[label]
        assert (
            count
            == len(set(re.findall(r'href="/admin/hazards/(Y?\w{6,})"', finder.opens(address).text)))
            == 1
        )


def test_a_unit_is_led_to_its_own_page(office: CaseOffice) -> None:
    intake, unit = office.clerk("intake_officer"), office.clerk("handling_unit", department="fire")
    number = office.takes_a_call()
    for step, typed in (
        ("accept", {}),
        ("summarise", {"summary": "一家厂的安全出口被锁", "place": "城东街道"}),
        ("dispatch", {"department": "fire"}),
    ):
        office.does(intake, number, step, **typed)

    address, count = numbers(unit)["待签收"]

    assert count == 1
    assert number in unit.opens(address).text
