"""What clumsy hands type is read as it was meant; what cannot be read is refused by the name of its field."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from admin.forms import Field, NotADay, NotFilledIn, Typed, find_day, whole_number, within
from campaigns.planning.refusals import MoreBackThanOut
from core.errors import RuleViolation
from core.types import Labelled

JUNE = date(2026, 6, 1)


class Colour(Labelled):
    RED = "red", "红"
    BLUE = "blue", "蓝"


def form(words: str) -> Typed:
    return Typed({"field": [words]})


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("１２", 12), (" 1 200 ", 1200), ("1,200", 1200), ("1，200", 1200), ("0", 0), ("007", 7)],
)
def test_digits_of_either_width_are_one_number(typed: str, number: int) -> None:
    assert whole_number(typed) == number


@pytest.mark.parametrize("typed", ["", "十二", "12个", "-3", "1.5", "²", "1234567890", "٣", "0x10"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert whole_number(typed) is None


def test_what_a_copy_brings_along_and_nobody_sees_is_gone() -> None:
    pasted = "\ufeff \u200b消防通道\u200e堵住\v第二行\u2028第三行\r\n第四行\0 \u200b"

    assert Typed({"words": [pasted]}).text("words") == "消防通道堵住\n第二行\n第三行\n第四行"
    assert Typed({"words": [pasted, "\u200b \ufeff"]}).all("words") == [
        Typed({"words": [pasted]}).text("words")
    ]


def test_what_cannot_be_read_is_told_at_its_field() -> None:
    typed = Typed({"on": ["6月31日"], "many": ["三百"], "title": [" "], "at": ["明天"], "colour": ["green"]})
    readers: dict[str, Callable[[], object]] = {
        "on": lambda: typed.day("on", "开始"),
        "many": lambda: typed.number("many", "数量"),
        "title": lambda: typed.needed("title", "名称"),
        "at": lambda: typed.moment("at", "时间"),
        "colour": lambda: typed.one_of(Colour, "colour", "颜色"),
    }

    for name, read in readers.items():
        with pytest.raises(NotFilledIn) as refused:
            read()
        assert typed.refused(refused.value) == typed.faults[name] == refused.value.sentence

    with pytest.raises(NotFilledIn, match="最多3个字") as refused:
        within([Field("on", "哪天", most=3)], typed)
    typed.refused(refused.value)
    assert "最多3个字" in typed.faults["on"]


def test_what_a_rule_refuses_is_told_at_the_fields_that_it_is_about() -> None:
    typed = Typed({"taken": ["3"], "returned": ["4"]})

    assert typed.refused(RuleViolation("办不了。")) == "办不了。"
    assert typed.faults == {}

    typed.refused(MoreBackThanOut())
    typed.refused(RuleViolation("两个都不对。", "taken unit"))
    assert typed.faults == {
        "returned": MoreBackThanOut.sentence,
        "taken": "两个都不对。",
        "unit": "两个都不对。",
    }


@pytest.mark.parametrize(
    "words", [" 2026-06-01\n", "2026-6-1", "2026/06/01", "2026.6.1", "2026年6月1日", "２０２６－０６－０１"]
)
def test_a_day_is_read_as_people_write_one(words: str) -> None:
    assert form(words).day("field", "开始日期") == find_day(words) == JUNE


@pytest.mark.parametrize(
    "words", ["", "明天", "2026-06-31", "2026-06", "6月1日", "2026-06-01T09:00", "0000-01-01"]
)
def test_what_is_no_day_is_refused_by_the_name_of_the_field(words: str) -> None:
    with pytest.raises(NotADay) as refusal:
        form(words).day("field", "开始日期")
    assert refusal.value.sentence == "“开始日期”要写成2026-06-01这样的日期。"
    assert find_day(words) is None


def test_what_may_be_left_out_is_none_only_where_nothing_is_typed() -> None:
    assert form(" ").day_or_none("field", "从哪天起") is None
    assert form("2026-06-01").day_or_none("field", "从哪天起") == JUNE
    assert form("").moment_or_none("field", "开始") is None
    assert form("").number_or_none("field", "数量") is None
    assert Typed({}).one_or_none(Colour, "field") is None
    with pytest.raises(NotADay):
        form("六月").day_or_none("field", "从哪天起")
    with pytest.raises(NotFilledIn):
        form("很多").number_or_none("field", "数量")


def test_what_is_typed_is_read_as_what_the_field_holds() -> None:
    assert form("2026-06-01T09:00").moment("field", "开始") == datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
    assert form("１２").number("field", "数量") == 12
    assert form(" 开展情况 ").needed("field", "情况") == "开展情况"
    assert form("blue").one_of(Colour, "field", "颜色") is Colour.BLUE


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda typed: typed.moment("field", "开始"), "“开始”要写成2026-06-01 09:00这样的时间。"),
        (lambda typed: typed.number("field", "数量"), "“数量”请写不小于0的整数。"),
        (lambda typed: typed.needed("field", "情况"), "请填写情况。"),
        (lambda typed: typed.one_of(Colour, "field", "颜色"), "请选颜色。"),
    ],
)
def test_what_is_missing_is_asked_for_by_its_label(read: Callable[[Typed], object], sentence: str) -> None:
    with pytest.raises(NotFilledIn) as refusal:
        read(form(""))
    assert refusal.value.sentence == sentence
