"""A place alone answers where something is; with anything else beside it, it may be a cry."""

import pytest

from knowledge.screening.bare_places import BarePlaces

PLACES = [
    "5栋地下室",
    "负一楼车库",
    "楼顶天台",
    "3号车间里面",
    "在7栋2单元楼道",
    "烟花厂仓库",
    "就是液化气站门口",
    "那个小区的消防通道",
    "9号楼架空层",
    "幼儿园后门对面",
]
MORE = [
    "车库进水了",
    "天台有人",
    "我在天台",
    "站在楼顶",
    "厨房冒烟",
    "仓库着了",
    "河里",
    "井下",
    "",
    "厂里塌了",
]


@pytest.mark.parametrize("text", PLACES)
def test_a_place_alone_is_known(text: str) -> None:
    assert BarePlaces.load().is_one(text)


@pytest.mark.parametrize("text", MORE)
def test_what_says_more_is_none(text: str) -> None:
    assert not BarePlaces.load().is_one(text)
