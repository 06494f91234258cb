"""Days out of forms and addresses."""

from collections.abc import Callable
from datetime import date

import pytest

from admin.typed_day import NotADay, day_of, day_or_none, find_day

JUNE = date(2026, 6, 1)


@pytest.mark.parametrize("read", [lambda words: day_of(words, "开始日期"), find_day])
@pytest.mark.parametrize(
    "words", [" 2026-06-01\n", "2026-6-1", "2026/06/01", "2026.6.1", "2026年6月1日", "２０２６－０６－０１"]
)
def test_a_day_is_read_as_people_write_one(read: Callable[[str], date], words: str) -> None:
    assert read(words) == JUNE


@pytest.mark.parametrize(
    "words", ["", "明天", "2026-06-31", "2026-06", "6月1日", "2026-06-01T09:00", "0000-01-01"]
)
def test_anything_else_is_refused_by_the_name_of_the_field(words: str) -> None:
    with pytest.raises(NotADay) as refusal:
        day_of(words, "开始日期")
    assert refusal.value.sentence == "“开始日期”要写成2026-06-01这样的日期。"
    assert find_day(words) is None


def test_only_nothing_is_nothing() -> None:
    assert day_or_none(" ", "从哪天起关注") is None
    assert day_or_none("2026-06-01", "从哪天起关注") == JUNE
    with pytest.raises(NotADay):
        day_or_none("六月", "从哪天起关注")
