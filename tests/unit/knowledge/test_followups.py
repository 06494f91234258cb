"""A question after another one: people stay within a subject and do not ask for the same answer twice."""

import pytest

from knowledge.answering import Answerer
from knowledge.articles import Urgency
from knowledge.search.followups import (
    Correction,
    another,
    corrected,
    following,
    is_about_the_answer,
    tells_a_state,
)
from knowledge.search.index import Candidate, Index
from knowledge.search.tokenizer import Tokenizer
from tests.unit.knowledge.samples import make_article

ARTICLES = {
    one.id: one
    for one in (
        make_article("gas.hose", "燃气软管多久换一次？", "软管要换吗"),
        make_article("gas.alarm", "燃气报警器要装吗？", "报警器怎么装"),
        make_article("gas.leak", "煤气漏了怎么办？", "有煤气味", urgency=Urgency.EMERGENCY),
        make_article("fire.smoke", "烟感要装吗？", "烟感怎么装"),
    )
}


def candidate(article_id: str, score: float) -> Candidate:
    """A candidate of the search."""
    return Candidate(article_id, (article_id,), ARTICLES[article_id].question, score)


def order(alone: list[Candidate], together: list[Candidate], subject: str | None) -> list[str]:
    """What the follow-up finds, surest first."""
    found = following(alone, together, ARTICLES[subject] if subject else None, ARTICLES)
    assert all(0 < one.score < 1 for one in found)
    return [one.article_id for one in found]


def test_of_two_alike_the_one_on_the_same_subject_comes_first() -> None:
    alike = [candidate("fire.smoke", 0.3), candidate("gas.alarm", 0.3)]
    assert order(alike, alike, "gas.hose") == ["gas.alarm", "fire.smoke"]


def test_the_answer_just_read_is_not_given_again_for_its_words_alone() -> None:
    alone = [candidate("gas.alarm", 0.3)]
    together = [candidate("gas.hose", 0.4), candidate("gas.alarm", 0.2)]
    assert order(alone, together, "gas.hose")[0] == "gas.alarm"


def test_the_answer_just_read_is_given_again_where_both_questions_find_nothing_else() -> None:
    alone = [candidate("fire.smoke", 0.3)]
    together = [candidate("gas.hose", 0.28), candidate("gas.alarm", 0.09)]
    assert order(alone, together, "gas.hose")[0] == "gas.hose"


def test_the_answer_just_read_gives_way_to_one_beside_it_that_the_question_finds_by_itself() -> None:
    both = [candidate("gas.hose", 0.95), candidate("gas.alarm", 0.5)]
    assert order([candidate("gas.alarm", 0.5)], both, "gas.hose")[0] == "gas.alarm"
    assert order([candidate("gas.alarm", 0.3)], both, "gas.hose")[0] == "gas.hose"
    elsewhere = [candidate("gas.hose", 0.95), candidate("fire.smoke", 0.5)]
    assert order([candidate("fire.smoke", 0.5)], elsewhere, "gas.hose")[0] == "gas.hose"


def test_in_an_emergency_people_ask_on_about_it() -> None:
    after_hose = [candidate("gas.hose", 0.3), candidate("gas.alarm", 0.2)]
    assert order([], after_hose, "gas.hose")[0] == "gas.alarm"
    after_leak = [candidate("gas.leak", 0.3), candidate("gas.alarm", 0.2)]
    assert order([], after_leak, "gas.leak")[0] == "gas.leak"


def test_a_new_subject_found_surely_is_followed() -> None:
    alone = [candidate("fire.smoke", 0.95)]
    together = [candidate("fire.smoke", 0.6), candidate("gas.hose", 0.5)]
    assert order(alone, together, "gas.hose")[0] == "fire.smoke"


def test_without_an_earlier_answer_the_two_searches_decide() -> None:
    alone = [candidate("gas.hose", 0.2)]
    together = [candidate("gas.hose", 0.6), candidate("fire.smoke", 0.3)]
    assert order(alone, together, None) == ["gas.hose", "fire.smoke"]


@pytest.mark.parametrize("question", ["说详细点", "没看懂，再说一遍", "举个例子", "你确定吗", "能说简单点吗"])
def test_what_is_about_the_answer_is_known(question: str) -> None:
    assert is_about_the_answer(question)


@pytest.mark.parametrize("question", ["报警怎么说", "证丢了说明书也没了", "你没明白我的意思", "多久检一次"])
def test_what_has_a_subject_is_not_about_the_answer(question: str) -> None:
    assert not is_about_the_answer(question)


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("那煤气罐呢", "煤气罐"),
        ("要是三个月的娃娃呢？", "三个月的娃娃"),
        ("雷电的呢", "雷电的"),
        ("煤气罐几年报废", None),
        ("那个用了好多年一直放在阳台上的煤气罐呢", None),
    ],
)
def test_what_is_named_in_place_of_another(question: str, thing: str | None) -> None:
    assert another(question) == thing


def test_one_thing_named_in_place_of_another_is_asked_the_same(tokenizer: Tokenizer) -> None:
    articles = {
        one.id: one
        for one in (
            make_article("fire.extinguisher", "灭火器几年报废？", "灭火器用多久要换"),
            make_article("fire.cylinder", "煤气罐着火怎么办？", "煤气罐烧起来了", "煤气罐喷火"),
            make_article("gas.cylinder", "煤气罐用几年要报废？", "液化气罐多久不能用了"),
        )
    }
    index = Index.build(articles.values(), tokenizer)
    assert index.search_instead("煤气罐", "灭火器几年报废")[0].article_id == "gas.cylinder"
    verdict = Answerer(index, articles).consult("那煤气罐呢", "灭火器几年报废")
    assert verdict.article is articles["gas.cylinder"]
    assert verdict.follows


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("不是马蜂，是蛇", "被蛇蜇了"),
        ("不是马蜂我说的是蛇", "被蛇蜇了"),
        ("我说的不是马蜂，是蛇", "被蛇蜇了"),
        ("不是，是蛇", None),
        ("不是，我问的是蛇", None),
        ("错了我说的是蛇", None),
        ("哦不对 是蛇", None),
        ("打错了，应该是蛇", None),
    ],
)
def test_what_was_misunderstood_is_put_right(question: str, whole: str | None) -> None:
    assert corrected(question, "被马蜂蜇了") == Correction("蛇", whole)


@pytest.mark.parametrize(
    "question",
    ["不是 我家是液化气", "是不是要停电", "不是本人能领吗", "不是焊工是不是不用证", "错了是不是要罚款"],
)
def test_what_only_denies_or_asks_puts_nothing_right(question: str) -> None:
    assert corrected(question, "燃气报警器装哪") is None


@pytest.mark.parametrize(
    ("said", "is_state"),
    [("发烫了", True), ("有黑烟", True), ("一直响", True), ("手机发烫了", False), ("楼道有黑烟", False)],
)
def test_a_mere_state_names_no_thing(said: str, is_state: bool) -> None:
    assert tells_a_state(said) is is_state
