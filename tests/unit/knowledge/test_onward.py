"""What a short question means after an answer, where its own words are too few to tell."""

import pytest

from knowledge.answering import Answerer, Decision
from knowledge.building import shared_tokenizer
from knowledge.reading import CONTENT
from knowledge.search.index import Index
from knowledge.search.onward import Onward, turns
from knowledge.topics import FILE_NAME, read_topics
from tests.index import KEPT
from tests.unit.knowledge.samples import make_article

NAMES = (
    "typhoon.prepare",
    "typhoon.after",
    "typhoon.car",
    "cert.special_renew",
    "cert.special_query",
    "cert.lost",
    "fire.car",
)
ARTICLES = {name: make_article(name, f"{name}？", "问") for name in NAMES}


def turned(question: str, read: str) -> str | None:
    """The article that the question means after the one that was read."""
    turn = Onward(ARTICLES.values()).turn(question, ARTICLES[read])
    return turn.article_id if turn else None


@pytest.mark.parametrize(
    ("read", "question", "meant"),
    [
        ("typhoon.prepare", "过了以后呢", "typhoon.after"),
        ("typhoon.prepare", "車停哪裡", "typhoon.car"),
        ("cert.special_renew", "在哪能查到", "cert.special_query"),
        ("cert.special_renew", "弄丢了怎么补", "cert.lost"),
        ("cert.special_renew", "过了以后呢", None),
        ("fire.car", "在哪能查到", None),
        ("typhoon.prepare", "上班的地方离家二十公里，开车过去要一个小时，路上有两座桥呢", None),
    ],
)
def test_the_subject_tells_what_a_few_words_mean(read: str, question: str, meant: str | None) -> None:
    assert turned(question, read) == meant


def test_a_neighbour_that_no_article_answers_for_is_passed_over() -> None:
    assert turned("渔船怎么办", "typhoon.prepare") is None


def test_every_topic_of_the_table_is_one_of_ours() -> None:
    topics = read_topics(CONTENT / FILE_NAME)
    categories = {slug.partition(".")[0] for slug in topics}
    table = turns()
    assert set(table) <= categories | set(topics)
    assert {topic for pairs in table.values() for topic, _ in pairs} <= set(topics)


def test_the_neighbour_is_answered_and_what_names_another_subject_is_not() -> None:
    articles = {
        one.id: one
        for one in (
            make_article("typhoon.prepare", "台风来之前要准备什么？", "刮台风前做什么"),
            make_article("typhoon.after", "台风之后要注意什么？", "台风以后能回家吗"),
            make_article("traffic.drunk", "酒驾怎么罚？", "喝了酒开车怎么处罚"),
        )
    }
    answerer = Answerer(Index.build(articles.values(), shared_tokenizer(KEPT)), articles)
    verdict = answerer.consult("过了以后呢", "台风来之前要准备什么")
    assert verdict.decision is Decision.ANSWER
    assert verdict.article is articles["typhoon.after"]
    assert verdict.follows
    assert answerer.consult("过了以后呢").article is None
    other = answerer.consult("喝了酒开车过后怎么罚", "台风来之前要准备什么")
    assert other.article is not articles["typhoon.after"]
