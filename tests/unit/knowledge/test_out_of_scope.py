"""What is no business of ours is found, and then left alone."""

import pytest

from knowledge.answering import Answerer, Decision
from knowledge.building import shared_screens, shared_tokenizer
from knowledge.screening.emergencies import SCREENS, read_table
from knowledge.search.index import Index
from tests.index import KEPT
from tests.unit.knowledge.samples import FEW

OUT_OF_SCOPE = {
    "toys": ("电动车模型在楼道里玩具店哪家便宜", "遥控电动车玩具怎么选"),
    "names": ("充电器歌词谁唱的",),
}


@pytest.fixture(scope="module")
def index() -> Index:
    """A few articles and a few messages of others."""
    return Index.build(FEW, shared_tokenizer(KEPT), None, OUT_OF_SCOPE)


def test_it_is_never_offered(index: Index) -> None:
    assert index.nearest("遥控电动车玩具怎么选")[0].article_id == "out_of_scope.toys"
    assert all(one.is_ours for one in index.search("遥控电动车玩具怎么选"))
    assert all(one.is_ours for one in index.search_after("遥控电动车玩具", "电动车能在楼道里充电吗？"))


def test_a_message_that_is_nearest_to_it_gets_no_article(index: Index) -> None:
    answerer = Answerer(index, {article.id: article for article in FEW})

    verdict = answerer.consult("遥控电动车玩具怎么选")

    assert (verdict.decision, verdict.article, verdict.alternatives) == (Decision.FALLBACK, None, ())
    assert verdict.out_of_scope == ("toys",)


def test_what_is_answered_has_no_theme_of_others(index: Index) -> None:
    answerer = Answerer(index, {article.id: article for article in FEW})

    assert answerer.consult(FEW[0].question).out_of_scope == ()


def test_our_own_questions_are_answered_as_without_it(index: Index) -> None:
    articles = {article.id: article for article in FEW}
    alone = Answerer(Index.build(FEW, shared_tokenizer(KEPT)), articles)

    for article in FEW:
        with_it = Answerer(index, articles).consult(article.question)
        assert with_it.article == alone.consult(article.question).article


def test_the_file_holds_messages_by_theme_and_none_twice() -> None:
    themes = shared_screens().out_of_scope
    messages = [one for listed in themes.values() for one in listed]

    assert len(themes) >= 50
    assert len(messages) == len(set(messages)) >= 1500


def test_each_theme_with_a_door_is_in_the_file() -> None:
    screens = shared_screens()
    listed = [theme for themes in read_table(SCREENS / "referrals.yaml").values() for theme in themes]

    assert len(listed) == len(set(listed))
    assert set(listed) <= set(screens.out_of_scope)
    assert all(screens.guards.of_theme(theme) for theme in listed)
    assert screens.guards.of_theme("随口问的短话1") is None


def test_words_of_messages_out_of_scope_do_not_become_ours(index: Index) -> None:
    alone = Index.build(FEW, shared_tokenizer(KEPT))

    assert index.reader.facts("歌词") == alone.reader.facts("歌词")
    assert index.reader.facts("电动车") == alone.reader.facts("电动车")
