"""Rewards: from the telephone to the paid reward by pages alone, and what each half never sees."""

import io
import re
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from admin.rewards.steps import VERBS
from app.wiring import Container
from tests.integration.admin.case_office import CaseOffice
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.admin.orders import ORDERS
from tests.integration.admin.reward_office import ACCOUNT, BUDGET, CLAIM, MARKUP, RewardOffice
from tests.integration.statements import statements_on
from tests.samples import CALL
from tipoffs.rewards.models import RewardEvent, RewardPayment
from tipoffs.rewards.next_steps import DECIDING, PAYING
from tipoffs.rewards.status import Verb


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def _amounts(text: str) -> list[str]:
    return re.findall(r'trace__amount">([^<]+)<', text)


def _hands_in(payer: Clerk, table: str) -> str:
    """The bank's table, as a file of the form."""
    file = FileStorage(io.BytesIO(table.encode("gb18030")), "结果.csv")
    sent = payer._client.post(
        "/admin/payouts/results/take",
        data={"csrf_token": payer.token("/admin/payouts/results"), "file": file},
        content_type="multipart/form-data",
    )
    return str(sent.text)


def test_every_step_stands_on_one_half_of_the_office() -> None:
    assert set(DECIDING) - {Verb.PROPOSE} | set(PAYING) == set(VERBS)
    assert not set(DECIDING) & set(PAYING)


def test_from_the_telephone_to_the_paid_reward(office: CaseOffice) -> None:
    rewards = RewardOffice(office)
    lawyer, leader, payer = rewards.lawyer, rewards.leader, rewards.payer
    second = office.clerk("leader", 2)
    # What the reporter orders in the tip changes no amount below.
    tip, code = rewards.is_found_true(object_name=MARKUP, facts=f"{CALL['facts']}。{ORDERS[0]}{ORDERS[2]}")
    assert leader.sends("/admin/rewards/budget", page="/admin/rewards/ledger", **BUDGET).status_code == 303
    old = {"year": "2025", "yuan": "777", "document": "温财〔2025〕1号"}
    leader.sends("/admin/rewards/budget", page="/admin/rewards/ledger", **BUDGET | old)
    # What is left of another year pays nothing of this one.
    assert "年度已过，结余777.00元不能批" in leader.opens("/admin/rewards/ledger").text
    again = leader.sends("/admin/rewards/budget", page="/admin/rewards/ledger", **BUDGET)
    assert (again.status_code, "已经登记过" in again.text) == (409, True)

    # The lawyer opens it; the penalty is known from the hazard; trying keeps nothing.
    listed = lawyer.opens("/admin/rewards/candidates").text
    assert (MARKUP in listed, "&lt;script&gt;" in listed) == (False, True)
    case = rewards.opens(tip)
    number = case.rpartition("/")[2]
    form = lawyer.opens(f"{case}/assess").text
    assert 'value="80000.00"' in form
    assert "（温）应急罚〔2026〕1号" in form
    facts = {"payees": tip, "domain": "general", "relation": "citizen", "penalty": "80000"}
    tried = lawyer.sends(f"{case}/assess", do="look", **facts)
    assert _amounts(tried.text)[-1] == "12,000.00元"
    assert "15%" in tried.text
    assert "金额待定" in lawyer.opens(case).text
    unsaid = lawyer.sends(f"{case}/assess", do="propose", **facts)
    assert (unsaid.status_code, 'value="80000"' in unsaid.text) == (409, True)
    rewards.proposes(case, tip, penalty="80000")

    # Rule, clause, inputs, steps and amounts stand there; two sign, neither of them who proposed.
    shown = leader.opens(case).text
    for words in (
        "安监总财〔2018〕19号",
        "第十一条",
        "80,000.00元",
        "不低于下限3,000.00元",
        "最先有效举报",
        "第2级",
    ):
        assert words in shown
    assert f"{case}/step/approve" not in lawyer.opens(case).text
    token = lawyer.token(case)
    assert lawyer.posts(f"{case}/step/approve", csrf_token=token).status_code == 409
    office.steps(leader, case, "approve", reason="同意")
    assert "<strong>批准</strong>还不能办" in leader.opens(case).text
    assert "已批准" in office.steps(second, case, "approve")

    # The payout officer sees a number and an amount, and never the tip.
    assert number in payer.opens("/admin/payouts?group=tell").text
    payout = f"/admin/payouts/{number}"
    for hidden in (case, f"{case}/assess", f"/admin/tips/{tip}", "/admin/rewards"):
        assert payer.asks(hidden).status_code == 404
    assert tip not in payer.opens(payout).text
    office.steps(payer, payout, "notify")
    assert "凭查询码" in payer.opens("/admin/payouts/claim").text
    wrong = payer.sends("/admin/payouts/claim", code="ABCDEF-GHJKMN-PQRSTV-WXYZ23", **CLAIM)
    assert (wrong.status_code, "查询码或者领奖密码不对" in wrong.text) == (409, True)
    slip = payer.sends("/admin/payouts/claim", code=code, **CLAIM | {"id_number": "110105194912310021"})
    assert (slip.status_code, "多半有一位写错了" in slip.text) == (409, True)
    assert 'value="110105194912310021"' in slip.text
    silent = payer.sends("/admin/payouts/claim", code=code, **CLAIM | {"agreed": ""})
    assert (silent.status_code, "单独同意" in silent.text) == (409, True)
    misread = payer.sends("/admin/payouts/claim", code=code, **CLAIM | {"account": f"{ACCOUNT[:-1]}3"})
    assert (misread.status_code, 'name="sure"' in misread.text) == (409, True)
    assert 'name="sure"' not in payer.opens("/admin/payouts/claim").text
    spaced = f"{ACCOUNT[:4]} {ACCOUNT[4:8]} {ACCOUNT[8:]}"
    claimed = payer.sends("/admin/payouts/claim", code=code, **CLAIM | {"account": spaced})
    assert claimed.headers["Location"].startswith(payout)
    assert ACCOUNT not in payer.opens(payout).text
    assert ACCOUNT in payer.sends(f"{payout}/payee", page=payout).text
    for nobody in (lawyer, leader, office.clerk("audit_admin")):
        assert nobody.asks(payout).status_code == 404
        assert "王小明" not in nobody.opens(case).text

    # Voucher, file for the finance office, result of the bank; the ledger adds up.
    office.steps(payer, payout, "send")
    table = payer.sends("/admin/payouts/export", page="/admin/payouts?group=under_way", **{"as": "csv"})
    voucher = f"{number}-1"
    assert f"{voucher},12000.00,王小明,{ACCOUNT},温岭某银行" in table.data.decode("utf-8-sig")
    bank = "凭证号,金额（元）,结果,银行流水号,说明\n"
    wrong_amount = _hands_in(payer, f"{bank}{voucher},1.00,成功,LS1,\n")
    assert "金额不符" in wrong_amount

    # What the bank says of the payee is kept where the deciding half reads it: without the payee.
    said = f"收款人王 小明（证件{CLAIM['id_number']}，手机13800138000）与账号{ACCOUNT}户名不符"

    # What came back waits for the reporter: nothing is to be paid until the account is told anew.
    assert "1笔" in _hands_in(payer, f"{bank}{voucher},12000.00,失败,,{said}\n")
    with office.container.database.reading() as session:
        kept = [*session.scalars(select(RewardPayment.note))]
        kept += session.scalars(select(RewardEvent.reason).where(RewardEvent.verb == Verb.FAIL)).all()
    hidden = "收款人[收款人]（证件[收款人]，手机[手机号]）与账号[收款人]户名不符"
    assert kept == [hidden, hidden]
    assert hidden in leader.opens(case).text
    assert "奖励待发放" not in payer.opens("/admin/").text
    payer.sends("/admin/payouts/claim", code=code, **CLAIM)
    assert "奖励待发放" in payer.opens("/admin/").text
    office.steps(payer, payout, "send")
    voucher = f"{number}-2"
    assert "1笔" in _hands_in(payer, f"{bank}{voucher},12000.00,成功,LS1,\n")
    assert "没有重复登记" in _hands_in(payer, f"{bank}{voucher},12000.00,成功,LS1,\n")
    assert "已发放" in leader.opens(case).text
    ledger = leader.opens("/admin/rewards/ledger").text
    assert "借贷平衡" in ledger
    assert "988,000.00元" in ledger
    assert number in payer.opens("/admin/payouts/ledger").text
    assert tip not in payer.opens("/admin/payouts/ledger").text
    assert "成功" in payer.sends(
        "/admin/payouts/vouchers/export", page="/admin/payouts/ledger", **{"as": "csv"}
    ).data.decode("utf-8-sig")
    assert "支付凭证" in payer.opens(f"/admin/payouts?number={number}").text

    # Bounded lists, whatever stands on them.
    with statements_on(office.container.database.engine) as asked:
        lawyer.opens("/admin/rewards?group=all")
    assert len(asked) <= 8, asked
    for nonsense in ("x", "2026_J1", "_9", "%00"):
        for page in ("rewards?group=paid", "rewards/candidates?kind=x", "rewards/ledger?x=1"):
            assert lawyer.asks(f"/admin/{page}&after={nonsense}").status_code == 200
        assert payer.asks(f"/admin/payouts?group=settled&after={nonsense}").status_code == 200
