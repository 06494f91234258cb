"""Which of two entries that are both near is given: nearly as sure, half strange, asked for at the end."""

from typing import cast

import pytest

from knowledge.answering import Answerer, Decision, Verdict
from knowledge.search.entries import entry_of
from knowledge.search.index import Candidate, Index
from tests.unit.knowledge.samples import FEW

LIKE_OURS, HALF_STRANGE = -2.0, -0.5
ASKED = "这种事查实了能拿到多少"
STORY = f"{'他们一听说有人要来就拿车拉走，人走了再拉回来，我拍了好些。' * 2}{ASKED}？"


class _Heard:
    """An index in which any message finds the first two articles so surely, and ``ASKED`` the second."""

    entries = tuple(map(entry_of, FEW))

    def __init__(self, scores: tuple[float, float], strangeness: float) -> None:
        self._scores = scores
        self._strangeness = strangeness

    def nearest(self, text: str, _limit: int) -> list[Candidate]:
        """The first two articles, or the second alone."""
        if text == ASKED:
            return [Candidate(FEW[1].id, FEW[1].topics, FEW[1].question, 0.9)]
        pairs = zip(FEW, self._scores, strict=False)
        return [Candidate(one.id, one.topics, one.question, score) for one, score in pairs]

    def strangeness(self, _text: str) -> float:
        """The same for every message."""
        return self._strangeness


def consulted(
    first: float, second: float, strangeness: float = LIKE_OURS, said: str = "看到了跟谁说"
) -> Verdict:
    """What is decided on a question that finds two articles so surely."""
    index = cast("Index", _Heard((first, second), strangeness))
    return Answerer(index, {article.id: article for article in FEW}).consult(said)


def test_of_two_that_are_both_sure_the_second_is_named_below_the_first() -> None:
    verdict = consulted(0.92, 0.90)
    assert (verdict.decision, verdict.article) == (Decision.ANSWER, FEW[0])
    assert verdict.also is not None
    assert verdict.also.article_id == FEW[1].id


def test_of_two_that_are_half_sure_both_are_offered() -> None:
    verdict = consulted(0.62, 0.60)
    assert verdict.decision is Decision.SUGGEST
    assert [one.article_id for one in verdict.alternatives] == [FEW[0].id, FEW[1].id]


def test_below_an_answer_that_is_ahead_no_other_is_named() -> None:
    verdict = consulted(0.92, 0.75)
    assert (verdict.article, verdict.also) == (FEW[0], None)


@pytest.mark.parametrize(("score", "expected"), [(0.65, Decision.ANSWER), (0.55, Decision.SUGGEST)])
def test_what_sounds_half_strange_is_answered_where_it_is_sure_enough(
    score: float, expected: Decision
) -> None:
    assert consulted(score, 0.01, HALF_STRANGE).decision is expected


@pytest.mark.parametrize(("first", "second", "expected"), [(0.60, 0.30, 1), (0.60, 0.10, 0), (0.95, 0.30, 0)])
def test_what_a_story_asks_at_its_end_is_meant_if_all_of_it_is_near_to_that(
    first: float, second: float, expected: int
) -> None:
    assert consulted(first, second, strangeness=-4.0, said=STORY).article == FEW[expected]
