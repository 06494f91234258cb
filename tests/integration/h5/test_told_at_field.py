"""What is refused on a telephone is told at its field, with the cursor there; who somebody is, is not shown
again.
"""

import re

import pytest
from flask import Flask

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.h5.fields import told_at
from tests.integration.h5.tip_phone import FACTS, NEW, Phone, filed
from tests.integration.waiting_reward import PAYEE, SLIP, notified
from tipoffs.vault.contents import SecretField

REAL_NAME = {"mode": "real_name", "name": "王小明", "phone": "13800138000", "agreed": "yes"}
SHORT = "1380013800"


@pytest.fixture
def phone(app: Flask) -> Phone:
    """Somebody's own browser."""
    return Phone(app.test_client())


def test_a_tip_with_a_blank_says_where(browser: Browser) -> None:
    browser.logs_in()
    draft = browser.opens(NEW).text.partition('name="draft" value="')[2][:32]

    page = browser.sends(f"{NEW}/submit", draft=draft, facts=" 锁 ", address="城东路8号")

    assert page.status_code == 422
    assert "至少4个字" in told_at(page.text, "facts")
    assert "请选一种署名方式" in page.text.partition('id="mode-fault"')[2][:60]
    assert "请先勾选" in told_at(page.text, "agreed")
    assert page.text.count("autofocus") == 1, "two would be none: the first fault has the cursor"
    page = browser.sends(f"{NEW}/submit", draft=draft, facts=FACTS, mode="confidential")
    assert page.text.count('class="fault"') == 1
    assert "城东路8号" in page.text


def test_a_telephone_that_reaches_nobody_is_not_kept(phone: Phone, container: Container) -> None:
    number, _ = filed(phone)

    refused = phone.sends(f"/h5/tips/{number}/disclose", **{**REAL_NAME, "phone": SHORT})

    assert refused.status_code == 422
    assert "手机号是11位" in told_at(refused.text, "phone")
    assert re.search(r'<details class="card act"\s+open>\s*<summary>改为实名', refused.text)
    assert refused.text.count('<details class="card act" open>') == 1
    assert not {"王小明", SHORT} & set(re.split(r'[<>"\s]', refused.text))
    with container.database.reading() as session:
        assert not container.casework.vault.holds(session, number, SecretField.PHONE)

    assert "请先勾选" in told_at(
        phone.sends(f"/h5/tips/{number}/disclose", **{**REAL_NAME, "agreed": ""}).text, "agreed"
    )
    assert phone.sends(f"/h5/tips/{number}/disclose", **REAL_NAME).status_code == 303
    again = phone.sends(f"/h5/tips/{number}/step/identity", name="王小明", phone="一三八")
    assert "手机号是11位" in told_at(again.text, "phone")
    slip = phone.sends(f"/h5/tips/{number}/step/identity", **{**REAL_NAME, "id_number": SLIP})
    assert "多半有一位写错了" in told_at(slip.text, "id_number")


def test_whoever_claims_goes_on_in_the_form(phone: Phone, container: Container, clock: StandingClock) -> None:
    number, code = filed(phone)
    notified(container, clock, number)
    shown = re.search(r'data-testid="secret">([\d ]+)<', phone.sends(f"/h5/tips/{number}/reward/secret").text)
    assert shown
    claim = {**PAYEE, "agreed": "yes", "code": code, "secret": shown[1]}

    def refused(**change: str) -> str:
        page = phone.sends(f"/h5/tips/{number}/reward/claim", **{**claim, **change})
        assert page.status_code == 422
        assert "J26110001" in page.text, "one goes on in the form"
        return page.text

    assert "多半有一位写错了" in told_at(refused(id_number=SLIP), "id_number")
    assert "开户银行" in told_at(refused(bank=" "), "bank")
    assert "单独同意" in told_at(refused(agreed=""), "agreed")
    wrong = refused(secret="00000000")
    assert "不对" in told_at(wrong, "code")
    hidden = {PAYEE["name"], PAYEE["id_number"], PAYEE["account"], code}
    assert not hidden & set(re.split(r'[<>"\s]', wrong)), "telephones are shared"


def test_what_names_nobody_still_stands_after_a_refused_claim(
    phone: Phone, container: Container, clock: StandingClock
) -> None:
    number, code = filed(phone)
    notified(container, clock, number)
    wrong = {**PAYEE, "account": "62220", "code": code, "secret": "00000000"}

    page = phone.sends(f"/h5/tips/{number}/reward/claim", **wrong, agreed="yes").text
    unticked = phone.sends(f"/h5/tips/{number}/reward/claim", **wrong).text

    bank, agreed = re.search(r'<input[^>]*name="bank"[^>]*>', page), r'<input[^>]*name="agreed"[^>]*checked'
    assert bank
    assert 'value="农商行"' in bank[0]
    assert re.search(agreed, page)
    assert not re.search(agreed, unticked)
