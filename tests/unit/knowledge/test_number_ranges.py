"""The line of an answer in whose range a number lies."""

import pytest

from knowledge.number_ranges import lines_in_range

HEAT = (
    "当天最高气温到40℃，要停止室外露天作业；37℃以上，一天不超过6小时。",
    "40℃以上：停止当天室外露天作业。",
    "37℃到40℃：全天加起来不超过6小时。",
    "35℃到37℃：换班轮休。",
    "怀孕的女工，35℃以上不安排。",
)
STAFF = (
    "超过100人要专职，100人以下专职兼职都行。",
    "矿山不论大小都要专职。",
    "其他单位：超过100人，设机构；100人以下，兼职也可以。",
)
EVENT = (
    "每场1000人以上要申请。",
    "1000人以上、5000人以下：向县级申请；5000人以上：向市级申请。",
    "不够1000人的，也要做好安全。",
)


@pytest.mark.parametrize(
    ("question", "lines", "places"),
    [
        ("三十八度呢", HEAT, [2]),
        ("36度要歇吗", HEAT, [3]),
        ("四十二度", HEAT, [1]),
        ("三十度呢", HEAT, []),
        ("八百人的要不要", STAFF, [2]),
        ("我们二十来个人", STAFF, [2]),
        ("一千两百人呢", EVENT, [1]),
        ("八百人要批吗", EVENT, [2]),
        ("1万人呢", EVENT, [1]),
        ("我们人多", EVENT, []),
        ("万人大会", STAFF, []),
    ],
)
def test_the_narrowest_range_is_meant(question: str, lines: tuple[str, ...], places: list[int]) -> None:
    assert lines_in_range(question, lines) == places


def test_a_number_of_another_unit_lies_in_no_range() -> None:
    assert lines_in_range("三十八岁呢", HEAT) == []


def test_the_only_limit_is_meant_by_who_does_not_keep_it() -> None:
    assert lines_in_range("我十七岁行吗", ("满18周岁就能报。", "条件：满18周岁。", "先培训。")) == [1]


def test_the_lead_is_meant_where_no_other_line_holds_the_number() -> None:
    assert lines_in_range("五千人呢", (EVENT[0], "影院不算。")) == [0]
