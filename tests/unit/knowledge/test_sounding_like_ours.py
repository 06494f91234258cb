"""A short message that plainly sounds like what we are asked is answered a little sooner."""

from typing import cast

import pytest

from knowledge.answering import Answerer, Decision
from knowledge.by_itself import ANSWER_OURS_FROM
from knowledge.finding import PLAINLY_OURS
from knowledge.search.entries import entries_of
from knowledge.search.index import Candidate, Index, Match
from knowledge.search.opinion import NOT_STRANGE
from knowledge.search.parts import is_long
from knowledge.search.ranking import ANSWER_FROM, SUGGEST_FROM
from tests.unit.knowledge.samples import FEW

FIRST, SECOND = FEW[0], FEW[1]
LIKE_OURS, LIKE_NOBODY = PLAINLY_OURS - 1.0, PLAINLY_OURS + 1.0


class _Heard:
    """An index that finds what it is told to find."""

    entries = tuple(entries_of(FEW, {}))

    def __init__(self, first: float, second: float, strangeness: float, agreed: float = 0.0) -> None:
        self._scores = ((FIRST, first), (SECOND, second))
        self._strangeness = strangeness
        self._agreed = agreed

    def nearest(self, _text: str, _limit: int) -> list[Candidate]:
        """The two of them, whatever is asked."""
        return [Candidate(one.id, one.topics, one.question, score) for one, score in self._scores]

    def strangeness(self, _text: str) -> float:
        """The same for every message."""
        return self._strangeness

    def chance_among(self, _text: str, _numbers: list[int]) -> float:
        """What the second opinion alone gives the first article."""
        return self._agreed

    def matches(self, *_asked: object, **_how: object) -> list[Match]:
        """Nothing: no part of a story says anything."""
        return []


def consulted(
    first: float, second: float, strangeness: float, question: str = "房车停江边过夜稳妥不"
) -> Decision:
    """What is decided where the search finds this."""
    index = cast("Index", _Heard(first, second, strangeness))
    return Answerer(index, {article.id: article for article in FEW}).consult(question).decision


@pytest.mark.parametrize(
    ("first", "second", "strangeness", "expected"),
    [
        (0.30, 0.03, LIKE_OURS, Decision.ANSWER),
        (0.30, 0.03, LIKE_NOBODY, Decision.SUGGEST),
        (0.30, 0.15, LIKE_OURS, Decision.SUGGEST),
        (0.20, 0.03, LIKE_OURS, Decision.SUGGEST),
        (0.13, 0.01, LIKE_OURS, Decision.SUGGEST),
        (0.13, 0.01, LIKE_NOBODY, Decision.FALLBACK),
        (0.06, 0.00, LIKE_OURS, Decision.SUGGEST),
        (0.04, 0.00, LIKE_OURS, Decision.FALLBACK),
    ],
)
def test_the_sound_of_a_message_decides_where_the_search_is_unsure(
    first: float, second: float, strangeness: float, expected: Decision
) -> None:
    assert SUGGEST_FROM < 0.20 < ANSWER_OURS_FROM < 0.30 < ANSWER_FROM
    assert consulted(first, second, strangeness) is expected


@pytest.mark.parametrize(
    ("first", "second", "agreed", "expected"),
    [
        (0.13, 0.02, 0.5, Decision.ANSWER),
        (0.13, 0.02, 0.2, Decision.SUGGEST),
        (0.13, 0.04, 0.5, Decision.SUGGEST),
        (0.07, 0.00, 0.5, Decision.SUGGEST),
    ],
)
def test_what_the_second_opinion_thinks_of_too_is_answered_sooner(
    first: float, second: float, agreed: float, expected: Decision
) -> None:
    index = cast("Index", _Heard(first, second, LIKE_OURS, agreed))
    answerer = Answerer(index, {article.id: article for article in FEW})
    assert answerer.consult("房车停江边过夜稳妥不").decision is expected


def test_nothing_sounds_like_ours_where_nothing_can_be_said() -> None:
    assert consulted(0.30, 0.03, NOT_STRANGE) is Decision.SUGGEST


STORY = (
    "我在酱菜厂上班，前年池子里出过事，一家人一个接一个下去，要是真碰上里头有人倒了，上面的人到底能做什么才好"
)


@pytest.mark.parametrize(
    ("first", "strangeness", "expected"),
    [
        (0.55, LIKE_OURS, Decision.ANSWER),
        (0.55, LIKE_NOBODY, Decision.SUGGEST),
        (0.45, LIKE_OURS, Decision.SUGGEST),
    ],
)
def test_a_story_that_sounds_like_ours_needs_no_part_to_bear_it_out(
    first: float, strangeness: float, expected: Decision
) -> None:
    assert is_long(STORY)
    assert consulted(first, 0.10, strangeness, STORY) is expected
