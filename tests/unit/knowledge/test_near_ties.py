"""Two entries that are nearly as sure, and one that is half sure and sounds half strange."""

from typing import cast

import pytest

from knowledge.answering import Answerer, Decision, Verdict
from knowledge.search.entries import entry_of
from knowledge.search.index import Candidate, Index
from tests.unit.knowledge.samples import FEW

LIKE_OURS, HALF_STRANGE = -2.0, -0.5


class _Heard:
    """An index in which any message finds the first two articles so surely."""

    entries = tuple(map(entry_of, FEW))

    def __init__(self, scores: tuple[float, float], strangeness: float) -> None:
        self._scores = scores
        self._strangeness = strangeness

    def nearest(self, _text: str, _limit: int) -> list[Candidate]:
        """The first two articles."""
        pairs = zip(FEW, self._scores, strict=False)
        return [Candidate(one.id, one.topics, one.question, score) for one, score in pairs]

    def strangeness(self, _text: str) -> float:
        """The same for every message."""
        return self._strangeness


def consulted(first: float, second: float, strangeness: float = LIKE_OURS) -> Verdict:
    """What is decided on a question that finds two articles so surely."""
    index = cast("Index", _Heard((first, second), strangeness))
    return Answerer(index, {article.id: article for article in FEW}).consult("看到了跟谁说")


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
