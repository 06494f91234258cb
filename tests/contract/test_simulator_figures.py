"""The statistics of the platform: what it saw of followers, of their messages and of its own pushes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import requests

from tests.contract.simulator_desk import Desk, Json, open_desk

DAY = 86_400


@pytest.fixture
def desk() -> Iterator[Desk]:
    """One whose virtual clock stands at nine in the morning in China, on a Wednesday."""
    with open_desk() as desk:
        now = datetime.now(UTC)
        nine = now.replace(hour=1, minute=0, second=0, microsecond=0)
        nine += timedelta((2 - nine.weekday()) % 7 or 7)
        desk.advance((nine - now).total_seconds())
        yield desk


def today(desk: Desk) -> date:
    stamp = desk.control("clock")["timestamp"]
    return (datetime.fromtimestamp(stamp, UTC) + timedelta(hours=8)).date()


def rows(desk: Desk, name: str, begin: date, end: date | None = None) -> list[Json]:
    body = {"begin_date": begin.isoformat(), "end_date": (end or begin).isoformat()}
    response = requests.post(
        f"{desk.address}/datacube/{name}",
        params={"access_token": desk.fresh_token()["access_token"]},
        data=json.dumps(body),
        timeout=30,
    )
    answer = response.json()
    assert answer.get("errcode", 0) == 0, answer
    return list(answer["list"])


def test_followers_come_and_go(desk: Desk) -> None:
    first = today(desk)
    desk.citizen("amy")
    desk.citizen("ben", scene="12")
    desk.control("citizens", {"count": 5})
    desk.advance(DAY)
    desk.control(f"citizens/{desk.citizen('amy')}/unfollow", {})
    desk.advance(DAY)

    second = first + timedelta(1)
    assert rows(desk, "getusersummary", first, second) == [
        {"ref_date": first.isoformat(), "user_source": 1, "new_user": 6, "cancel_user": 0},
        {"ref_date": first.isoformat(), "user_source": 30, "new_user": 1, "cancel_user": 0},
        {"ref_date": second.isoformat(), "user_source": 0, "new_user": 0, "cancel_user": 1},
    ]
    assert rows(desk, "getusercumulate", first - timedelta(1), second) == [
        {"ref_date": first.isoformat(), "cumulate_user": 7},
        {"ref_date": second.isoformat(), "cumulate_user": 6},
    ]


@pytest.fixture
def written(desk: Desk) -> date:
    """The day on which Amy wrote seven texts and a picture, and Ben a text an hour later; it is over now."""
    first = today(desk)
    amy, ben = desk.citizen("amy", push=False), desk.citizen("ben", push=False)
    for _ in range(7):
        desk.says(amy)
    desk.sends(amy, {"type": "image"})
    desk.sends(amy, {"type": "event", "event": "CLICK", "key": "K"})
    desk.advance(3_600)
    desk.says(ben)
    desk.advance(DAY)
    return first


def test_messages_are_counted_by_type(desk: Desk, written: date) -> None:
    day = written.isoformat()
    assert rows(desk, "getupstreammsg", written) == [
        {"ref_date": day, "msg_type": 1, "msg_user": 2, "msg_count": 8},
        {"ref_date": day, "msg_type": 2, "msg_user": 1, "msg_count": 1},
    ]
    assert rows(desk, "getupstreammsghour", written) == [
        {"ref_date": day, "ref_hour": 900, "msg_type": 1, "msg_user": 1, "msg_count": 7},
        {"ref_date": day, "ref_hour": 900, "msg_type": 2, "msg_user": 1, "msg_count": 1},
        {"ref_date": day, "ref_hour": 1000, "msg_type": 1, "msg_user": 1, "msg_count": 1},
    ]


def test_people_are_counted_by_how_much_they_wrote(desk: Desk, written: date) -> None:
    assert rows(desk, "getupstreammsgdist", written) == [
        {"ref_date": written.isoformat(), "count_interval": 1, "msg_user": 1},
        {"ref_date": written.isoformat(), "count_interval": 2, "msg_user": 1},
    ]


def test_weeks_and_months_go_by_their_first_day(desk: Desk, written: date) -> None:
    desk.advance(31 * DAY)
    monday, first = written - timedelta(written.weekday()), written.replace(day=1)

    for name, begin in (("week", monday), ("month", first)):
        assert rows(desk, f"getupstreammsg{name}", begin)[0] == {
            "ref_date": begin.isoformat(),
            "msg_type": 1,
            "msg_user": 2,
            "msg_count": 8,
        }
        assert [row["count_interval"] for row in rows(desk, f"getupstreammsgdist{name}", begin)] == [1, 2]
    assert rows(desk, "getupstreammsgweek", monday + timedelta(1), monday + timedelta(6)) == []


def test_pushes_are_counted_with_their_time(desk: Desk) -> None:
    first = today(desk)
    amy = desk.citizen("amy", push=False)
    desk.says(amy)
    desk.control("faults", {"api": "webhook", "status": 500})
    desk.says(amy)
    desk.advance(DAY)

    found = rows(desk, "getinterfacesummary", first)
    assert [(row["callback_count"], row["fail_count"]) for row in found] == [(3, 1)]
    assert found[0]["total_time_cost"] >= found[0]["max_time_cost"] >= 0
    by_hour = rows(desk, "getinterfacesummaryhour", first)
    assert by_hour == [{**found[0], "ref_hour": 900}]
