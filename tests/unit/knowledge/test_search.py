"""Finding an entry by its words: BM25, sounds, likeness and the decision that follows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.answering import Answerer, Decision
from knowledge.search.artifact_cache import Terms
from knowledge.search.entries import Entry
from knowledge.search.features import sounds, terms
from knowledge.search.followups import leans, new_words
from knowledge.search.index import Index
from knowledge.search.postings import Field, Postings, Said
from knowledge.search.tokenizer import Tokenizer

WORDS = Field(kinds={"w": 1.0}, k1=1.2, b=0.4)


def indexed(
    documents: Sequence[Counter[str]], owners: Sequence[int], vocabulary: Terms | None = None
) -> tuple[Postings, Terms]:
    vocabulary = vocabulary or Terms(term for document in documents for term in document)
    said = [(vocabulary[term], at) for at, document in enumerate(documents) for term in document.elements()]
    terms, places = np.asarray(said, dtype=np.int64).T
    kinds = np.full(len(vocabulary), ord("w"), dtype=np.uint8)
    return Postings.build(WORDS, Said(terms, places, len(documents)), kinds, np.asarray(owners)), vocabulary


def scored(index: Postings, terms: Terms, query: dict[str, float]) -> NDArray[np.float64]:
    return index.scores([(terms[term], weight) for term, weight in query.items() if term in terms])


def test_terms_of_every_kind_are_found() -> None:
    found = terms("打119", ["打", "119"])
    assert found == Counter(["w打", "w119", "c打", "c119", "b打 119"])


def test_confused_sounds_are_one() -> None:
    assert sounds("只身") == sounds("资森")


def test_a_rare_term_weighs_more_than_a_common_one() -> None:
    documents = [Counter(["w火", "w锅"]), Counter(["w火", "w山"]), Counter(["w火", "w车"])]
    scores = scored(*indexed(documents, range(3)), {"w火": 1.0, "w山": 1.0, "w没见过": 1.0})
    assert scores.argmax() == 1
    assert scores[0] == scores[2] > 0


def test_a_term_that_one_entry_repeats_stays_rare() -> None:
    documents = [Counter(["w锅"]), Counter(["w锅"]), Counter(["w山"]), Counter(["w车"])]
    by_entry = scored(*indexed(documents, [0, 0, 1, 2]), {"w锅": 1.0, "w山": 1.0})
    assert by_entry[0] == by_entry[2]


def test_a_sum_of_indexes_scores_as_its_parts_together() -> None:
    terms = Terms(["w火", "w锅", "w山", "w灯"])
    one, _ = indexed([Counter(["w火", "w锅"]), Counter(["w山"])], range(2), terms)
    other, _ = indexed([Counter(["w灯"]), Counter(["w火", "w灯"])], range(2), terms)
    query = {"w火": 1.0, "w灯": 0.5, "w山": 2.0}
    together = scored(Postings.sum_of([(one, 0.5), (other, 2.0)]), terms, query)
    parts = 0.5 * scored(one, terms, query) + 2.0 * scored(other, terms, query)
    assert together == pytest.approx(parts)


def test_two_indexes_beside_each_other_score_as_each_does() -> None:
    terms = Terms(["w火", "w锅", "w山", "w灯"])
    one, _ = indexed([Counter(["w火", "w锅"]), Counter(["w山", "w火"])], range(2), terms)
    other, _ = indexed([Counter(["w灯"]), Counter(), Counter(["w火", "w灯"])], range(3), terms)
    query = {"w火": 1.0, "w灯": 0.5, "w山": 2.0}
    found = scored(Postings.beside(one, other), terms, query)
    assert found.tolist() == [*scored(one, terms, query), *scored(other, terms, query)]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("电瓶车搁楼梯口充一宿要不要紧", "ebike.charging_indoors"),
        ("小电驴能坐电梯不", "ebike.elevator"),
        ("油鍋著火怎麼辦", "fire.oil_pan"),
        ("灭火气咋用", "fire.extinguisher_use"),
        ("没气软管多久要换", "gas.hose"),
        ("请问打雷的时候能洗澡吗", "lightning.indoor"),
    ],
)
def test_the_entry_is_found_however_it_is_asked(index: Index, asked: str, wanted: str) -> None:
    assert index.search(asked)[0].article_id == wanted


def test_candidates_come_surest_first_and_once_each(index: Index) -> None:
    found = index.search("电动车 楼道 电梯 充电")
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.article_id for one in found}) == len(found)
    assert all(0.0 <= one.score <= 1.0 for one in found)


@pytest.mark.parametrize("nothing", ["", "？？？", "\u200b", "🔥", "qwertyuiop"])
def test_nothing_is_found_for_nothing(index: Index, nothing: str) -> None:
    assert index.search(nothing) == []


def test_an_empty_index_finds_nothing(tokenizer: Tokenizer) -> None:
    assert Index([], tokenizer).search("着火了") == []


def test_an_entry_without_phrasings_is_found_by_its_text(tokenizer: Tokenizer) -> None:
    entries = [Entry("a", ("a",), "", (), "锅盖盖住油锅的火"), Entry("b", ("b",), "", (), "软管十八个月更换")]
    assert Index(entries, tokenizer).search("油锅起火")[0].article_id == "a"


def test_a_clear_question_is_answered(answerer: Answerer) -> None:
    verdict = answerer.consult("电动车可以在楼道里充电吗")
    assert verdict.decision is Decision.ANSWER
    assert verdict.article is not None
    assert verdict.article.id == "ebike.charging_indoors"
    assert verdict.article.id not in {other.article_id for other in verdict.alternatives}
    assert len(verdict.alternatives) <= 3


@pytest.mark.parametrize(
    "foreign", ["公积金怎么提取", "茅台股票还会涨吗", "给我讲个笑话", "怎么办", "我想问一下"]
)
def test_a_foreign_or_empty_question_gets_no_safety_topic(answerer: Answerer, foreign: str) -> None:
    verdict = answerer.consult(foreign)
    assert verdict.decision is Decision.FALLBACK
    assert verdict.article is None
    assert verdict.alternatives == ()


@pytest.mark.parametrize(
    "question",
    [
        "那冬天呢",
        "那孩子呢",
        "多少钱",
        "罚多少",
        "怎么申请",
        "打什么电话",
        "要是在街上呢",
        "有补贴吗",
        "为什么",
        "在哪里办",
    ],
)
def test_a_leaning_question_is_known(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    ["电动车能进电梯吗", "着火了", "油锅起火怎么办", "有人触电", "那天晚上我家煤气灶没关好漏气了怎么处理"],
)
def test_a_question_that_names_its_subject_does_not_lean(question: str) -> None:
    assert not leans(question)


def test_what_a_leaning_question_adds() -> None:
    assert new_words("那冬天呢？") == "冬天"


def test_a_leaning_question_is_read_with_the_one_before(answerer: Answerer) -> None:
    verdict = answerer.consult("那在家里呢", previous="打雷的时候在户外怎么办")
    assert verdict.article is not None
    assert verdict.article.id == "lightning.indoor"


def test_a_verdict_tells_whether_it_goes_on_about_the_question_before(answerer: Answerer) -> None:
    before = "打雷的时候在户外怎么办"
    assert answerer.consult("那在家里呢", before).follows
    assert not answerer.consult("油锅起火怎么办", before).follows
    assert not answerer.consult("那在家里呢").follows


def test_a_bare_question_is_offered_nothing_that_only_its_own_words_find(answerer: Answerer) -> None:
    alone = answerer.consult("多少钱")
    after = answerer.consult("多少钱", "打雷的时候在户外怎么办")
    own = {one.article_id for one in alone.alternatives}
    assert not own & {one.article_id for one in after.alternatives}


def test_after_a_story_a_leaning_question_is_read_with_what_the_story_was_about(answerer: Answerer) -> None:
    story = (
        "昨天下午我跟我老伴儿带着孙子在村口的大场上晒太阳聊天，没多一会儿天就黑下来了，"
        "接着就打雷了，打雷的时候在户外该怎么办呢，我心里一直没底"
    )
    told = answerer.consult(story).article
    assert told is not None
    after_story = answerer.consult("那在家里呢", story)
    after_question = answerer.consult("那在家里呢", told.question)
    # The story was less sure of what it was about, which is among the alternatives.
    assert [one.article_id for one in after_story.alternatives] == [
        one.article_id for one in after_question.alternatives
    ]
    assert replace(after_story, alternatives=()) == replace(after_question, alternatives=())


def test_a_leaning_question_after_a_foreign_one_still_offers_what_it_names(answerer: Answerer) -> None:
    verdict = answerer.consult("那灭火器呢", previous="茅台股票还会涨吗")
    named = [verdict.article.id] if verdict.article else [one.article_id for one in verdict.alternatives]
    assert named[:1] == ["fire.extinguisher_use"]


def test_a_leaning_question_without_a_subject_gets_nothing(answerer: Answerer) -> None:
    assert answerer.consult("那多少钱呢", previous="茅台股票还会涨吗").decision is Decision.FALLBACK


def test_a_question_of_its_own_does_not_read_the_one_before(answerer: Answerer) -> None:
    alone = answerer.consult("灭火器怎么用")
    assert answerer.consult("灭火器怎么用", previous="打雷的时候在户外怎么办") == alone
