"""Whom a segment means, read from what clerks write."""

from datetime import date
from typing import Any

import pytest

from campaigns.audiences.spec import MOST_DAYS, BadSpec, Done, Spec, read_spec

FULL: dict[str, Any] = {
    "regions": ["999001100"],
    "settings": ["school"],
    "interests": ["typhoon", "gas"],
    "tags": ["网格员"],
    "scenes": ["poster-7"],
    "followed_since": "2026-01-01",
    "followed_until": "2026-06-30",
    "seen_within_days": 90,
    "not_seen_for_days": 7,
    "done": [{"history": "quiz", "code": "june", "within_days": 30, "did": False}],
    "topics": ["fire"],
}


def test_what_is_written_down_is_read_again() -> None:
    spec = read_spec(FULL)
    assert spec.plain() == FULL
    assert spec.followed_since == date(2026, 1, 1)
    assert spec.done == (Done("quiz", "june", 30, did=False),)
    assert read_spec({}) == Spec()
    assert Spec().plain() == {}


@pytest.mark.parametrize(
    "tree", [{"seen_within_days": 1}, {"not_seen_for_days": MOST_DAYS}, {"tags": ["甲", "乙" * 64]}]
)
def test_each_field_may_stand_alone_and_go_to_its_bounds(tree: dict[str, Any]) -> None:
    assert read_spec(tree).plain() == tree


@pytest.mark.parametrize(
    ("tree", "word"),
    [
        ({"region": ["999001"]}, "region"),
        ({"regions": "999001"}, "一列"),
        ({"regions": [""]}, "1到64"),
        ({"tags": [7]}, "1到64"),
        ({"followed_since": "昨天"}, "日期"),
        ({"followed_since": "2026-07-01", "followed_until": "2026-06-01"}, "颠倒"),
        ({"seen_within_days": 0}, "1到"),
        ({"seen_within_days": MOST_DAYS + 1}, "1到"),
        ({"tags": ["乙" * 65]}, "1到64"),
        ({"done": [{"history": "quiz", "code": "june", "within_days": 0}]}, "几天以内"),
        ({"seen_within_days": True}, "整数"),
        ({"seen_within_days": 7, "not_seen_for_days": 7}, "没有"),
        ({"done": ["quiz"]}, "history"),
        ({"done": [{"history": "quiz", "code": "june", "did": "no"}]}, "did"),
        ({"done": [{"history": "quiz"}]}, "code"),
        ({"scenes": [f"s{n}" for n in range(501)]}, "500"),
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence(tree: dict[str, Any], word: str) -> None:
    with pytest.raises(BadSpec) as refused:
        read_spec(tree)
    assert word in refused.value.sentence
