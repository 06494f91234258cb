"""Rewards beside the main road: refusals, objections, thanks, somebody without a name, the bench."""

from pathlib import Path

import pytest

from app.wiring import Container
from staff.actors import Actor, ActorKind
from tests.integration.admin.case_office import CaseOffice
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.reward_office import BUDGET, CLAIM, MARKUP, RewardOffice
from tests.integration.one_engine import database_url
from tipoffs.rewards.neighbours import CheckedReceipt
from tipoffs.rewards.reckoning.reading import source_of

__all__ = ["database_url"]


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def test_a_refusal_is_told_and_somebody_else_settles_the_objection(office: CaseOffice) -> None:
    rewards = RewardOffice(office)
    tip, _ = rewards.is_found_true()
    case = rewards.opens(tip)
    number = case.rpartition("/")[2]
    unsaid = rewards.leader.sends(f"{case}/step/deny", page=case, reason="查过以往记录")
    assert (unsaid.status_code, "请选不予奖励的理由" in unsaid.text) == (409, True)
    assert "查过以往记录</textarea>" in unsaid.text
    office.steps(rewards.leader, case, "deny", because="not_major", reason="不在奖励范围")
    assert "不属于可以发放奖金的事项" in rewards.leader.opens(case).text
    assert f"{case}/step/reopen" not in office.clerk("leader", 2).opens(case).text

    container, now = office.container, office.container.clock.now()
    container.cipher.ensure_key(now)
    with container.database.writing() as session:
        refusing = container.casework.rewards.refusing
        refusing.appeal(session, number, Actor(ActorKind.REPORTER, tip), MARKUP, now)
    shown = rewards.leader.opens(case).text
    assert (MARKUP in shown, "重新评定</strong>还不能办" in shown) == (False, True)
    office.steps(office.clerk("leader", 2), case, "reopen", reason="有新的证据")
    assert "填写情况，试算" in rewards.lawyer.opens(case).text

    # Thanks without money: once, and off the list.
    other = office.takes_a_call(facts="第二次看到安全出口锁着")
    office.is_found_true(other)
    page = "/admin/rewards/candidates"
    assert rewards.lawyer.sends("/admin/rewards/thank", page=page, tip=other).status_code == 303
    assert other not in rewards.lawyer.opens(page).text
    fresh = office.takes_a_call(facts="第三次看到安全出口锁着")
    refused = rewards.lawyer.sends("/admin/rewards/open", page=page, tip=fresh, kind="violation")
    assert (refused.status_code, "还没有签批属实" in refused.text) == (409, True)
    assert (
        rewards.lawyer.sends("/admin/rewards/open", page=page, tip="R0", kind="violation").status_code == 404
    )


def test_who_pays_is_told_that_it_was_taken_back_meanwhile(office: CaseOffice) -> None:
    rewards = RewardOffice(office)
    tip, _ = rewards.is_found_true()
    rewards.leader.sends("/admin/rewards/budget", page="/admin/rewards/ledger", **BUDGET)
    case = rewards.opens(tip)
    rewards.proposes(case, tip, penalty="20000")
    office.steps(rewards.leader, case, "approve")
    payout = f"/admin/payouts/{case.rpartition('/')[2]}"
    token = rewards.payer.token(payout)
    office.steps(rewards.leader, case, "revoke", because="excluded", reason="举报人是亲属")

    told = rewards.payer.posts(f"{payout}/step/notify", csrf_token=token)

    assert (told.status_code, "现在是“不予奖励”，不能通知领取" in told.text) == (409, True)
    assert rewards.payer.asks(payout).status_code == 404
    twice = rewards.leader.sends(f"{case}/step/revoke", page=case, because="excluded", reason="亲属")
    assert (twice.status_code, "已经是“不予奖励”，这一步不用再办" in twice.text) == (409, True)


def test_a_tip_found_true_is_found_by_its_number_and_assessed_from_its_own_page(office: CaseOffice) -> None:
    rewards, page = RewardOffice(office), "/admin/rewards/candidates"
    lawyer = rewards.lawyer
    tip, other = (office.takes_a_call(facts=f"第{one}次看到安全出口锁着") for one in "一二")
    here = f'href="{page}?number={tip}"'
    assert here not in lawyer.opens(f"/admin/tips/{tip}").text, "not found true yet"
    assert f"{tip}不在这里" in lawyer.opens(f"{page}?number={tip}").text
    for one in (tip, other):
        office.is_found_true(one)

    assert here in lawyer.opens(f"/admin/tips/{tip}").text
    assert here in lawyer.opens(f"/admin/rewards?number={tip}").text
    assert here not in rewards.leader.opens(f"/admin/tips/{tip}").text, "who approves opens nothing"
    found = lawyer.opens(f"{page}?number={tip.lower()}").text
    assert (f'name="tip" value="{tip}"' in found, other in found) == (True, False)
    sent = lawyer.sends("/admin/rewards/open", page=f"{page}?number={tip}", tip=tip, kind="violation")
    assert sent.status_code == 303
    assert here not in lawyer.opens(f"/admin/tips/{tip}").text


def test_somebody_without_a_name_is_paid_for_code_and_second_secret(office: CaseOffice) -> None:
    rewards, container = RewardOffice(office), office.container
    tip, code = rewards.is_found_true(mode="anonymous", name="", phone="")
    rewards.leader.sends("/admin/rewards/budget", page="/admin/rewards/ledger", **BUDGET)
    case = rewards.opens(tip)
    facts = {"do": "propose", "payees": tip, "relation": "citizen", "penalty": "20000", "reason": "核查属实"}
    refused = rewards.lawyer.sends(f"{case}/assess", domain="general", **facts)
    assert (refused.status_code, "没有符合领奖条件的举报人" in refused.text) == (409, True)
    rewards.proposes(case, tip, penalty="20000", domain="mine", level="一级举报")
    office.steps(rewards.leader, case, "approve")
    number = case.rpartition("/")[2]
    office.steps(rewards.payer, f"/admin/payouts/{number}", "notify")
    with container.database.writing() as session:
        secrets = container.casework.rewards.secrets(CheckedReceipt("", None))
        secret = secrets.issue(session, number, Actor(ActorKind.REPORTER, tip), container.clock.now())

    for wrong in ("", "00000000" if secret != "00000000" else "11111111"):
        refused = rewards.payer.sends("/admin/payouts/claim", code=code, secret=wrong, **CLAIM)
        assert (refused.status_code, "查询码或者领奖密码不对" in refused.text) == (409, True)
    spoken = f"{secret[:4]} {secret[4:]}"
    assert rewards.payer.sends("/admin/payouts/claim", code=code, secret=spoken, **CLAIM).status_code == 303
    assert "凭查询码和领奖密码" in rewards.payer.opens(f"/admin/payouts/{number}").text


def test_the_bench_shows_both_calculations_and_keeps_nothing(office: CaseOffice) -> None:
    lawyer, page = office.clerk("legal_officer"), "/admin/rewards/bench"
    facts = {"kind": "violation", "accepted": "2026-07-04", "relation": "employee", "penalty": "3000000"}
    shown = lawyer.sends(page, old="national-2018", new="xiamen-2021", **facts).text
    assert "新办法多<strong>90,000.00元</strong>" in shown
    assert shown.count("行政处罚3,000,000.00元 × 15%") == 2
    assert "提高30%" in shown
    draft = source_of("national-2018").replace("cap: 300000", "cap: 200000")
    tried = lawyer.sends(page, old="national-2018", new="draft", draft=draft, **facts).text
    assert "新办法少<strong>100,000.00元</strong>" in tried
    wrong = lawyer.sends(page, old="national-2018", new="draft", draft=f"id: x\n{MARKUP}: 1", **facts)
    assert (wrong.status_code, MARKUP in wrong.text) == (409, False)
    assert lawyer.sends(page, old="nobody", new="xiamen-2021", **facts).status_code == 409
    for rules in office.container.casework.rewards.files.sets:
        assert rules.name in lawyer.opens(f"/admin/rewards/rules/{rules.id}").text
