"""The quality of the search in numbers, on the real articles and the project's own questions.

The floors are what was reached, less the weight of two questions: who falls below has made the search worse.
They may be raised, never lowered.
"""

import pytest

from knowledge.answering import Decision
from knowledge.library import Library, load_library
from knowledge.measuring import OWN_QUESTIONS, Tally, in_plan, measure_own, read_own

FOREIGN = frozenset({"ood", "lookalike"})


@pytest.fixture(scope="module")
def library() -> Library:
    """The library of the files."""
    return load_library()


@pytest.fixture(scope="module")
def tallies(library: Library) -> dict[str, Tally]:
    """How our own questions fare, by kind."""
    covered = {slug for article in library.articles.values() for slug in article.topics}
    questions = in_plan(read_own(OWN_QUESTIONS, library.topics), covered)
    return measure_own(questions, library.answerer, library.guards)


def share(tallies: dict[str, Tally], field: str, *, foreign: bool) -> float:
    chosen = [tally for kind, tally in tallies.items() if (kind in FOREIGN) is foreign]
    hits: int = sum(getattr(tally, field) for tally in chosen)
    return hits / sum(tally.asked for tally in chosen)


def test_enough_questions_are_asked(tallies: dict[str, Tally]) -> None:
    assert sum(tally.asked for tally in tallies.values()) >= 180


def test_the_right_article_answers(tallies: dict[str, Tally]) -> None:
    assert share(tallies, "right", foreign=False) >= 0.91


def test_the_right_article_is_among_the_first_three(tallies: dict[str, Tally]) -> None:
    assert share(tallies, "found", foreign=False) >= 0.97


def test_hardly_ever_answers_a_wrong_article(tallies: dict[str, Tally]) -> None:
    assert share(tallies, "wrong", foreign=False) <= 0.04


def test_foreign_questions_get_no_safety_article(tallies: dict[str, Tally]) -> None:
    assert share(tallies, "right", foreign=True) >= 0.90
    assert share(tallies, "wrong", foreign=True) <= 0.05


@pytest.mark.parametrize(
    ("kind", "floor"),
    [
        ("colloquial", 0.91),
        ("typo", 0.73),
        ("traditional", 0.70),
        ("dialect", 0.80),
        ("voice", 0.80),
        ("keyword", 0.80),
        ("story", 0.50),
        ("followup", 0.80),
    ],
)
def test_no_kind_of_question_is_given_up(tallies: dict[str, Tally], kind: str, floor: float) -> None:
    assert tallies[kind].right / tallies[kind].asked >= floor


def test_an_ebike_in_the_stairwell_is_answered(library: Library) -> None:
    verdict = library.answerer.consult("电瓶车搁楼梯口充一宿要不要紧")
    assert verdict.article is not None
    assert verdict.article.id == "ebike.charging_indoors"


def test_shopping_for_a_stove_gets_no_article(library: Library) -> None:
    assert library.answerer.consult("燃气灶哪个牌子好").decision is Decision.FALLBACK


def test_every_reviewed_question_finds_its_own_article(library: Library) -> None:
    lost = [
        article.id
        for article in library.articles.values()
        if library.index.search(article.question, 1)[0].article_id != article.id
    ]
    assert lost == []
