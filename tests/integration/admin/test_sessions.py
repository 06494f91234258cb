"""How long a session lasts, what a closed session says, and what every page carries on its way out."""

import pytest

from admin.sign_in import own_path
from tests.conftest import StandingClock
from tests.integration.admin.conftest import Hiring


def test_who_is_away_for_half_an_hour_signs_in_again(hiring: Hiring, clock: StandingClock) -> None:
    away, busy = hiring.insider("chen", "intake_officer"), hiring.insider("li", "intake_officer")
    for _ in range(2):
        clock.advance(minutes=20)
        assert busy.asks("/admin/").status_code == 200

    led = away.asks("/admin/duty?done=day")

    assert led.status_code == 302
    assert led.headers["Location"] == "/admin/sign-in?back=/admin/duty?done%3Dday"
    assert busy.asks("/admin/").status_code == 200


def test_a_working_day_later_even_the_busy_sign_in_again(hiring: Hiring, clock: StandingClock) -> None:
    busy = hiring.insider("li", "intake_officer")
    for _ in range(28):
        clock.advance(minutes=25)
        assert busy.asks("/admin/duty").status_code == 200
    clock.advance(minutes=20)

    assert busy.asks("/admin/duty").status_code == 302


def test_a_clock_that_was_ahead_leaves_no_door_open(hiring: Hiring, clock: StandingClock) -> None:
    clock.advance(days=2)
    ahead = hiring.insider("chen", "intake_officer")
    assert ahead.asks("/admin/").status_code == 200
    clock.advance(days=-2)
    assert ahead.asks("/admin/").status_code == 302

    # Set back by a few minutes, everybody goes on working, and half an hour away is half an hour.
    busy, away = hiring.insider("li", "intake_officer"), hiring.insider("wang", "intake_officer")
    clock.advance(minutes=-10)
    assert busy.asks("/admin/").status_code == 200
    assert away.asks("/admin/").status_code == 200
    clock.advance(minutes=25)
    assert busy.asks("/admin/").status_code == 200
    clock.advance(minutes=6)
    assert (busy.asks("/admin/").status_code, away.asks("/admin/").status_code) == (200, 302)


def test_who_is_closed_or_ended_is_out_at_once(hiring: Hiring) -> None:
    maker, chen = hiring.insider("boss", "system_admin"), hiring.insider("chen", "intake_officer")
    assert chen.asks("/admin/").status_code == 200

    maker.sends("/admin/people/chen/deactivate", page="/admin/people/chen", reason="调离", known="1")

    assert chen.asks("/admin/").status_code == 302


def test_a_shut_door_says_when_it_opens_and_nothing_else(hiring: Hiring, clock: StandingClock) -> None:
    hiring.insider("chen", "intake_officer")
    shut = []
    for login in ("chen", "nobody"):
        visitor = hiring.visitor(login)
        for _ in range(5):
            visitor.signs_in("wrong")
        shut.append(visitor.signs_in("wrong"))
        assert visitor.signs_in("wrong").status_code == 429

    assert [one.status_code for one in shut] == [429, 429]
    assert all("请过1分钟" in one.text for one in shut)
    assert len({one.text.count("<") for one in shut}) == 1
    clock.advance(seconds=61)
    assert hiring.visitor("chen").signs_in("wrong").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/admin/",
        "//evil.example/admin/",
        "/\\evil.example/admin/",
        "/admin/\r\nLocation: https://evil.example",
        "/admin//evil.example",
        "/admin/..//evil.example",
        "javascript:alert(1)//admin/",
        "///admin/",  # browsers pass over the third and go to a host called admin
        "\\\\/admin/",
        "//[admin/",
        "",
    ],
)
def test_no_address_leads_elsewhere(path: str) -> None:
    assert own_path(path) == "/admin/"


def test_the_list_of_sessions_names_machine_and_browser(hiring: Hiring) -> None:
    hiring.clerk("chen", "knowledge_editor")
    visitor = hiring.visitor("chen")
    agent = "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36"
    visitor._client.environ_base["HTTP_USER_AGENT"] = agent

    visitor.signs_in()

    listed = visitor.asks("/admin/me").text
    assert "Windows电脑上的Chrome浏览器" in listed
    assert "Mozilla" not in listed
