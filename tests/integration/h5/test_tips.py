"""Tip-offs on the mobile pages: filed with and without WeChat, followed by openid or code, by nobody else."""

import io
import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.wiring import Container
from deliveries.models import DutyNotice
from followers.services import record_follow
from tests import samples
from tests.conftest import StandingClock
from tests.integration.h5.conftest import PUBLIC_URL, Browser
from tests.integration.h5.tip_phone import ANONYMOUS, FACTS, NEW, Phone, filed, tips, told_by
from tests.integration.tip_office import INTAKE
from tipoffs.evidence.models import Evidence
from tipoffs.evidence.status import Kind, State
from tipoffs.tips.models import Channel, Mode
from tipoffs.tips.status import TipState
from tipoffs.vault import tries
from tipoffs.vault.contents import SecretField

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def phone(app: Flask) -> Phone:
    """Somebody's own browser."""
    return Phone(app.test_client())


@pytest.fixture
def other_phone(app: Flask) -> Phone:
    """Somebody else's browser."""
    return Phone(app.test_client())


@pytest.fixture
def wechat(browser: Browser) -> Browser:
    """A follower who is recognised."""
    browser.logs_in()
    return browser


def said(page: TestResponse) -> str:
    """A page without what differs by chance: the mask of its token, and its own address."""
    return re.sub(r'value="(?:[0-9a-f]{96}|/h5/tips/\w+)"', "", page.text)


def test_without_a_name_from_photo_to_timeline(
    phone: Phone, other_phone: Phone, container: Container
) -> None:
    assert "不能保证谁也查不到" in phone.opens(ANONYMOUS).text
    phone.begins()
    assert phone.uploads(samples.photo()).get_json()["place"] is not None
    done = phone.submits(object_name="鑫源超市", address="城东路8号", happened="昨天晚上")
    assert (done.status_code, done.headers["Location"]) == (303, "/h5/tips/done")
    code = phone.code()
    assert "<svg" in phone.opens("/h5/tips/done").text
    assert phone.sends("/h5/tips/done").headers["Location"].startswith("/h5/tips/R")
    assert code not in phone.opens("/h5/tips/done").text

    (tip,) = tips(container)
    assert (tip.channel, tip.mode, tip.reporter) == (Channel.BROWSER, Mode.ANONYMOUS, None)
    assert other_phone.opens(f"/h5/tips/{tip.number}").status_code == 401
    opened = other_phone.sends("/h5/tips/code", code=code.lower().replace("-", " "))
    assert opened.headers["Location"] == f"/h5/tips/{tip.number}"
    page = other_phone.opens(f"/h5/tips/{tip.number}").text
    assert "已收到，正在看" in page
    assert "还剩5个工作日" in page
    assert "照片1张" in page
    assert FACTS not in page


def test_the_anonymous_form_forgets_who_wechat_said_it_was(wechat: Browser, container: Container) -> None:
    wechat.opens(ANONYMOUS)
    assert wechat.opens("/h5/mine").status_code == 302
    response = wechat.sends(f"{ANONYMOUS}/begin")
    cookie = next(one for one in response.headers.getlist("Set-Cookie") if one.startswith("tip_draft="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"Path={ANONYMOUS}" in cookie
    wechat.sends(f"{ANONYMOUS}/submit", facts=FACTS, agreed="yes")
    (tip,) = tips(container)
    with container.database.reading() as session:
        assert not container.casework.vault.holds(session, tip.number, SecretField.OPENID)
        assert container.casework.vault.cases_of(session, wechat.openid) == []


def test_a_follower_files_and_finds_it_in_the_list(
    wechat: Browser, stranger: Browser, container: Container
) -> None:
    page = wechat.opens(NEW)
    assert "geolocation=(self)" in page.headers["Permissions-Policy"]
    assert "geolocation=()" in wechat.opens("/h5/").headers["Permissions-Policy"]
    draft = re.search(r'name="draft" value="(\w+)"', page.text)
    assert draft
    fields = {"draft": draft[1], "facts": FACTS, "mode": "confidential", "agreed": "yes"}
    first, again = (wechat.sends(f"{NEW}/submit", **fields) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"] == "/h5/tips/done"
    (tip,) = tips(container)
    assert tip.mode is Mode.CONFIDENTIAL
    assert tip.number in wechat.opens("/h5/tips/mine").text
    stranger.logs_in()
    theirs = stranger.opens(f"/h5/tips/{tip.number}")
    none = stranger.opens("/h5/tips/R2611999999")
    assert theirs.status_code == none.status_code == 404
    assert said(theirs) == said(none)
    assert stranger.sends(f"/h5/tips/{tip.number}/step/withdraw").status_code == 404
    for token in (draft[1], "0" * 32):
        # Their own words begin a draft of their own, whether or not somebody's tip has this token.
        assert stranger.sends(f"{NEW}/submit", **{**fields, "draft": token}).status_code == 422
    assert len(tips(container)) == 1
    assert tips(container)[0].state is TipState.SUBMITTED


def test_who_does_not_follow_is_told_that_no_news_can_reach_them(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    told_by(browser, container)
    before = browser.opens("/h5/tips/done").text
    with container.database.writing() as session:
        record_follow(session, browser.openid, clock.now(), clock.now())
    after = browser.opens("/h5/tips/done").text

    assert ("发不到您的微信" in before, "办理通知" in before) == (True, False)
    assert ("发不到您的微信" in after, "办理通知" in after) == (False, True)


def test_what_another_tab_says_of_a_tip_that_is_made_is_shown_and_not_swallowed(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    browser.logs_in()
    draft = browser.opens(NEW).text.partition('name="draft" value="')[2][:32]
    fields = {"draft": draft, "facts": FACTS, "mode": "confidential", "agreed": "yes"}
    assert browser.sends(f"{NEW}/submit", **fields).status_code == 303
    clock.advance(minutes=2)

    late = browser.sends(f"{NEW}/submit", **{**fields, "facts": "楼顶的水箱快要倒下来了"})

    (tip,) = tips(container)
    assert late.status_code == 409
    for words in ("已经交过了", "楼顶的水箱快要倒下来了", f'href="/h5/tips/{tip.number}"'):
        assert words in late.text


def test_a_second_tap_makes_no_second_tip_and_keeps_the_code(phone: Phone, container: Container) -> None:
    phone.begins()
    phone.submits()
    code = phone.code()
    assert phone.submits().status_code == 303
    assert phone.code() == code
    assert len(tips(container)) == 1


def test_what_is_missing_is_said_and_what_was_typed_is_kept(phone: Phone, container: Container) -> None:
    phone.begins()
    refused = phone.sends(f"{ANONYMOUS}/submit", facts="锁", object_name=XSS, address=XSS, happened=XSS)
    assert refused.status_code == 422
    assert "至少4个字" in refused.text
    assert "我已看过，同意" in refused.text
    for page in (refused.text, phone.opens(ANONYMOUS).text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page
    assert tips(container) == []


def test_words_of_the_office_are_shown_as_words(
    phone: Phone, container: Container, clock: StandingClock
) -> None:
    number, _ = filed(phone)
    container.cipher.ensure_key(clock.now())
    with container.database.writing() as session:
        container.casework.tips.ask_more(session, number, XSS, INTAKE, clock.now())
    page = phone.opens(f"/h5/tips/{number}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    done = phone.sends(f"/h5/tips/{number}/step/supply", words=XSS)
    assert done.headers["Location"] == f"/h5/tips/{number}?done=supply"
    assert tips(container)[0].state is TipState.SUBMITTED
    assert "<script>alert" not in phone.opens(f"/h5/tips/{number}").text


HOSTILE = {
    "empty": b"",
    "bomb": samples.bomb_png(),
    "zip": samples.zip_archive(),
    "jpeg and zip": samples.photo() + samples.zip_archive(),
    "jpeg and page": samples.photo() + b"<script>alert(1)</script>",
    "cut": samples.photo()[:300],
    "voice": samples.voice(),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_kindly(phone: Phone, container: Container, data: bytes) -> None:
    phone.begins()
    refused = phone.uploads(data)
    assert refused.status_code == 422
    assert refused.get_json()["words"].endswith("。")
    # The test client itself would spool a large form to a file and leave it open.
    if 0 < len(data) < 400_000:
        assert phone.submits(files=(io.BytesIO(data), "拍的.jpg")).status_code == 422
    with container.database.reading() as session:
        assert session.scalars(select(Evidence).where(Evidence.state == State.KEPT)).all() == []


@pytest.mark.parametrize("by_script", [True, False])
@pytest.mark.parametrize("mime", ["video/mp4", "application/octet-stream", "image/jpeg"])
def test_a_recording_is_kept_whatever_the_phone_calls_it(
    phone: Phone, container: Container, mime: str, *, by_script: bool
) -> None:
    phone.begins()
    if by_script:
        assert phone.uploads(samples.video(), mime).status_code == 200
    else:
        assert phone.submits(files=(io.BytesIO(samples.video()), "拍的", mime)).status_code == 303
    with container.database.reading() as session:
        kept = session.scalars(select(Evidence)).all()
    assert [(one.kind, one.state) for one in kept] == [(Kind.VIDEO, State.KEPT)]


def test_photos_come_with_a_plain_form_too(phone: Phone, container: Container) -> None:
    phone.begins()
    files = [(io.BytesIO(samples.photo(width=200 + n)), f"{n}.jpg") for n in range(3)]
    assert phone.submits(files=files).status_code == 303
    with container.database.reading() as session:
        kept = session.scalars(select(Evidence).where(Evidence.case == tips(container)[0].number)).all()
    assert [one.state for one in kept] == [State.KEPT] * 3


def test_a_tenth_photo_is_one_too_many(phone: Phone) -> None:
    phone.begins()
    for n in range(9):
        assert phone.uploads(samples.photo(width=200 + n)).status_code == 200
    refused = phone.uploads(samples.photo(width=300))
    assert refused.status_code == 422
    assert "最多9份照片" in refused.get_json()["words"]


def test_a_file_that_is_too_large_is_not_read(phone: Phone) -> None:
    phone.begins()
    refused = phone.uploads(b"\xff\xd8\xff" + b"0" * 21 * 1024 * 1024)
    assert refused.status_code == 413
    assert refused.get_json() == {"words": "文件超过20MB，请缩短或压缩后再发。"}


def test_a_photo_without_the_token_is_refused_in_words_that_a_script_can_show(phone: Phone) -> None:
    phone.begins()
    refused = phone.client.post(f"{ANONYMOUS}/file", data=samples.photo(), base_url=PUBLIC_URL)
    assert refused.status_code == 403
    assert refused.get_json() == {"words": "这个页面放得太久了，请重新打开再试。"}


def test_forms_without_a_token_are_refused(phone: Phone, container: Container) -> None:
    number, _ = filed(phone)
    phone.client.post(f"{ANONYMOUS}/begin", base_url=PUBLIC_URL)
    for path in ("step/withdraw", "files", "disclose", "reward/claim", "reward/secret"):
        response = phone.client.post(f"/h5/tips/{number}/{path}", base_url=PUBLIC_URL, data={})
        assert response.status_code == 403
    response = phone.client.post(
        f"{ANONYMOUS}/file", base_url=PUBLIC_URL, data=b"x", content_type="image/png"
    )
    assert response.status_code == 403
    assert tips(container)[0].state is TipState.SUBMITTED


def test_guessing_codes_and_asking_too_often_read_the_same(phone: Phone, other_phone: Phone) -> None:
    _, code = filed(phone)
    wrong = "ABCDEF-12345-12345-12345-12345"
    pages = [other_phone.sends("/h5/tips/code", code=wrong) for _ in range(11)]
    pages.append(other_phone.sends("/h5/tips/code", code=code))
    assert {page.status_code for page in pages} == {403}
    assert len({said(page) for page in pages}) == 1


def test_a_neighbour_who_guesses_keeps_nobody_from_their_case(phone: Phone, app: Flask) -> None:
    number, code = filed(phone)
    wrong = "ABCDEF-12345-12345-12345-12345"
    neighbour = Phone(app.test_client())
    for _ in range(12):
        assert neighbour.sends("/h5/tips/code", code=wrong).status_code == 403

    opened = Phone(app.test_client()).sends("/h5/tips/code", code=code)

    assert (opened.status_code, opened.headers.get("Location", "")[-11:]) == (303, number)


def test_a_browser_that_filed_is_counted_for_itself(
    phone: Phone, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "PER_ADDRESS", 3)
    _, code = filed(phone)
    wrong = "ABCDEF-12345-12345-12345-12345"
    for _ in range(4):
        Phone(app.test_client()).sends("/h5/tips/code", code=wrong)
    assert Phone(app.test_client()).sends("/h5/tips/code", code=code).status_code == 403
    assert phone.sends("/h5/tips/code", code=code).status_code == 303


def test_who_guesses_from_many_addresses_rings_the_bell_here_too(
    phone: Phone, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "ALL_TOGETHER", 3)
    wrong = "ABCDEF-12345-12345-12345-12345"

    pages = [phone.sends("/h5/tips/code", code=wrong) for _ in range(5)]

    assert len({said(page) for page in pages}) == 1
    with container.database.reading() as session:
        told = session.scalars(select(DutyNotice.key)).all()
    assert [key.partition(":")[0] for key in told] == ["receipt-guessing"]


def test_withdrawn_by_its_reporter_and_the_phone_forgets(phone: Phone, container: Container) -> None:
    number, _ = filed(phone)
    assert phone.sends(f"/h5/tips/{number}/step/write", words="我再说一句").status_code == 303
    phone.sends(f"/h5/tips/{number}/step/withdraw")
    assert tips(container)[0].state is TipState.WITHDRAWN
    assert phone.sends(f"/h5/tips/{number}/step/withdraw").status_code == 422
    phone.sends("/h5/tips/leave")
    assert phone.opens(f"/h5/tips/{number}").status_code == 401


def test_who_filed_without_a_name_may_say_it_later(
    phone: Phone, other_phone: Phone, container: Container
) -> None:
    number, _ = filed(phone)
    page = phone.opens(f"/h5/tips/{number}/identity").text
    assert "选择实名后，不能再改为保密或者匿名" in page
    fields = {"mode": "real_name", "name": "王小明", "phone": "13800138000"}
    assert phone.sends(f"/h5/tips/{number}/disclose", **fields).status_code == 422
    assert other_phone.sends(f"/h5/tips/{number}/disclose", **fields, agreed="yes").status_code == 404
    assert phone.sends(f"/h5/tips/{number}/disclose", **fields, agreed="yes").status_code == 303
    assert tips(container)[0].mode is Mode.REAL_NAME
    pages = phone.opens(f"/h5/tips/{number}").text + phone.opens(f"/h5/tips/{number}/identity").text
    assert "王小明" not in pages
    assert "13800138000" not in pages
    again = phone.sends(f"/h5/tips/{number}/disclose", mode="confidential", agreed="yes", phone="13800138000")
    assert again.status_code == 422


@pytest.mark.parametrize("path", ["reward", "identity", ""])
def test_pages_of_a_case_are_nobody_elses(phone: Phone, other_phone: Phone, path: str) -> None:
    number, _ = filed(phone)
    filed(other_phone)
    response = other_phone.opens(f"/h5/tips/{number}/{path}".rstrip("/"))
    assert response.status_code == 404
    assert phone.opens(f"/h5/tips/{number}").headers["Cache-Control"] == "no-store"
