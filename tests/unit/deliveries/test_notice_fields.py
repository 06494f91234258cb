"""Words fitted to the fields of templates."""

from datetime import UTC, datetime

import pytest

from deliveries.notice_fields import fitted
from deliveries.notice_kinds import notice_kinds
from simulator.notice_fields import checked

AT = datetime(2026, 11, 26, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("thing4", "点击查看详情", "点击查看详情"),
        ("thing4", "一二三四五六七八九十一二三四五六七八九十多", "一二三四五六七八九十一二三四五六七八九…"),
        ("thing4", "两\n行  字", "两 行 字"),
        ("thing4", "", "—"),
        ("character_string1", "编号R2611-000123", "R2611-000123"),
        ("character_string1", "编号", "-"),
        ("time3", AT, "2026年11月26日 09:05"),
        ("date3", AT, "2026年11月26日"),
        ("phrase2", "办理中，请耐心等待", "办理中请耐"),
        ("phrase2", "OK", "请查看"),
        ("number5", "第3件", "3"),
    ],
)
def test_a_value_is_made_to_fit(field: str, value: str | datetime, expected: str) -> None:
    assert fitted(field, value) == expected


@pytest.mark.parametrize("field", ["thing1", "character_string1", "time1", "date1", "phrase1", "number1"])
@pytest.mark.parametrize("value", ["", "x" * 90, "字" * 90, "a\nb", "1.5", "R2611-000123", "😀" * 30])
def test_whatever_is_said_the_platform_takes_it(field: str, value: str) -> None:
    if field.startswith(("time", "date")):
        assert checked(field, fitted(field, AT))
    elif not (field == "number1" and value == "R2611-000123"):
        assert checked(field, fitted(field, value))


def test_only_service_notices_may_go_by_template_message() -> None:
    kinds = notice_kinds()
    assert {key for key, kind in kinds.items() if not kind.is_service} == {"activity_start", "warning"}
    assert all(kind.slots and kind.title for kind in kinds.values())
