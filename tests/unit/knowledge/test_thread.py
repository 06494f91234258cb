"""A third question leans on the first where the second leaned on it too: 被猫抓了, 打几针, 多久之内打."""

from typing import cast

from knowledge.answering import Answerer, Decision, Verdict
from knowledge.search.index import Candidate, Index
from tests.unit.knowledge.samples import FEW

FIRST, OTHER = FEW[0], next(one for one in FEW if one.category != FEW[0].category)
BEFORE, BARE, SURE = "问过的事", "要多久", "另一件清楚的事"


class _Knows:
    """An index that knows the question before and a sure one, and nothing of a bare one."""

    entries: tuple[()] = ()

    def nearest(self, text: str, _limit: int) -> list[Candidate]:
        """The first article for the question before, the other for the sure one."""
        found = {BEFORE: FIRST, SURE: OTHER}.get(text)
        return [Candidate(found.id, found.topics, found.question, 0.95)] if found else []

    def strangeness(self, _text: str) -> float:
        """Everything sounds like ours."""
        return -4.0


def remembered(question: str, previous: str | None, verdict: Verdict) -> str:
    """What the next question may lean on."""
    answerer = Answerer(cast("Index", _Knows()), {article.id: article for article in FEW})
    return answerer.thread(question, previous, verdict)


def answered(article: object) -> Verdict:
    """An answer with this article."""
    return Verdict(Decision.ANSWER, article, 0.9)  # type: ignore[arg-type]


def test_a_question_that_leaned_keeps_the_one_before_it() -> None:
    assert remembered(BARE, BEFORE, answered(FIRST)) == f"{BEFORE}，{BARE}"


def test_a_sure_question_of_another_subject_begins_anew() -> None:
    assert remembered(SURE, BEFORE, answered(OTHER)) == SURE


def test_the_first_question_is_kept_as_it_is() -> None:
    assert remembered(BARE, None, answered(FIRST)) == BARE


def test_what_found_no_answer_keeps_nothing() -> None:
    assert remembered(BARE, BEFORE, Verdict(Decision.FALLBACK, None, 0.0)) == BARE


def test_a_long_conversation_is_remembered_by_what_it_was_answered() -> None:
    long = "说" * 60
    assert remembered(BARE, long, answered(FIRST)) == FIRST.question
