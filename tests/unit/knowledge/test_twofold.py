"""Two questions in one message."""

import pytest

from knowledge.articles import Article, Urgency
from knowledge.search.twofold import two_questions
from knowledge.verdicts import Decision, Verdict, put_together
from tests.unit.knowledge.samples import make_article

LIFE, USE, OTHER = (
    make_article(name, f"{name}？", "问") for name in ("gas.life", "gas.use", "hotwork.cylinder")
)
NOTHING = Verdict(Decision.FALLBACK, None, 0.1)


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("煤气罐几年检一次？能横着放吗", ("煤气罐几年检一次", "能横着放吗")),
        ("举报给多少钱 怎么去领", ("举报给多少钱", "怎么去领")),
        ("堵通道罚不罚款，找谁举报", ("堵通道罚不罚款", "找谁举报")),
        ("家里着火了，怎么办", None),
        ("台风来了怎么办？停课吗？要囤水吗？", None),
        ("煤气罐几年检一次", None),
        ("我家去年买的那个煤气罐放在厨房里头好几年没动过了怎么办，另外这种罐子到底几年要检一次呢", None),
    ],
)
def test_only_two_short_clauses_that_ask_something_are_two_questions(
    text: str, both: tuple[str, str] | None
) -> None:
    assert two_questions(text) == both


def answered(article: Article, score: float) -> Verdict:
    """The verdict that one article answers."""
    return Verdict(Decision.ANSWER, article, score)


@pytest.mark.parametrize(
    ("whole", "first", "also"),
    [
        (answered(OTHER, 0.7), LIFE, USE),
        (Verdict(Decision.SUGGEST, None, 0.5), LIFE, USE),
        (answered(USE, 0.7), USE, LIFE),
        (answered(LIFE, 0.99), LIFE, USE),
        (answered(OTHER, 0.9), OTHER, None),
    ],
)
def test_both_are_answered_unless_the_whole_surely_means_neither(
    whole: Verdict, first: Article, also: Article | None
) -> None:
    verdict = put_together(whole, answered(LIFE, 0.8), answered(USE, 0.6))
    assert verdict.article is first
    assert (verdict.also and verdict.also.article_id) == (also.id if also else None)
    assert [one.article_id for one in verdict.alternatives] == ([also.id] if also else [])


def test_an_emergency_is_answered_before_what_was_asked_first() -> None:
    rescue = make_article("workspace.rescue", "井下有人晕倒怎么救？", "问", urgency=Urgency.EMERGENCY)
    verdict = put_together(answered(LIFE, 0.7), answered(LIFE, 0.8), answered(rescue, 0.6))
    assert verdict.article is rescue
    assert verdict.also is not None


def test_one_that_has_no_answer_leaves_the_whole_as_it_is() -> None:
    whole = answered(OTHER, 0.7)
    assert put_together(whole, answered(LIFE, 0.8), NOTHING) is whole
    assert put_together(whole, answered(LIFE, 0.8), answered(LIFE, 0.6)) is whole
