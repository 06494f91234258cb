"""What the bank says of payments, and how long an account is kept."""

from datetime import datetime, timedelta

import pytest

from core.clock import china_date
from staff.actors import Actor, ActorKind
from tests.integration.rewards.office import (
    PAYER,
    Office,
    results,
)
from tipoffs.rewards.payment.payouts import payout_file
from tipoffs.rewards.payment.sheets import BankLine
from tipoffs.rewards.queries import own_rewards
from tipoffs.rewards.status import IllegalMove


def test_a_failed_payment_is_claimed_and_paid_again(office: Office) -> None:
    number = office.reaches_claim()
    first = office.sends(number).voucher
    office.clock.advance(days=70)
    said = "账号6222000011112222333与户名不符。"
    assert results(office, BankLine(2, first, 300_000, False, None, said))[1] == (first,)
    office.is_sound()
    # The reporter hears until when, and why; whose account it was is in no sentence.
    until = office.row(number).claim_until_on
    assert until is not None
    assert until >= china_date(office.clock.now()) + timedelta(days=60), "as long as the first time"
    tip, told = office.letterbox.letters[-1]
    assert f"在{until.year}年{until.month}月{until.day}日前（含当日）重新填写" in told
    # 安监总财〔2018〕19号 第十三条 says 放弃 of who does not come; this one did.
    assert "放弃" not in told
    with office.database.reading() as session:
        (own,) = own_rewards(session, Actor(ActorKind.REPORTER, tip))
    assert own.why_failed == "账号[收款人]与户名不符"
    with pytest.raises(IllegalMove):
        office.sends(number)
    office.claims(number)
    second = office.sends(number).voucher
    assert first != second
    assert results(office, BankLine(2, second, 300_000, True, "B2", ""))[0] == (second,)
    office.is_sound()


def test_the_bank_is_not_believed_blindly(office: Office) -> None:
    numbers = [office.reaches_claim(f"R{n}") for n in range(5)]
    good, short, twice, silent, again = (office.sends(number).voucher for number in numbers)
    lines = [
        BankLine(2, good, 300_000, True, "B1", ""),
        BankLine(3, short, 299_999, True, "B2", ""),
        BankLine(4, twice, 300_000, True, "B3", ""),
        BankLine(5, twice, 300_000, True, "B4", ""),
        BankLine(6, "X", 1, True, None, ""),
        BankLine(7, again, 300_000, False, None, "户名不符"),
    ]
    paid, failed, known, wrong = results(office, *lines)
    assert (paid, failed, known) == ((good,), (again,), ())
    assert len(wrong) == 5
    assert "已送出支付，银行结果里没有" in wrong
    # What was settled before is missed by nobody; three of the five are still open.
    again_told = results(office, lines[0])
    assert again_told[2] == (good,)
    assert again_told[3] == ("已送出支付，银行结果里没有",) * 3
    assert "不一致" in results(office, BankLine(2, good, 300_000, False, None, ""))[3][0]
    assert "已经登记在别的凭证上" in results(office, BankLine(2, silent, 300_000, True, "B1", ""))[3][0]
    office.is_sound()


def test_one_reference_of_the_bank_for_two_vouchers_settles_neither(office: Office) -> None:
    vouchers = [office.sends(office.reaches_claim(f"R{number}")).voucher for number in range(2)]
    lines = [BankLine(row, voucher, 300_000, True, "B1", "") for row, voucher in enumerate(vouchers, 2)]
    paid, failed, known, wrong = results(office, *lines)
    assert (paid, failed, known) == ((), (), ())
    assert wrong == ("同一银行流水号出现了多次",) * 2


def shreds(office: Office, before: datetime) -> None:
    """The accounts of what was paid before this moment are shredded."""
    with office.database.writing() as session:
        for claim in office.paying.to_shred(session, before, 0, 100):
            office.paying.shred_paid(session, claim, office.clock.now())


def test_accounts_are_shredded_after_their_time(office: Office) -> None:
    number = office.reaches_claim()
    results(office, BankLine(2, office.sends(number).voucher, 300_000, True, "B1", ""))
    now = office.clock.now()
    shreds(office, now)
    assert len(office.vault.payees) == 1
    shreds(office, now + timedelta(days=1))
    shreds(office, now + timedelta(days=2))
    assert office.vault.payees == {}


def test_an_account_of_before_is_shredded_and_the_one_claimed_with_anew_is_not(office: Office) -> None:
    number = office.reaches_claim()
    results(office, BankLine(2, office.sends(number).voucher, 300_000, False, None, "户名不符"))
    office.claims(number)
    now = office.clock.now()
    shreds(office, now + timedelta(days=1))
    with office.database.writing() as session:
        assert not payout_file(session, number, PAYER).is_shredded
    assert len(office.vault.payees) == 1
