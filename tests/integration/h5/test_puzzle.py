"""Too many forms from one address: a browser of nobody known is asked a question, WeChat's never are."""

import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.wiring import Container
from h5.throttle import FORMS
from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.h5.tip_phone import ANONYMOUS, FACTS, NEW, Phone, tips
from tests.integration.one_engine import database_url  # noqa: F401

DIGITS = "零一二三四五六七八九"


@pytest.fixture
def phone(app: Flask) -> Phone:
    """A browser with a form that was begun, behind an address from which everything else comes too."""
    phone = Phone(app.test_client())
    phone.begins()
    crowd = Phone(app.test_client())
    token = crowd.token()
    for _ in range(FORMS.amount):
        crowd.client.post(f"{ANONYMOUS}/save", base_url="http://anwen.test", data={"csrf_token": token})
    return phone


def question(page: TestResponse) -> tuple[str, int]:
    """The sealed question, and what is right."""
    sealed = re.search(r'name="question" value="([^"]+)"', page.text)
    asked = re.search(r">(.)(加|减)(.)等于几？<", page.text)
    assert sealed
    assert asked
    first, second = DIGITS.index(asked[1]), DIGITS.index(asked[3])
    return sealed[1], first + second if asked[2] == "加" else first - second


def test_a_right_answer_lets_what_was_typed_through(phone: Phone, container: Container) -> None:
    asked = phone.submits(address="城东路8号")
    assert asked.status_code == 429
    assert f'name="facts" value="{FACTS}"' in asked.text
    assert tips(container) == []
    sealed, right = question(asked)
    wrong = phone.submits(question=sealed, answer=str(right + 1))
    assert wrong.status_code == 429
    sealed, right = question(wrong)
    done = phone.submits(question=sealed, answer=f" {right}。")
    assert done.headers["Location"] == "/h5/tips/done"
    assert len(tips(container)) == 1
    # Who answered is not asked again; scripts of the same browser are let through as well.
    assert phone.sends(f"{ANONYMOUS}/begin").status_code == 303
    assert phone.uploads(b"").status_code == 422


def test_it_asks_for_digits_that_need_no_carrying_below_nothing(phone: Phone) -> None:
    for _ in range(12):
        page = phone.submits()
        [(first, sign, second)] = re.findall(r">(.)(加|减)(.)等于几？<", page.text)
        digits = DIGITS.index(first), DIGITS.index(second)
        assert min(digits) >= 2
        assert question(page)[1] >= 1, f"{first}{sign}{second}"


def test_an_answer_is_good_once_and_for_ten_minutes(phone: Phone, app: Flask, clock: StandingClock) -> None:
    sealed, right = question(phone.submits())
    assert phone.sends(f"{ANONYMOUS}/begin", question=sealed, answer=str(right)).status_code == 303
    other = Phone(app.test_client())
    asked = other.sends(f"{ANONYMOUS}/begin", question=sealed, answer=str(right))
    assert asked.status_code == 429
    sealed, right = question(asked)
    clock.advance(minutes=11)
    assert other.sends(f"{ANONYMOUS}/begin", question=sealed, answer=str(right)).status_code == 429
    assert other.sends(f"{ANONYMOUS}/begin", question="x", answer="8").status_code == 429


def test_taking_a_photo_back_asks_too_and_loses_nothing_that_was_typed(phone: Phone) -> None:
    asked = phone.sends(f"{ANONYMOUS}/drop", drop="x", facts=FACTS)
    assert asked.status_code == 429
    assert f'name="facts" value="{FACTS}"' in asked.text
    sealed, right = question(asked)
    dropped = phone.sends(f"{ANONYMOUS}/drop", drop="x", facts=FACTS, question=sealed, answer=str(right))
    assert dropped.headers["Location"] == f"{ANONYMOUS}#shots"
    assert FACTS in phone.opens(ANONYMOUS).text


def test_people_of_wechat_are_never_asked_and_scripts_are_told_plainly(
    phone: Phone, browser: Browser
) -> None:
    browser.logs_in()
    token = browser.token(NEW)
    refused = browser.posts(f"{NEW}/save", csrf_token=token, facts=FACTS)
    assert refused.status_code == 429
    assert "等于几" not in refused.text
    assert "歇一分钟" in refused.text
    headers = {"Accept": "application/json"}
    data = {"csrf_token": phone.token(), "facts": FACTS}
    saved = phone.client.post(f"{ANONYMOUS}/save", base_url="http://anwen.test", data=data, headers=headers)
    assert saved.status_code == 429
    assert "Retry-After" in saved.headers
