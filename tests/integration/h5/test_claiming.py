"""A reward is claimed on the page: with code and second secret by who has no name, and by nobody else."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.wiring import Container
from staff.actors import Actor, ActorKind
from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.h5.fields import told_at
from tests.integration.h5.tip_phone import Phone, filed, told_by
from tests.integration.waiting_reward import PAYEE, SLIP, notified
from tipoffs.rewards.models import RewardClaim
from tipoffs.vault.models import SealedSecret
from tipoffs.vault.permissions import VaultPermission


@pytest.fixture
def phone(app: Flask) -> Phone:
    """Somebody's own browser."""
    return Phone(app.test_client())


def test_claimed_with_code_and_second_secret(
    phone: Phone, container: Container, clock: StandingClock
) -> None:
    number, code = filed(phone)
    assert phone.opens(f"/h5/tips/{number}/reward").status_code == 422
    notified(container, clock, number)
    assert (
        "500.00元" in phone.opens(f"/h5/tips/{number}").text
        or "500元" in phone.opens(f"/h5/tips/{number}").text
    )
    assert "匿名领奖要两样东西" in phone.opens(f"/h5/tips/{number}/reward").text
    shown = re.search(r'data-testid="secret">([\d ]+)<', phone.sends(f"/h5/tips/{number}/reward/secret").text)
    assert shown
    claim = f"/h5/tips/{number}/reward/claim"
    uncoded = phone.sends(claim, **PAYEE, agreed="yes")
    assert (uncoded.status_code, "查询码和领奖密码" in told_at(uncoded.text, "code")) == (422, True)
    wrong = phone.sends(claim, **PAYEE, agreed="yes", code=code, secret="00000000")
    assert wrong.status_code == 422
    slip = phone.sends(claim, **PAYEE | {"id_number": SLIP}, agreed="yes", code=code, secret=shown[1])
    assert (slip.status_code, "多半有一位写错了" in slip.text) == (422, True)
    done = phone.sends(claim, **PAYEE, agreed="yes", code=code, secret=shown[1])
    assert done.headers["Location"] == f"/h5/tips/{number}?done=claim"
    page = phone.opens(f"/h5/tips/{number}").text
    assert "您已申领奖金" in page
    # A second tap does the same again, and must not read as a wrong code.
    for path, fields in {"claim": {"code": code, "secret": shown[1]}, "secret": {}}.items():
        again = phone.sends(f"/h5/tips/{number}/reward/{path}", **PAYEE, agreed="yes", **fields)
        assert (again.status_code, "已经申领过了" in again.text, "不对" in again.text) == (422, True, False)
    with container.database.reading() as session:
        (kept,) = session.scalars(select(RewardClaim))
        assert kept.by_code
        cases = set(session.scalars(select(SealedSecret.case).where(SealedSecret.field == "payee_account")))
    assert cases == {"J26110001"}
    for word in PAYEE.values():
        assert word not in page


def test_bank_data_are_taken_as_people_type_them(
    phone: Phone, container: Container, clock: StandingClock
) -> None:
    number, code = filed(phone)
    notified(container, clock, number)
    page = phone.opens(f"/h5/tips/{number}/reward").text
    # A number cut off or refused by the browser, in the browser's words, is no help to anybody.
    assert 'pattern="' not in page
    assert 'maxlength="18"' not in page
    shown = re.search(r'data-testid="secret">([\d ]+)<', phone.sends(f"/h5/tips/{number}/reward/secret").text)
    assert shown
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in shown[1])
    typed = {
        "name": "王小明",
        "id_number": "１１０１０５ 19491231 002x",
        "bank": "农商行",
        "agreed": "yes",
        "code": code,
        "secret": wide,
    }
    claim = f"/h5/tips/{number}/reward/claim"

    short = phone.sends(claim, **typed | {"id_number": "1101051949"}, account="6222 0212 3456 7890 128")
    assert (short.status_code, "一共18位" in short.text) == (422, True)
    misread = phone.sends(claim, **typed, account="6222 0212 3456 7390 128")
    assert (misread.status_code, "抄错了" in misread.text, 'name="sure"' in misread.text) == (422, True, True)
    done = phone.sends(claim, **typed, account="６２２２ 0212-3456 7390 128", sure="yes")

    assert done.status_code == 303, done.text
    payer = Actor(ActorKind.STAFF, "chuna", permissions=frozenset({VaultPermission.PAYEE}))
    with container.database.writing() as session:
        kept = container.casework.vault.open_payee(session, "J26110001", payer, clock.now())
    assert (kept.id_number, kept.account) == ("11010519491231002X", "6222021234567390128")


def test_a_second_tap_of_who_is_known_is_told_that_the_first_was_taken(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    number = told_by(browser, container)
    unpaid = browser.sends(f"/h5/tips/{number}/reward/claim", **PAYEE, agreed="yes")
    assert (unpaid.status_code, "现在没有可以领取的奖励" in unpaid.text) == (422, True)
    notified(container, clock, number)
    first, second = (
        browser.sends(f"/h5/tips/{number}/reward/claim", **PAYEE, agreed="yes") for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (303, 422)
    assert "已经申领过了" in second.text


def test_a_reward_is_nobody_elses(
    app: Flask, phone: Phone, container: Container, clock: StandingClock
) -> None:
    number, code = filed(phone)
    notified(container, clock, number)
    other = Phone(app.test_client())
    filed(other)
    for path in ("reward/secret", "reward/claim"):
        response = other.sends(f"/h5/tips/{number}/{path}", **PAYEE, agreed="yes", code="", secret="")
        assert response.status_code == 404
    unasked = phone.sends(f"/h5/tips/{number}/reward/claim", **PAYEE, code=code, secret="12345678")
    assert unasked.status_code == 422
