"""What a list says of the time that is left."""

from datetime import UTC, datetime, timedelta

import pytest

from admin.cases.deadlines import remaining
from places.workdays import Workdays


@pytest.mark.parametrize(
    ("hours", "words", "tone"),
    [
        (8, "今天到期", "soon"),
        (32, "还剩1个工作日", "soon"),
        (24 * 3, "还剩3个工作日", "soon"),
        (24 * 8, "还剩6个工作日", "calm"),
        (-1, "今天已超期", "late"),
        (-24 * 4, "已超期2个工作日", "late"),
    ],
)
def test_what_is_left_is_said_in_working_days(hours: int, words: str, tone: str) -> None:
    monday = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    found = remaining(monday + timedelta(hours=hours), monday, Workdays({}))

    assert (found.words, found.tone) == (words, tone)


def test_hours_are_said_in_hours() -> None:
    now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    assert remaining(now + timedelta(minutes=90), now, Workdays({}), by_hours=True).words == "还剩1小时"
    assert remaining(now - timedelta(minutes=5), now, Workdays({}), by_hours=True).words == "已超时5分钟"
