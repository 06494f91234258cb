"""Every reply keeps the safety floor: number and first action first, and what must never be done."""

import re
from pathlib import Path
from typing import Any

import pytest

from core.text import byte_length
from knowledge.screening.emergencies import SCREENS, Emergency, EmergencyScreen, read_table
from knowledge.topics import read_topics

ENTRIES: list[dict[str, Any]] = [
    entry for file in sorted((SCREENS / "emergencies").glob("*.yaml")) for entry in read_table(file)
]
IDS = [str(entry["id"]) for entry in ENTRIES]
TOPICS = read_topics(Path(SCREENS).parent / "content" / "topics.yaml")
NUMBER = re.compile(r"119|120|110|122|12119|12395|12356|12122|95598")


@pytest.fixture(scope="module")
def helps(screen: EmergencyScreen) -> dict[str, Emergency]:
    """Every emergency by id."""
    return {one.id: one for one in screen.emergencies()}


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_reply_is_short_and_starts_with_a_number(entry: dict[str, Any], helps: dict[str, Emergency]) -> None:
    one = helps[entry["id"]]
    assert len(one.first_line) <= 80
    assert NUMBER.search(one.first_line)
    assert one.reply.startswith(one.first_line)
    assert byte_length(one.reply) <= 600
    assert 3 <= len(entry["steps"]) <= 6


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_entry_rests_on_known_topics_and_was_checked(entry: dict[str, Any]) -> None:
    assert {entry["article"], *entry["topics"]} <= set(TOPICS)
    assert re.match(r"against .+, on 2\d{3}-\d\d-\d\d$", entry["checked"])


def test_every_article_named_exists() -> None:
    files = (SCREENS.parent / "content").glob("*/*.yaml")
    written = {line for file in files for line in file.read_text(encoding="utf-8").splitlines()[:3]}
    assert {f"id: {entry['article']}" for entry in ENTRIES} <= written


def test_no_id_twice() -> None:
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize(
    ("id_", "must"),
    [
        ("oil_pan", "别泼水"),
        ("confined_space", "严禁盲目施救"),
        ("biogas", "严禁盲目施救"),
        ("well_fall", "别盲目下井"),
        ("drowning", "别盲目下水"),
        ("shock", "断电"),
        ("gas_leak", "别在屋里打电话"),
        ("co_poisoning", "通风"),
        ("fire_electric", "断电"),
        ("suicide", "12356"),
        ("suicide_other", "陪着他"),
        ("suicide_other", "12356"),
        ("overdose", "120"),
        ("ammonia", "上风"),
        ("lift_trapped", "别扒门"),
        ("ebike_fire", "人先跑"),
        ("forest_fire", "12119"),
        ("sea_distress", "12395"),
    ],
)
def test_first_line_keeps_the_safety_floor(helps: dict[str, Emergency], id_: str, must: str) -> None:
    assert must in helps[id_].first_line


@pytest.mark.parametrize("entry", ENTRIES, ids=IDS)
def test_no_dose_is_ever_given(entry: dict[str, Any]) -> None:
    assert not re.search(r"\d+ ?(片|毫克|mg|毫升|ml)", "".join([entry["first"], *entry["steps"]]))


def test_self_harm_is_never_left_to_another_event(screen: EmergencyScreen) -> None:
    for sentence in ("失火了我也不想跑了不想活了", "站在楼顶想跳楼", "喝了农药不想活了"):
        found = screen.match(sentence)
        assert found is not None
        assert "12356" in found.reply
