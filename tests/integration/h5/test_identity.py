"""Who is there is asked of WeChat, bound to the session, and never believed of a snapshot."""

import base64
import re
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from app.wiring import Container
from h5.identity import EXCHANGES_AT_ONCE
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.integration.editors import AUTHOR
from tests.integration.h5.conftest import PUBLIC_URL, Browser

AGAIN = re.compile(r'href="/h5/mine"[^>]*>重新打开</a>')


def leave(container: Container, openid: str, text: str, clock: StandingClock) -> int:
    with container.database.writing() as session:
        return container.questions.leave(session, openid, text, clock.now())


def test_ones_own_questions_are_shown_and_nobody_elses(
    browser: Browser, stranger: Browser, container: Container, clock: StandingClock
) -> None:
    first = leave(container, browser.openid, "几点上班<b>？", clock)
    leave(container, stranger.openid, "别人的问题", clock)
    with container.database.writing() as session:
        container.questions.answer(session, first, "八点半，打12345也行。", AUTHOR, clock.now())

    browser.logs_in()
    page = browser.opens("/h5/mine").text

    assert "几点上班&lt;b&gt;？" in page
    assert "八点半" in page
    assert 'href="tel:12345"' in page
    assert "别人的问题" not in page
    assert "2026年11月22日 09:00" in page


def test_the_page_of_a_person_is_kept_nowhere(browser: Browser) -> None:
    browser.logs_in()
    response = browser.opens("/h5/mine")

    assert response.headers["Cache-Control"] == "no-store"
    assert browser.openid not in str(response.headers) + response.text


def test_the_cookie_does_not_show_who_it_is(browser: Browser) -> None:
    address = browser.leaves_for_wechat("/h5/mine")
    cookie = browser.returns(address).headers["Set-Cookie"]
    payload = cookie.partition("=")[2].partition(";")[0].strip('"')
    part = payload.lstrip(".").partition(".")[0]
    raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    opened = zlib.decompress(raw) if payload.startswith(".") else raw
    assert b"person" in opened
    assert browser.openid.encode() not in opened


def test_a_question_is_deleted_by_its_owner_only(
    browser: Browser, stranger: Browser, container: Container, clock: StandingClock
) -> None:
    number = leave(container, browser.openid, "几点上班", clock)
    stranger.logs_in()
    refused = stranger.sends("/h5/mine/delete", question=str(number))
    assert refused.status_code == 404

    browser.logs_in()
    done = browser.sends("/h5/mine/delete", question=str(number))

    assert (done.status_code, done.headers["Location"]) == (303, "/h5/mine?deleted=1")
    page = browser.opens(done.headers["Location"]).text
    assert "已经删除" in page
    assert "您还没有留过言" in page


@pytest.mark.parametrize("number", ["", "x", "-1", "1" * 19, "²"])
def test_what_is_no_number_is_refused(browser: Browser, number: str) -> None:
    browser.logs_in()
    assert browser.sends("/h5/mine/delete", question=number).status_code == 400


def test_a_form_of_somebody_unknown_is_not_kept_for_later(browser: Browser) -> None:
    response = browser.sends("/h5/mine/delete", question="1")

    assert response.status_code == 401
    assert "重新打开" in response.text
    assert AGAIN.search(response.text)


def test_a_snapshot_visitor_is_turned_away_kindly(
    browser: Browser, platform: SimulatedPlatform, container: Container, clock: StandingClock
) -> None:
    platform.control("settings", {"snapshot_user": True})
    response = browser.returns(browser.leaves_for_wechat("/h5/mine"))

    assert response.status_code == 403
    assert "使用完整服务" in response.text
    assert browser.opens("/h5/mine").status_code == 302


@pytest.mark.parametrize("change", ["other", "missing", "strange"])
def test_a_wrong_state_asks_the_platform_for_nothing(
    browser: Browser, platform: SimulatedPlatform, change: str
) -> None:
    address = browser.leaves_for_wechat("/h5/mine")
    code = address.partition("code=")[2].partition("&")[0]
    wrong = {"other": "&state=" + "a" * 32, "missing": "", "strange": "&state=%FF%00é"}[change]

    response = browser.opens(f"/h5/login/back?code={code}{wrong}")

    assert response.status_code == 400
    assert platform.calls("sns/oauth2/access_token") == []
    assert browser.opens("/h5/mine").status_code == 302


def test_a_state_of_another_session_is_refused(browser: Browser, stranger: Browser) -> None:
    """Else a stranger could log somebody in as themselves and read what they then write."""
    assert stranger.returns(browser.leaves_for_wechat("/h5/mine")).status_code == 400


def test_a_state_is_good_once_and_for_ten_minutes(browser: Browser, clock: StandingClock) -> None:
    address = browser.leaves_for_wechat("/h5/mine")
    assert browser.returns(address).status_code == 303
    assert browser.returns(address).status_code == 400

    for seconds, status in ((600, 303), (601, 400)):
        browser._client.delete_cookie("h5_session", domain="anwen.test", path="/h5/")
        address = browser.leaves_for_wechat("/h5/mine")
        clock.advance(seconds=seconds)
        assert browser.returns(address).status_code == status


def test_several_pages_may_be_opened_at_once(browser: Browser) -> None:
    pages = ["/h5/mine", "/h5/activities/mine", "/h5/mine", "/h5/activities/mine"]
    oldest, *addresses = [browser.leaves_for_wechat(page) for page in pages]

    assert browser.returns(oldest).status_code == 400, "so many are remembered and no more"
    for page, address in zip(pages[1:], addresses, strict=True):
        response = browser.returns(address)
        assert (response.status_code, response.headers.get("Location")) == (303, page)


def test_who_is_known_stays_who_they_are_whatever_code_comes_with_a_state(
    browser: Browser, stranger: Browser, platform: SimulatedPlatform
) -> None:
    mine, mine_too = (browser.leaves_for_wechat("/h5/mine") for _ in range(2))
    foreign = stranger.leaves_for_wechat("/h5/mine").partition("code=")[2].partition("&")[0]
    assert browser.returns(mine).status_code == 303
    asked = len(platform.calls("sns/oauth2/access_token"))
    own = mine_too.partition("code=")[2].partition("&")[0]

    assert browser.returns(mine_too.replace(own, foreign)).headers["Location"] == "/h5/mine"
    assert len(platform.calls("sns/oauth2/access_token")) == asked


def test_a_page_that_the_browser_asks_for_twice_at_once_opens_all_the_same(browser: Browser) -> None:
    """The second finds its code used, and its session cookie takes the place of that of the first."""
    address = browser.leaves_for_wechat("/h5/mine")
    cookie = browser.cookie()
    assert browser.returns(address).status_code == 303
    browser.keeps(cookie)

    second = browser.returns(address)

    assert second.status_code == 302, "it goes to WeChat once more, which the person does not see"
    assert browser.returns(browser.comes_back_from(second)).headers["Location"] == "/h5/mine"
    assert browser.opens("/h5/mine").status_code == 200


def test_a_code_that_is_too_old_is_asked_for_once_more_and_no_oftener(
    browser: Browser, platform: SimulatedPlatform
) -> None:
    address = browser.leaves_for_wechat("/h5/mine")
    platform.advance(timedelta(minutes=6).total_seconds())
    again = browser.comes_back_from(browser.returns(address))
    platform.advance(timedelta(minutes=6).total_seconds())

    response = browser.returns(again)

    assert response.status_code == 400
    assert AGAIN.search(response.text)


def test_a_platform_that_does_not_answer_keeps_nobody_waiting(
    browser: Browser, platform: SimulatedPlatform
) -> None:
    address = browser.leaves_for_wechat("/h5/mine")
    platform.fails("sns/oauth2/access_token", status=502)

    response = browser.returns(address)

    assert response.status_code == 503
    assert "过一会儿" in response.text
    assert AGAIN.search(response.text)


def test_logins_that_failed_leave_room_for_the_next(browser: Browser, platform: SimulatedPlatform) -> None:
    platform.fails("sns/oauth2/access_token", status=502, times=EXCHANGES_AT_ONCE)
    for _ in range(EXCHANGES_AT_ONCE):
        assert browser.returns(browser.leaves_for_wechat("/h5/mine")).status_code == 503

    browser.logs_in()


def test_who_tries_states_is_stopped(browser: Browser) -> None:
    browser.leaves_for_wechat("/h5/mine")
    tries = [browser.opens("/h5/login/back?code=c&state=x").status_code for _ in range(60)]

    assert tries == [400] * 59 + [429]


def test_a_platform_that_hangs_takes_four_threads_and_no_more(
    app: Flask, platform: SimulatedPlatform
) -> None:
    people = [Browser(app.test_client(), platform.follower(f"p{number}")) for number in range(7)]
    addresses = [one.leaves_for_wechat("/h5/mine") for one in people]
    platform.fails("sns/oauth2/access_token", delay_ms=1500, times=-1)

    with ThreadPoolExecutor(7) as pool:
        answers = list(
            pool.map(lambda one: one[0].returns(one[1]).status_code, zip(people, addresses, strict=True))
        )

    assert sorted(answers) == [303, 303, 303, 303, 503, 503, 503]


def test_who_was_recognised_stays_so_when_the_browser_is_closed(browser: Browser) -> None:
    response = browser.returns(browser.leaves_for_wechat("/h5/mine"))

    assert "Expires=" in response.headers["Set-Cookie"]


def test_who_logs_in_gets_new_forms(browser: Browser) -> None:
    before = browser.token()
    browser.logs_in()

    assert browser.posts("/h5/size", csrf_token=before, size="large").status_code == 403


def test_a_session_signed_by_others_is_worth_nothing(app: Flask, browser: Browser) -> None:
    forged = URLSafeTimedSerializer("another secret", salt="cookie-session").dumps({"person": "x"})
    client = app.test_client()
    client.set_cookie("h5_session", forged, domain="anwen.test", path="/h5/")

    assert client.get("/h5/mine", base_url=PUBLIC_URL).status_code == 302


@pytest.mark.parametrize("person", ["AAAA", "A", "", "微信", 5], ids=str)
def test_what_is_no_seal_of_ours_is_nobody(app: Flask, person: object) -> None:
    client = app.test_client()
    with client.session_transaction(base_url=PUBLIC_URL, path="/h5/") as session:
        session["person"] = person

    assert client.get("/h5/mine", base_url=PUBLIC_URL).status_code == 302


@pytest.mark.parametrize(("seconds", "status"), [(-60, 200), (60, 302)])
def test_after_twelve_hours_it_is_asked_anew_however_much_was_read(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, seconds: int, status: int
) -> None:
    browser.logs_in()
    browser.opens("/h5/mine")  # what a first page adds to the session begins the twelve hours anew
    now = time.time()
    for hours, more in ((6, 0), (12, seconds)):
        later = int(now) + hours * 3600 + more
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _, later=later: later)
        response = browser.opens("/h5/mine")
        assert response.status_code == (200 if hours == 6 else status)
