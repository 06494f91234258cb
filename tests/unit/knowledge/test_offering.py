"""A question that finds nothing by itself is offered what may follow the one before it."""

from typing import cast

import pytest

from knowledge.answering import Answerer, Decision, Verdict
from knowledge.search.entries import entry_of
from knowledge.search.index import Candidate, Index
from tests.unit.knowledge.samples import FEW

BEFORE, AFTER = FEW[0], FEW[1]
QUESTION, PREVIOUS = "看到了跟谁说", "之前有啥征兆"
LIKE_OURS, LIKE_NOBODY = -4.0, 2.0


class _Heard:
    """An index in which the question alone finds nothing, and with the one before it the second article."""

    entries = tuple(map(entry_of, FEW))

    def __init__(
        self, together: float, strangeness: float, alone: float = 0.0, unexplained: float = 0.0
    ) -> None:
        self._together = together
        self._strangeness = strangeness
        self._alone = alone
        self._unexplained = unexplained

    def nearest(self, text: str, _limit: int) -> list[Candidate]:
        """The first article for the question before; for this one nothing, or the third so surely."""
        if text == PREVIOUS:
            return [_candidate(0.9, 0)]
        return [_candidate(self._alone, 2)] if self._alone else []

    def search_after(self, _question: str, _previous: str, _limit: int) -> list[Candidate]:
        """The second article, this surely."""
        return [_candidate(self._together, 1)]

    def strangeness(self, _text: str) -> float:
        """The same for every message."""
        return self._strangeness

    def unexplained(self, _text: str, _number: int, *, by_asks: bool = False) -> float:
        """So much of every message, whatever answers it."""
        return self._unexplained


def _candidate(score: float, number: int) -> Candidate:
    article = FEW[number]
    return Candidate(article.id, article.topics, article.question, score)


def consulted(together: float, strangeness: float, previous: str | None = PREVIOUS) -> Verdict:
    """What is decided where both questions together find the second article so surely."""
    index = cast("Index", _Heard(together, strangeness))
    return Answerer(index, {article.id: article for article in FEW}).consult(QUESTION, previous)


def test_what_may_follow_is_offered() -> None:
    verdict = consulted(0.05, LIKE_OURS)
    assert verdict.decision is Decision.SUGGEST
    assert [one.article_id for one in verdict.alternatives] == [AFTER.id]


def test_what_follows_surely_is_answered() -> None:
    verdict = consulted(0.95, LIKE_OURS)
    assert verdict.article is AFTER


@pytest.mark.parametrize(
    ("together", "unexplained", "strangeness", "expected"),
    [
        (0.7, 1.4, LIKE_OURS, Decision.ANSWER),
        (0.7, 1.6, LIKE_OURS, Decision.FALLBACK),
        (0.7, 0.5, LIKE_NOBODY, Decision.ANSWER),
        (0.7, 0.7, LIKE_NOBODY, Decision.FALLBACK),
        (0.95, 1.7, LIKE_NOBODY, Decision.ANSWER),
        (0.95, 1.9, LIKE_OURS, Decision.FALLBACK),
    ],
)
def test_what_says_more_than_the_answer_begins_another_subject(
    together: float, unexplained: float, strangeness: float, expected: Decision
) -> None:
    index = cast("Index", _Heard(together, strangeness, unexplained=unexplained))
    answerer = Answerer(index, {article.id: article for article in FEW})
    assert answerer.consult(QUESTION, PREVIOUS).decision is expected


@pytest.mark.parametrize(
    ("together", "strangeness", "previous"),
    [(0.005, LIKE_OURS, PREVIOUS), (0.05, LIKE_NOBODY, PREVIOUS), (0.05, LIKE_OURS, None)],
    ids=["hardly follows", "sounds like nothing of ours", "nothing came before"],
)
def test_else_nothing_is_offered(together: float, strangeness: float, previous: str | None) -> None:
    assert consulted(together, strangeness, previous).decision is Decision.FALLBACK


class _Again(_Heard):
    """One in which both questions together find the answer that was given already."""

    def search_after(self, _question: str, _previous: str, _limit: int) -> list[Candidate]:
        """The first article, this surely."""
        return [_candidate(self._together, 0)]


@pytest.mark.parametrize(("alone", "named"), [(0.7, [FEW[2].id]), (0.5, [])])
def test_beside_the_same_answer_again_stands_what_the_question_finds_alone(
    alone: float, named: list[str]
) -> None:
    index = cast("Index", _Again(0.95, LIKE_OURS, alone))
    verdict = Answerer(index, {article.id: article for article in FEW}).consult(QUESTION, PREVIOUS)
    assert verdict.article is BEFORE
    assert [one.article_id for one in verdict.alternatives] == named


def test_what_a_bare_question_finds_alone_is_not_meant_but_what_was_read_may_be() -> None:
    index = cast("Index", _Heard(together=0.0, strangeness=LIKE_OURS, alone=0.9))
    answerer = Answerer(index, {article.id: article for article in FEW})
    verdict = answerer.consult("有效期几年", PREVIOUS)
    assert verdict.decision is Decision.SUGGEST
    assert verdict.alternatives[0].article_id == BEFORE.id
    assert FEW[2].id not in [one.article_id for one in verdict.alternatives]
