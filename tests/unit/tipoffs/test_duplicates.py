"""Likely duplicates: found often enough, seldom wrongly, and without a word of anybody's."""

import math
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jieba
import pytest

from tipoffs.duplicates import SUGGESTED, Comparing, Likeness, Report, Spot

HERE = Path(__file__).parent
FIRST_DAY = datetime(2026, 11, 1, tzinfo=UTC)


def metres_between(one: Spot, other: Spot) -> float:
    """Near enough for a county at 28.4 degrees north."""
    return math.hypot((one[0] - other[0]) * 97_900, (one[1] - other[1]) * 111_200)


@dataclass(frozen=True)
class Pair:
    """Two cases, and whether they are one matter."""

    same: bool
    one: Report
    other: Report


def pairs_of(file: str) -> list[Pair]:
    """The pairs of a file, and each case with two that have nothing to do with it."""
    pairs: list[Pair] = []
    firsts: list[Report] = []
    seconds: list[Report] = []
    for line in (HERE / file).read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line[0] not in "=!":
            category, address, words = line.split("|")
            spot = (121.0 + 0.02 * len(firsts), 28.4)
            firsts.append(Report(f"A{len(firsts)}", category, address, words, spot, FIRST_DAY))
            continue
        first = firsts[-1]
        category, metres, days, address, words = (
            [first.category, *line[1:].split("|")] if line[0] == "=" else line[1:].split("|")
        )
        assert first.spot
        where = None if metres == "-" else (first.spot[0] + float(metres) / 97_900, first.spot[1])
        when = FIRST_DAY + timedelta(days=float(days))
        second = Report(f"B{len(pairs)}", category, address, words, where, when)
        pairs.append(Pair(line[0] == "=", first, second))
        if line[0] == "=":
            seconds.append(second)
    count = len(firsts)
    assert count == len(seconds)
    for place, first in enumerate(firsts):
        pairs.append(Pair(False, first, firsts[(place + 1) % count]))
        pairs.append(Pair(False, first, seconds[(place + 5) % count]))
    return pairs


@pytest.fixture(scope="module")
def comparing() -> Comparing:
    """The comparison with the general dictionary."""
    return Comparing(jieba.lcut, metres_between)


def quality(comparing: Comparing, pairs: list[Pair]) -> tuple[float, float]:
    """Precision and recall at the threshold."""
    suggested = [pair for pair in pairs if comparing.likeness(pair.one, pair.other).score >= SUGGESTED]
    right = sum(pair.same for pair in suggested)
    return right / len(suggested), right / sum(pair.same for pair in pairs)


def test_precision_and_recall_hold(comparing: Comparing) -> None:
    pairs = pairs_of("duplicate_pairs.txt")
    assert len(pairs) >= 120
    precision, recall = quality(comparing, pairs)
    assert precision >= 0.92
    assert recall >= 0.94


def test_they_hold_roughly_on_pairs_that_nobody_tuned_for(comparing: Comparing) -> None:
    precision, recall = quality(comparing, pairs_of("duplicate_pairs_unseen.txt"))
    assert precision >= 0.7
    assert recall >= 0.7


@pytest.fixture
def tip() -> Report:
    """A tip about a blocked fire lane."""
    return Report(
        "R1", "04", "城东路118号幸福小区", "消防通道被三轮车和杂物堵死了", (121.38, 28.37), FIRST_DAY
    )


def moved(tip: Report, metres: float, number: str = "R2") -> Report:
    assert tip.spot
    return replace(tip, number=number, spot=(tip.spot[0] + metres / 97_900, tip.spot[1]))


def test_no_word_of_a_case_is_in_what_is_handed_out(comparing: Comparing, tip: Report) -> None:
    secret = replace(
        moved(tip, 20),
        address="城东路118号幸福小区三幢张家",
        words=tip.words + "，我是门口开店的老陈13812345678",
    )
    (found,) = comparing.suggest(tip, [secret])
    assert found.number == "R2"
    for shown in (repr(found), repr(secret)):
        for word in ("张家", "三幢", "老陈", "13812345678", "开店", "R1"):
            assert word not in shown
    assert {field.type for field in fields(Likeness)} <= {
        str,
        float,
        bool,
        int,
        "str",
        "float",
        "bool",
        "int",
        "int | None",
        int | None,
    }


def test_a_case_is_no_duplicate_of_itself(comparing: Comparing, tip: Report) -> None:
    assert comparing.suggest(tip, [tip]) == []


def test_the_most_alike_come_first_and_not_too_many(comparing: Comparing, tip: Report) -> None:
    others = [moved(tip, 20 * number, f"R{number}") for number in range(2, 12)]
    found = comparing.suggest(tip, reversed(others))
    assert [likeness.number for likeness in found] == ["R2", "R3", "R4", "R5", "R6"]


def test_an_old_closed_case_is_still_suggested(comparing: Comparing, tip: Report) -> None:
    old = replace(moved(tip, 10), received_at=FIRST_DAY - timedelta(days=700))
    (found,) = comparing.suggest(tip, [old])
    assert found.days == 700


def test_each_category_has_its_own_radius(tip: Report) -> None:
    far = moved(tip, 900)
    assert Comparing(jieba.lcut, metres_between).suggest(tip, [far]) == []
    wide = Comparing(jieba.lcut, metres_between, {"04": 1000.0})
    assert [found.number for found in wide.suggest(tip, [far])] == ["R2"]
    assert (wide.reach("04"), wide.reach("05")) == (3000.0, 750.0)


def test_the_order_of_the_two_does_not_matter(comparing: Comparing) -> None:
    for pair in pairs_of("duplicate_pairs.txt"):
        there = comparing.likeness(pair.one, pair.other)
        back = comparing.likeness(pair.other, pair.one)
        assert there.score == pytest.approx(back.score)


@pytest.mark.parametrize("words", ["", "。。。", "的", "🔥🔥", "a" * 5000])
def test_odd_words_break_nothing(comparing: Comparing, tip: Report, words: str) -> None:
    odd = replace(tip, number="R9", words=words, address=words, spot=None)
    assert 0 <= comparing.likeness(tip, odd).score <= 1
    assert 0 <= comparing.likeness(odd, odd).score <= 1
