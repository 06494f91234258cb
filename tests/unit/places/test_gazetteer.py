"""An address finds its village, and finds none rather than a wrong one."""

import time
from collections import Counter

import pytest

from places.gazetteer import Gazetteer, How
from places.regions import Level, Region, RegionTree
from tests.unit.places.county import county

SMALL = RegionTree(
    [
        Region("1", "安文县", "", Level.COUNTY),
        Region("11", "清溪镇", "1", Level.TOWN),
        Region("12", "太平街道", "1", Level.TOWN),
        Region("13", "城东街道", "1", Level.TOWN),
        Region("111", "石桥村", "11", Level.VILLAGE),
        Region("112", "石桥头村", "11", Level.VILLAGE),
        Region("113", "前洋村", "11", Level.VILLAGE, aliases=("前洋自然村", "洋头")),
        Region("121", "石桥村", "12", Level.VILLAGE),
        Region("122", "人民社区", "12", Level.VILLAGE),
        Region("131", "三星桥社区", "13", Level.VILLAGE),
        Region("132", "下保村", "13", Level.VILLAGE),
        Region("133", "保下村", "12", Level.VILLAGE),
    ]
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The small county."""
    return Gazetteer(SMALL)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("安文县清溪镇石桥村23号", "111"),
        ("太平街道石桥村委会旁边那个厂", "121"),
        ("清溪石桥", "111"),
        ("清溪镇石桥头村", "112"),
        ("清溪镇 石 桥 村", "111"),
        ("清溪镇石乔村", "111"),
        ("前洋", "113"),
        ("洋头那边有人焊东西", "113"),
        ("三星桥小区旁", "131"),
        ("三新桥社区", "131"),
        ("三颗桥社区", "131"),
        ("人民社区", "122"),
        ("下保村", "132"),
        ("保下村", "133"),
        ("城东街道", "13"),
        ("太平街道办事处对面", "12"),
        ("安文县", "1"),
    ],
)
def test_an_address_finds_its_region(gazetteer: Gazetteer, text: str, code: str) -> None:
    found = gazetteer.best(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    ["石桥村", "北京市朝阳区", "", "石桥路88号", "人民路二号", "楼道里有人给电瓶车充电", "😀", "12350"],
)
def test_where_nothing_decides_nothing_is_chosen(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.best(text) is None


def test_all_the_candidates_are_listed(gazetteer: Gazetteer) -> None:
    assert {one.region.code for one in gazetteer.find("石桥村")} == {"111", "121"}


def test_a_village_of_another_town_than_the_one_named_is_not_taken(gazetteer: Gazetteer) -> None:
    found = gazetteer.best("清溪镇人民社区")
    assert found is not None
    assert found.code == "11"


def test_a_mention_says_how_it_was_recognised(gazetteer: Gazetteer) -> None:
    hows = [gazetteer.find(text)[0].how for text in ("前洋村", "前洋", "前阳村", "三颗桥社区")]
    assert hows == [How.EXACTLY, How.BY_STEM, How.BY_SOUND, How.NEARLY]


def test_every_one_of_639_villages_is_found_by_its_full_address() -> None:
    tree = county()
    gazetteer = Gazetteer(tree)
    villages = tree.at_level(Level.VILLAGE)
    assert (len(tree.at_level(Level.TOWN)), len(villages)) == (16, 639)
    in_town = Counter((village.parent_code, village.name) for village in villages)
    gazetteer.find("")
    began = time.thread_time()
    missed = []
    for village in villages:
        found = gazetteer.best(tree.full_name(village.code) + "5号")
        if in_town[village.parent_code, village.name] > 1:
            # The same name twice in one town: the town is all that can be said.
            assert found is not None
            assert found.code == village.parent_code
        elif found is None or found.code != village.code:
            missed.append((tree.full_name(village.code), found and tree.full_name(found.code)))
    assert missed == []
    assert (time.thread_time() - began) / len(villages) < 0.1


def test_a_slip_of_the_pen_seldom_loses_the_village_and_seldom_takes_another() -> None:
    tree = county()
    gazetteer = Gazetteer(tree)
    swaps = {
        "桥": "乔",
        "溪": "西",
        "岭": "领",
        "田": "甜",
        "洋": "阳",
        "园": "圆",
        "塔": "踏",
        "坪": "平",
        "湾": "弯",
    }
    right = wrong = tried = 0
    for village in tree.at_level(Level.VILLAGE):
        slipped = village.name[0] + swaps.get(village.name[1], village.name[1]) + village.name[2:]
        if slipped == village.name:
            continue
        tried += 1
        town = tree.find(village.parent_code)
        assert town is not None
        found = gazetteer.best(town.name + slipped)
        right += found is not None and found.name == village.name
        wrong += found is not None and found.level is Level.VILLAGE and found.name != village.name
    assert tried > 100
    assert right / tried > 0.9
    assert wrong / tried < 0.05
