"""What a citizen wrote outlives a session that ended, a page that stood too long and a refused step."""

import pytest
from flask import Flask

from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.h5.tip_phone import Phone, filed
from tests.integration.one_engine import database_url  # noqa: F401

WORDS = "他们看的是前门，后门还是锁着的，\n晚上八点以后有三十多人在里面加班。"
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    ("sent_to", "page"),
    [
        ("/h5/tips/new/submit", "/h5/tips/new"),
        ("/h5/activities/lecture", "/h5/activities/lecture"),
        ("/h5/mine/delete", "/h5/mine"),
        ("/h5/quiz/papers/7/2", "/h5/quiz/papers/7/2"),
    ],
)
def test_whose_session_ended_gets_the_words_back_and_a_page_to_go_on(
    browser: Browser, sent_to: str, page: str
) -> None:
    answer = browser.sends(sent_to, words=WORDS, name="阿卜杜拉·买买提·艾山江", phone="13800138000")

    assert answer.status_code == 401
    assert f'href="{page}"' in answer.text
    assert WORDS in answer.text
    assert "阿卜杜拉" not in answer.text
    assert "13800138000" not in answer.text
    assert browser.opens(page).status_code in (200, 302)


def test_a_page_that_stood_too_long_gives_the_words_back_but_not_to_another_site(app: Flask) -> None:
    client = app.test_client()
    form = {"csrf_token": "old", "words": WORDS}

    ours = client.post("/h5/activities/lecture", data=form, headers=HERE)
    others = client.post("/h5/activities/lecture", data=form, headers={"Sec-Fetch-Site": "cross-site"})

    assert (ours.status_code, others.status_code) == (403, 403)
    assert WORDS in ours.text
    assert 'href="/h5/activities/lecture"' in ours.text
    assert WORDS not in others.text


def test_a_refused_step_gives_the_words_back(app: Flask, clock: StandingClock) -> None:
    phone = Phone(app.test_client())
    number, _ = filed(phone)

    refused = phone.sends(f"/h5/tips/{number}/step/object", words=WORDS)

    assert refused.status_code == 422
    assert "后门还是锁着的" in refused.text
    assert "办到哪里了" in refused.text, "on the page of the case, not on one of its own"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/h5/tips/anonymous/submit", "/h5/tips/anonymous"),
        ("/h5/tips/new/submit", "/h5/tips/new"),
        ("/h5/tips/R2611000001/step/object", "/h5/tips/R2611000001"),
        ("/h5/feedback", "/h5/"),
    ],
)
def test_the_address_of_a_refused_form_opens_the_page_it_stands_on(
    browser: Browser, address: str, page: str
) -> None:
    led = browser.opens(address)

    assert (led.status_code, led.headers["Location"]) == (302, page)


def test_an_address_without_anything_is_told_so(browser: Browser) -> None:
    assert browser.opens("/h5/tips/anonymous/nothing").status_code == 404
