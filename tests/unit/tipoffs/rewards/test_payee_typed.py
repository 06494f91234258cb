"""Bank data as people type them: what is meant goes to the bank, and a slip is told before the money goes."""

import pytest

from core.errors import RuleViolation
from tipoffs.rewards.payment.payee_typed import payee_typed

CARD = "6222021234567890128"
MISREAD = "6222021234567390128"


@pytest.mark.parametrize(
    "account",
    [
        CARD,
        "6222 0212 3456 7890 128",
        "６２２２０２１２３４５６７８９０１２８",
        "6222-0212-3456-7890-128",
        f" {CARD}　",
    ],
)
def test_spaces_dashes_and_full_width_signs_do_not_reach_the_bank(account: str) -> None:
    payee = payee_typed(" 王桂花 ", "１１０１０５ 19491231 002x", account, " 农商行 ")

    assert (payee.name, payee.id_number, payee.account, payee.bank) == (
        "王桂花",
        "11010519491231002X",
        CARD,
        "农商行",
    )


@pytest.mark.parametrize(
    ("account", "said"),
    [
        ("农商行", "只有数字"),
        ("6222O212", "只有数字"),
        ("13800138000", "不是手机号"),
        ("11010519491231002X", "不是身份证号"),
        ("110105194912310021", "不是身份证号"),
        (MISREAD, "抄错了"),
    ],
)
def test_what_cannot_be_an_account_is_told_at_its_field(account: str, said: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        payee_typed("王桂花", "110105194912310021", account, "农商行")

    assert said in refused.value.sentence
    assert refused.value.about == "account"


def test_who_has_looked_again_is_believed() -> None:
    assert payee_typed("王桂花", "", MISREAD, "农商行", is_sure=True).account == MISREAD


def test_a_passbook_has_no_check_digit() -> None:
    assert payee_typed("王桂花", "", "10101 2345678", "农商行").account == "101012345678"
