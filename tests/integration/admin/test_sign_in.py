"""The route of the office, over HTTP on both engines."""

import pytest

from tests.conftest import StandingClock
from tests.integration.admin.conftest import PASSWORD, Hiring


def test_a_stranger_is_led_to_the_door_and_back_to_where_they_wanted(hiring: Hiring) -> None:
    first = hiring.account("chen", "intake_officer")
    chen = hiring.visitor("chen")
    led = chen.asks("/admin/me")
    assert led.headers["Location"] == "/admin/sign-in?back=/admin/me"

    entered = chen.sends("/admin/sign-in", login="CHEN ", password=first, back="/admin/me")

    assert (entered.status_code, entered.headers["Location"]) == (303, "/admin/me")
    assert "第一次登录" in chen.opens("/admin/me").text
    changed = chen.sends("/admin/password", old=first, new=PASSWORD, again=PASSWORD)
    assert changed.headers["Location"] == "/admin/"
    assert "陈力，您好" in chen.opens("/admin/").text


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/admin/", "/h5/", "/admin//evil", "\\\\evil"]
)
def test_nobody_is_led_elsewhere(hiring: Hiring, back: str) -> None:
    first = hiring.account("chen", "intake_officer")

    entered = hiring.visitor("chen").sends("/admin/sign-in", login="chen", password=first, back=back)

    assert entered.headers["Location"] == "/admin/"


def test_no_way_back_breaks_the_door(hiring: Hiring) -> None:
    assert hiring.visitor().asks("/admin/sign-in?back=//[").status_code == 200


def test_wrong_login_and_wrong_password_read_the_same(hiring: Hiring) -> None:
    hiring.account("chen", "intake_officer")
    answers = [
        hiring.visitor(login).signs_in("wrong").text.replace(f'value="{login}"', "")
        for login in ("chen", "zhou")
    ]

    assert "登录名或密码不对" in answers[0]
    assert [len(answer) for answer in answers] == [len(answers[0])] * 2


def test_after_too_many_mistakes_a_sentence_says_when_to_come_back(hiring: Hiring) -> None:
    chen = hiring.visitor("chen")
    for _ in range(5):
        assert chen.signs_in("wrong").status_code == 403
    refused = chen.signs_in("wrong")

    assert refused.status_code == 429
    assert "请过1分钟" in refused.text


def test_the_old_password_is_not_found_by_changing_it(hiring: Hiring) -> None:
    chen = hiring.clerk("chen", "intake_officer")
    tries = [
        chen.sends("/admin/password", old=f"guess{number}", new="another2026", again="another2026")
        for number in range(6)
    ]

    assert [one.status_code for one in tries] == [403] * 5 + [429]
    assert "原密码不对" in tries[0].text
    assert "请过1分钟" in tries[5].text


def test_an_administrator_binds_a_telephone_first(hiring: Hiring, clock: StandingClock) -> None:
    first = hiring.account("li", "system_admin")
    li = hiring.visitor("li")
    li.signs_in(first)
    li.sends("/admin/password", old=first, new=PASSWORD, again=PASSWORD)
    assert "绑定手机验证器" in li.opens("/admin/").text
    assert "不对" in li.sends("/admin/factor", code="12").text
    assert li.types_code().status_code == 303
    assert li.asks("/admin/").status_code == 200

    elsewhere = hiring.visitor("li")
    elsewhere.signs_in()
    assert "输入动态码" in elsewhere.opens("/admin/").text
    clock.advance(seconds=30)
    elsewhere.types_code()
    assert elsewhere.asks("/admin/").status_code == 200


def test_whoever_found_out_a_password_alone_does_not_change_it(hiring: Hiring) -> None:
    hiring.clerk("li", "system_admin")
    thief = hiring.visitor("li")
    thief.signs_in()

    refused = thief.posts(
        "/admin/password",
        csrf_token=thief.token("/admin/code"),
        old=PASSWORD,
        new="wodele2026x",
        again="wodele2026x",
    )

    assert refused.headers["Location"] == "/admin/code"
    assert hiring.visitor("li").signs_in().status_code == 303  # still the old one


def test_a_colleague_signs_in_where_they_always_do_while_somebody_types_their_login(hiring: Hiring) -> None:
    chen, other = hiring.clerk("chen", "intake_officer"), hiring.visitor("chen")
    chen.sends("/admin/sign-out", page="/admin/")
    for _ in range(6):
        refused = other.signs_in("wrong")

    assert refused.status_code == 429
    assert other.signs_in().status_code == 429
    assert chen.signs_in().status_code == 303


def test_one_session_is_ended_from_another(hiring: Hiring) -> None:
    here = hiring.clerk("chen", "intake_officer")
    there = hiring.visitor("chen")
    there.signs_in()
    listed = here.opens("/admin/me").text
    end = listed.partition('action="/admin/me/sessions/')[2].partition('"')[0]

    here.sends(f"/admin/me/sessions/{end}", page="/admin/me")

    assert there.asks("/admin/").status_code == 302
    assert here.asks("/admin/").status_code == 200


def test_signing_out_and_a_copied_cookie(hiring: Hiring) -> None:
    chen = hiring.clerk("chen", "intake_officer")
    cookie = chen._client.get_cookie("anwen_office", path="/admin")
    assert cookie is not None
    assert cookie.http_only
    chen.sends("/admin/sign-out", page="/admin/")
    thief = hiring.visitor("chen")
    thief._client.set_cookie("anwen_office", cookie.value, path="/admin")

    assert thief.asks("/admin/").status_code == 302


def test_a_page_that_is_not_there_speaks_chinese(hiring: Hiring) -> None:
    chen = hiring.clerk("chen", "intake_officer")

    missing = chen.asks("/admin/no/such")

    assert (missing.status_code, "没有这个页面" in missing.text) == (404, True)
