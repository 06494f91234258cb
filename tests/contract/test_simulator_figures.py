"""The statistics of the platform: what it saw of followers, of their messages and of its own pushes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import requests

from tests.contract.simulator_harness import Json, SimulatorHarness, open_harness

DAY = 86_400


@pytest.fixture
def harness() -> Iterator[SimulatorHarness]:
    """One whose virtual clock stands at nine in the morning in China, on a Wednesday."""
    with open_harness() as harness:
        now = datetime.now(UTC)
        nine = now.replace(hour=1, minute=0, second=0, microsecond=0)
        nine += timedelta((2 - nine.weekday()) % 7 or 7)
        harness.advance((nine - now).total_seconds())
        yield harness


def today(harness: SimulatorHarness) -> date:
    stamp = harness.control("clock")["timestamp"]
    return (datetime.fromtimestamp(stamp, UTC) + timedelta(hours=8)).date()


def rows(harness: SimulatorHarness, name: str, begin: date, end: date | None = None) -> list[Json]:
    body = {"begin_date": begin.isoformat(), "end_date": (end or begin).isoformat()}
    response = requests.post(
        f"{harness.address}/datacube/{name}",
        params={"access_token": harness.fresh_token()["access_token"]},
        data=json.dumps(body),
        timeout=30,
    )
    answer = response.json()
    assert answer.get("errcode", 0) == 0, answer
    return list(answer["list"])


def test_followers_come_and_go(harness: SimulatorHarness) -> None:
    first = today(harness)
    harness.citizen("amy")
    harness.citizen("ben", scene="12")
    harness.control("citizens", {"count": 5})
    harness.advance(DAY)
    harness.control(f"citizens/{harness.citizen('amy')}/unfollow", {})
    harness.advance(DAY)

    second = first + timedelta(1)
    assert rows(harness, "getusersummary", first, second) == [
        {"ref_date": first.isoformat(), "user_source": 1, "new_user": 6, "cancel_user": 0},
        {"ref_date": first.isoformat(), "user_source": 30, "new_user": 1, "cancel_user": 0},
        {"ref_date": second.isoformat(), "user_source": 0, "new_user": 0, "cancel_user": 1},
    ]
    assert rows(harness, "getusercumulate", first - timedelta(1), second) == [
        {"ref_date": first.isoformat(), "cumulate_user": 7},
        {"ref_date": second.isoformat(), "cumulate_user": 6},
    ]


@pytest.fixture
def written(harness: SimulatorHarness) -> date:
    """The day on which Amy wrote seven texts and a picture, and Ben a text an hour later; it is over now."""
    first = today(harness)
    amy, ben = harness.citizen("amy", push=False), harness.citizen("ben", push=False)
    for _ in range(7):
        harness.says(amy)
    harness.sends(amy, {"type": "image"})
    harness.sends(amy, {"type": "event", "event": "CLICK", "key": "K"})
    harness.advance(3_600)
    harness.says(ben)
    harness.advance(DAY)
    return first


def test_messages_are_counted_by_type(harness: SimulatorHarness, written: date) -> None:
    day = written.isoformat()
    assert rows(harness, "getupstreammsg", written) == [
        {"ref_date": day, "msg_type": 1, "msg_user": 2, "msg_count": 8},
        {"ref_date": day, "msg_type": 2, "msg_user": 1, "msg_count": 1},
    ]
    assert rows(harness, "getupstreammsghour", written) == [
        {"ref_date": day, "ref_hour": 900, "msg_type": 1, "msg_user": 1, "msg_count": 7},
        {"ref_date": day, "ref_hour": 900, "msg_type": 2, "msg_user": 1, "msg_count": 1},
        {"ref_date": day, "ref_hour": 1000, "msg_type": 1, "msg_user": 1, "msg_count": 1},
    ]


def test_people_are_counted_by_how_much_they_wrote(harness: SimulatorHarness, written: date) -> None:
    assert rows(harness, "getupstreammsgdist", written) == [
        {"ref_date": written.isoformat(), "count_interval": 1, "msg_user": 1},
        {"ref_date": written.isoformat(), "count_interval": 2, "msg_user": 1},
    ]


def test_weeks_and_months_go_by_their_first_day(harness: SimulatorHarness, written: date) -> None:
    harness.advance(31 * DAY)
    monday, first = written - timedelta(written.weekday()), written.replace(day=1)

    for name, begin in (("week", monday), ("month", first)):
        assert rows(harness, f"getupstreammsg{name}", begin)[0] == {
            "ref_date": begin.isoformat(),
            "msg_type": 1,
            "msg_user": 2,
            "msg_count": 8,
        }
        assert [row["count_interval"] for row in rows(harness, f"getupstreammsgdist{name}", begin)] == [1, 2]
    assert rows(harness, "getupstreammsgweek", monday + timedelta(1), monday + timedelta(6)) == []


def test_pushes_are_counted_with_their_time(harness: SimulatorHarness) -> None:
    first = today(harness)
    amy = harness.citizen("amy", push=False)
    harness.says(amy)
    harness.control("faults", {"api": "webhook", "status": 500})
    harness.says(amy)
    harness.advance(DAY)

    found = rows(harness, "getinterfacesummary", first)
    assert [(row["callback_count"], row["fail_count"]) for row in found] == [(3, 1)]
    assert found[0]["total_time_cost"] >= found[0]["max_time_cost"] >= 0
    by_hour = rows(harness, "getinterfacesummaryhour", first)
    assert by_hour == [{**found[0], "ref_hour": 900}]
