"""Whoever signs, signs what they read: a page that was opened before a change signs nothing."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from admin import notices
from app.wiring import Container
from core.clock import SHANGHAI
from quizzes.loading import load
from quizzes.reading import BANK, by_id, read_file
from staff.actors import CLOCK
from staff.services import OPERATOR
from tests.conftest import StandingClock
from tests.integration.admin.campaign_office import ACTIVITY, COUNT, MANUSCRIPT, PLAN, CampaignOffice, jpeg
from tests.integration.admin.case_office import MAJOR, CaseOffice
from tests.integration.admin.case_office import PLAN as REPAIR
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.admin.pages import number_in
from tests.integration.admin.reward_office import BUDGET, CLAIM, RewardOffice
from tests.integration.admin.sending_office import Office, is_signed_off, issued_item
from tests.integration.content.conftest import AUTHOR
from tests.integration.content.conftest import MANUSCRIPT as TEXT
from tipoffs.rewards.models import RewardPayment
from tipoffs.vault.models import VaultCase
from tipoffs.vault.status import Hold

CHANGED = "您打开这页以后，内容改过了"


class Opened:
    """A page that somebody opened and left open, with one of its forms."""

    def __init__(self, clerk: Clerk, page: str, step: str, under: str = "/step", **typed: str) -> None:
        self._clerk, self._address, self._typed = clerk, f"{page}{under}/{step}", typed
        form = clerk.opens(page).text.partition(f'action="{self._address}"')[2].partition("</form>")[0]
        self._hidden = dict(re.findall(r'type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', form))
        assert self._hidden, f"{step} is not offered"

    def is_sent(self) -> TestResponse:
        """Press the button that was on it then."""
        return self._clerk.posts(self._address, **self._hidden, **self._typed)


def _refuses_the_old_page_and_takes_the_new(
    opened: Opened, clerk: Clerk, page: str, step: str, under: str = "/step", **typed: str
) -> None:
    refused = opened.is_sent()
    assert (refused.status_code, CHANGED in refused.text) == (409, True)
    assert Opened(clerk, page, step, under, **typed).is_sent().status_code == 303


@pytest.fixture
def cases(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at the pages of cases."""
    return CaseOffice(container, hiring, tmp_path)


@pytest.fixture
def campaigns(container: Container, hiring: Hiring, tmp_path: Path) -> CampaignOffice:
    """Clerks at the pages of campaigns."""
    return CampaignOffice(container, hiring, tmp_path)


def test_a_record_of_a_verification_is_signed_by_who_read_it(cases: CaseOffice) -> None:
    intake, leader = cases.clerk("intake_officer"), cases.clerk("leader")
    first, second = cases.clerk("verifier"), cases.clerk("verifier", 2)
    tip = cases.takes_a_call()
    page = f"/admin/tips/{tip}"
    cases.does(intake, tip, "accept", level="major")
    cases.does(intake, tip, "summarise", summary="反映一处厂房疏散通道不畅", place="城东片区")
    cases.does(intake, tip, "dispatch", unit="fire", reason="消防职责明确")
    handling, case = cases.clerk("handling_unit", department="fire"), f"/admin/unit/{tip}"
    assert handling.sends(f"{case}/receive", page=case).status_code == 303
    cases.does(first, tip, "verify", second=second.login, **MAJOR)
    opened = Opened(second, page, "co-sign")
    whitewash = {"finding": "unfounded", "record": "现场未见异常。", "inspected_at": MAJOR["inspected_at"]}
    cases.does(first, tip, "verify", second=second.login, **whitewash)
    assert opened.is_sent().status_code == 409
    cases.does(first, tip, "verify", second=second.login, **MAJOR)

    _refuses_the_old_page_and_takes_the_new(opened, second, page, "co-sign")

    signing = Opened(leader, page, "sign-verified")
    cases.does(first, tip, "verify", second=second.login, **{**MAJOR, "record": "另一份材料，写得不一样。"})
    cases.does(second, tip, "co-sign")
    _refuses_the_old_page_and_takes_the_new(signing, leader, page, "sign-verified")


def test_an_order_to_repair_is_signed_by_who_read_it(cases: CaseOffice) -> None:
    verifier, leader = cases.clerk("verifier"), cases.clerk("leader")
    fixer = cases.clerk("handling_unit", department="fire").login
    page = f"/admin/hazards/{cases.is_found_true(cases.takes_a_call())}"
    cases.steps(verifier, page, "grade", level="major", clause="第三条")
    cases.steps(verifier, page, "order", **REPAIR, unit="fire", fixers=fixer)
    signing = Opened(leader, page, "sign-order")
    cases.steps(verifier, page, "order", **{**REPAIR, "measures": "另写的措施"}, unit="fire", fixers=fixer)
    _refuses_the_old_page_and_takes_the_new(signing, leader, page, "sign-order")


def test_a_reward_is_approved_by_who_read_the_amount(cases: CaseOffice) -> None:
    rewards = RewardOffice(cases)
    leader, second = rewards.leader, cases.clerk("leader", 2)
    tip, _ = rewards.is_found_true()
    assert leader.sends("/admin/rewards/budget", page="/admin/rewards/ledger", **BUDGET).status_code == 303
    page = rewards.opens(tip)
    rewards.proposes(page, tip, penalty="80000")
    opened = Opened(leader, page, "approve", reason="同意")
    CaseOffice.steps(second, page, "send-back", reason="罚款数再核一下")
    rewards.proposes(page, tip, penalty="800000")

    _refuses_the_old_page_and_takes_the_new(opened, leader, page, "approve", reason="同意")


def test_what_the_public_reads_is_signed_by_who_read_it(campaigns: CampaignOffice) -> None:
    planner, leader = campaigns.clerk("planner"), campaigns.clerk("leader")
    first, second = campaigns.clerk("campaign_reviewer"), campaigns.clerk("campaign_reviewer", 2)
    page, _ = campaigns.writes(planner, "/admin/campaigns/content/new", **MANUSCRIPT)
    campaigns.steps(planner, page, "step/submit")
    readings = [(first, "first-review"), (second, "review"), (leader, "issue")]
    for done, (clerk, step) in enumerate(readings):
        opened = Opened(clerk, page, step, opinion="同意")
        title = f"油锅着火，第{done}次改的标题"
        form = planner.opens(f"{page}/edit").text
        base = re.search(r'name="base" value="(\w+)"', form)
        assert base
        campaigns.writes(planner, f"{page}/edit", **{**MANUSCRIPT, "title": title, "base": base[1]})
        campaigns.steps(planner, page, "step/submit")
        for reader, earlier in readings[:done]:
            campaigns.steps(reader, page, f"step/{earlier}", opinion="同意")

        _refuses_the_old_page_and_takes_the_new(opened, clerk, page, step, opinion="同意")


def test_a_plan_is_approved_by_who_read_it(campaigns: CampaignOffice) -> None:
    planner, reviewer = campaigns.clerk("planner"), campaigns.clerk("campaign_reviewer")
    plan, _ = campaigns.writes(planner, "/admin/campaigns/new", **PLAN)
    approving = Opened(reviewer, plan, "approve")
    base = re.search(r'name="base" value="(\w+)"', planner.opens(f"{plan}/edit").text)
    assert base
    campaigns.writes(planner, f"{plan}/edit", **{**PLAN, "purpose": "别的目的", "base": base[1]})
    _refuses_the_old_page_and_takes_the_new(approving, reviewer, plan, "approve")


def test_numbers_are_verified_by_who_read_them(clock: StandingClock, campaigns: CampaignOffice) -> None:
    planner, reviewer = campaigns.clerk("planner"), campaigns.clerk("campaign_reviewer")
    plan, _ = campaigns.writes(planner, "/admin/campaigns/new", **PLAN)
    campaigns.steps(reviewer, plan, "step/approve")
    activity, _ = campaigns.writes(planner, f"{plan}/activities/new", **ACTIVITY)
    clock.advance(minutes=10)
    campaigns.steps(planner, activity, "step/hold", summary="讲了防火")
    campaigns.steps(planner, activity, "step/count", **COUNT)
    photo, address = (jpeg(), "a.jpg"), f"{activity}/step/photograph"
    sent = campaigns.hands_in(planner, activity, address, "photo", photo, caption="操场")
    assert sent.status_code == 303
    verifying = Opened(reviewer, activity, "verify")
    campaigns.steps(planner, activity, "step/count", **{**COUNT, "value": "99999"})
    _refuses_the_old_page_and_takes_the_new(verifying, reviewer, activity, "verify")


def test_a_push_is_approved_by_who_read_what_is_sent(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    Office(container, clock).has_followers(2)
    item = issued_item(container)
    planner, reviewer = hiring.insider("chen", "planner"), hiring.insider("lin", "campaign_reviewer")
    assert planner.sends("/admin/pushes/audiences/new", do="save", name="大家").status_code == 303
    found = re.search(r'"/admin/pushes/audiences/(\d+)"', planner.opens("/admin/pushes/audiences").text)
    assert found
    plan = {"content": str(item), "audience": found[1], "purpose": "campaign", "way": "best"}
    page = f"/admin/pushes/{number_in(planner.sends('/admin/pushes/new', **plan).headers['Location'])}"
    approving = Opened(reviewer, page, "approve", under="")
    with container.database.writing() as session:
        changed = replace(TEXT, title="另一个标题")
        container.content.service.edit(session, item, changed, AUTHOR, clock.now())
    is_signed_off(container, item)
    _refuses_the_old_page_and_takes_the_new(approving, reviewer, page, "approve", under="")


def test_a_contest_is_published_by_who_read_its_prizes(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    with container.database.writing() as session:
        load(session, by_id(read_file(BANK / "fire.yaml")), OPERATOR, clock.now())
    planner, reviewer = hiring.insider("chen", "planner"), hiring.insider("lin", "campaign_reviewer")
    now = clock.now().astimezone(SHANGHAI)
    made = planner.sends(
        "/admin/quizzes/contests/new",
        title="月度竞赛", questions="5", minutes="10", pass_mark="60",
        opens_at=f"{now:%Y-%m-%dT%H:%M}", closes_at=f"{now + timedelta(days=2):%Y-%m-%dT%H:%M}",
    )  # fmt: skip
    page = f"/admin/quizzes/contests/{number_in(made.headers['Location'])}"
    publishing = Opened(reviewer, page, "publish", under="")
    assert planner.sends(f"{page}/prize", page=page, name="汽车", stock="100000").status_code == 303
    _refuses_the_old_page_and_takes_the_new(publishing, reviewer, page, "publish", under="")


def test_a_hold_on_a_payment_is_lifted_by_who_read_of_it(cases: CaseOffice) -> None:
    rewards = RewardOffice(cases)
    leader, second, payer = rewards.leader, cases.clerk("leader", 2), rewards.payer
    tip, code = rewards.is_found_true()
    assert leader.sends("/admin/rewards/budget", page="/admin/rewards/ledger", **BUDGET).status_code == 303
    page = rewards.opens(tip)
    rewards.proposes(page, tip, penalty="20000")
    cases.steps(leader, page, "approve", reason="同意")
    for why in ("agency", "relative"):
        listed = {"id_number": CLAIM["id_number"], "phone": "", "why": why}
        assert rewards.lawyer.sends("/admin/rewards/excluded/new", **listed).status_code == 303
    payout = f"/admin/payouts/{page.rpartition('/')[2]}"
    cases.steps(payer, payout, "notify")
    assert payer.sends("/admin/payouts/claim", code=code, **CLAIM).status_code == 303
    cleared = {"under": "", "why": "safety_agency", "reason": "核实过，不是本人"}
    opened = Opened(leader, page, "clear", **cleared)
    assert Opened(second, page, "clear", **cleared).is_sent().status_code == 303
    assert payer.sends(f"{payout}/step/send", page=payout).status_code == 409, "one reason stands"
    assert Opened(second, page, "clear", **{**cleared, "why": "relative"}).is_sent().status_code == 303
    cases.steps(payer, payout, "send")
    _bank_returns(cases.container, page.rpartition("/")[2])
    assert payer.sends("/admin/payouts/claim", code=code, **CLAIM).status_code == 303

    _refuses_the_old_page_and_takes_the_new(opened, leader, page, "clear", **cleared)


def _bank_returns(container: Container, number: str) -> None:
    rewards, now = container.casework.rewards, container.clock.now()
    with container.database.writing() as session:
        payment = session.scalars(select(RewardPayment).where(RewardPayment.reward_number == number)).one()
        rewards.paying.settle(
            session, payment, succeeded=False, reference=None, note="户名不符", actor=CLOCK, now=now
        )


def test_what_was_decided_of_one_proposal_is_not_decided_of_the_next(cases: CaseOffice) -> None:
    rewards = RewardOffice(cases)
    tip, _ = rewards.is_found_true()
    page = rewards.opens(tip)
    rewards.proposes(page, tip, penalty="80000")
    typed = {"because": "no_proof", "reason": "材料不足"}
    opened = Opened(rewards.leader, page, "deny", **typed)
    cases.steps(cases.clerk("leader", 2), page, "send-back", reason="罚款数再核一下")
    rewards.proposes(page, tip, penalty="800000")

    refused = opened.is_sent()
    assert (refused.status_code, CHANGED in refused.text, "材料不足" in refused.text) == (409, True, True)
    _refuses_the_old_page_and_takes_the_new(opened, rewards.leader, page, "deny", **typed)


def test_a_step_of_a_case_is_taken_by_who_read_how_it_stands(cases: CaseOffice) -> None:
    intake, second = cases.clerk("intake_officer"), cases.clerk("intake_officer", 2)
    tip = cases.takes_a_call()
    page = f"/admin/tips/{tip}"
    cases.does(intake, tip, "accept", level="major")
    typed = {"summary": "反映一处厂房疏散通道不畅", "place": "城东片区"}
    opened = Opened(intake, page, "summarise", **typed)
    cases.does(second, tip, "summarise", summary="反映一处厂房疏散通道被锁", place="城东片区")
    refused = opened.is_sent()
    assert typed["summary"] in refused.text, "what was typed is kept"
    _refuses_the_old_page_and_takes_the_new(opened, intake, page, "summarise", **typed)

    verifier, other = cases.clerk("verifier"), cases.clerk("verifier", 2)
    hazard = f"/admin/hazards/{cases.is_found_true(cases.takes_a_call())}"
    grading = Opened(verifier, hazard, "grade", level="general", clause="第三条")
    cases.steps(other, hazard, "grade", level="major", clause="第三条")
    regrading = {"level": "general", "clause": "第三条", "reason": "现场复核"}
    assert grading.is_sent().status_code == 409
    assert Opened(verifier, hazard, "regrade", **regrading).is_sent().status_code == 303


def test_a_hold_by_law_is_lifted_by_who_read_of_it_and_no_other_with_it(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    lawyer, case = hiring.insider("law", "legal_officer"), "R2511000001"
    vault = container.casework.vault
    with container.database.writing() as session:
        session.add(VaultCase(case=case, mode=None, opened_at=clock.now(), closed_at=clock.now()))
    assert lawyer.sends("/admin/holds/set", page="/admin/holds", case=case, why="dispute").status_code == 303
    opened = Opened(lawyer, "/admin/holds", "release", under="")
    with container.database.writing() as session:
        vault.retention.hold(session, case, Hold.RETALIATION, CLOCK, clock.now())

    assert opened.is_sent().status_code == 303
    with container.database.reading() as session:
        assert [one.why for one in vault.retention.held(session)] == [Hold.RETALIATION]
    again = opened.is_sent()
    assert (again.status_code, notices.NO_HOLD in again.text) == (409, True)
    assert Opened(lawyer, "/admin/holds", "release", under="").is_sent().status_code == 303


def test_a_menu_is_published_by_who_saw_it(container: Container, hiring: Hiring) -> None:
    boss, other = hiring.insider("boss", "system_admin"), hiring.insider("wang", "system_admin")
    opened = Opened(boss, "/admin/menu", "publish", under="")
    saved = {"name-0": "问安全", "name-0-0": "消防", "does-0-0": "topics:fire"}
    assert other.sends("/admin/menu/save", page="/admin/menu", **saved).status_code == 303

    refused = opened.is_sent()

    assert (refused.status_code, CHANGED in refused.text) == (409, True)
