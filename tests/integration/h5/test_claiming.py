"""A reward is claimed on the page: with code and second secret by who has no name, and by nobody else."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.h5.tip_phone import Phone, filed
from tests.integration.waiting_reward import PAYEE, SLIP, notified
from tipoffs.rewards.models import RewardClaim
from tipoffs.vault.models import SealedSecret


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
    assert phone.sends(claim, **PAYEE, agreed="yes").status_code == 400
    wrong = phone.sends(claim, **PAYEE, agreed="yes", code=code, secret="00000000")
    assert wrong.status_code == 422
    slip = phone.sends(claim, **PAYEE | {"id_number": SLIP}, agreed="yes", code=code, secret=shown[1])
    assert (slip.status_code, "多半有一位写错了" in slip.text) == (422, True)
    done = phone.sends(claim, **PAYEE, agreed="yes", code=code, secret=shown[1])
    assert done.headers["Location"] == f"/h5/tips/{number}?done=claim"
    page = phone.opens(f"/h5/tips/{number}").text
    assert "您已申领奖金" in page
    with container.database.reading() as session:
        (kept,) = session.scalars(select(RewardClaim))
        assert kept.by_code
        cases = set(session.scalars(select(SealedSecret.case).where(SealedSecret.field == "payee_account")))
    assert cases == {"J26110001"}
    for word in PAYEE.values():
        assert word not in page


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
