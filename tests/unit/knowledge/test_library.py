"""What is said instead of an article, and when the search speaks for the question."""

from dataclasses import replace
from typing import cast

import pytest

from core.text import width_folded
from knowledge.answering import Answerer, Decision, Verdict
from knowledge.building import build_library
from knowledge.library import OURS_AS_TOLD_FROM, OURS_FROM, Library
from knowledge.normalising import READ_AT_MOST
from knowledge.search.artifact_cache import ArtifactCache
from knowledge.search.tokenizer import Tokenizer
from tests.unit.knowledge.samples import FEW, make_article

SKIN = make_article("chem.acid_burn", "被酸、碱烧到皮肤怎么办？", "皮肤沾了硫酸", "盐酸溅到皮肤上")
CARD = make_article("cert.lost", "身份证丢了怎么补办？", "证丢了怎么补")


@pytest.fixture(scope="module")
def library(tokenizer: Tokenizer, artifact_cache: ArtifactCache) -> Library:
    """A few articles, two of them near to what is none of their business."""
    return build_library((*FEW, SKIN, CARD), tokenizer=tokenizer, artifact_cache=artifact_cache)


def test_of_an_endless_message_the_answer_reads_what_the_screens_read(library: Library) -> None:
    """Read to another end it would be searched for twice, part by part."""
    endless = "昨天夜里又听见楼道里有响动了，" * 130
    read = endless[:READ_AT_MOST]
    assert library.answerer.consult(endless) is library.answerer.consult(read)
    assert library.answerer.consult("怎么办", endless) is library.answerer.consult("怎么办", read)


def test_the_name_of_a_topic_leads_to_the_article_that_carries_it(
    tokenizer: Tokenizer, artifact_cache: ArtifactCache
) -> None:
    both = replace(SKIN, topics=(SKIN.id, "chem.alkali_burn"))
    library = build_library((*FEW, both), tokenizer=tokenizer, artifact_cache=artifact_cache)
    assert library.article("chem.alkali_burn") is library.article(SKIN.id) is both
    assert library.article("chem.nothing") is None


@pytest.mark.parametrize("question", ["被酸、碱烧到皮肤怎么办？", "被酸碱烧到皮肤怎么办"])
def test_a_question_the_search_is_sure_of_passes(library: Library, question: str) -> None:
    caught = library.guards.match(question)
    assert caught is not None
    assert caught.id == "game"
    assert library.guard(question) is None


class _Consulted:
    """Finds the article about skin, as surely as it is told; says whether all of it sounds like ours."""

    def __init__(self, score: float, is_ours: bool, decision: Decision) -> None:
        self._verdict = Verdict(decision, SKIN if decision is Decision.ANSWER else None, score)
        self._is_ours = is_ours

    def consult(self, _question: str) -> Verdict:
        """The same for every message."""
        return self._verdict

    def sounds_like_ours(self, _question: str) -> bool:
        """The same for every message."""
        return self._is_ours


@pytest.mark.parametrize(
    ("score", "is_ours", "passes"),
    [
        (OURS_AS_TOLD_FROM, True, True),
        (OURS_AS_TOLD_FROM - 0.01, True, False),
        (OURS_FROM - 0.01, False, False),
        (OURS_FROM, False, True),
    ],
)
@pytest.mark.parametrize("decision", [Decision.ANSWER, Decision.SUGGEST])
@pytest.mark.parametrize(
    "told",
    [
        "屋顶搭个铁皮棚违章不",
        "昨天在店里打这个英雄的新皮肤活动，" + "老板拿瓶子倒了点东西在地上，溅了我一手，" * 2,
    ],
)
def test_what_sounds_like_ours_passes_a_guard_by_a_half_sure_search(
    library: Library, score: float, is_ours: bool, passes: bool, decision: Decision, told: str
) -> None:
    assert library.guards.match(told) is not None
    held = replace(library, answerer=cast("Answerer", _Consulted(score, is_ours, decision)))
    assert (held.guard(told) is None) is passes


def test_a_firm_guard_stands_however_sure_the_search_is(library: Library) -> None:
    said = "身份证丢了怎么补办"
    verdict = library.answerer.consult(said)
    assert verdict.article is not None
    assert verdict.article.id == "cert.lost"
    found = library.guard(said)
    assert found is not None
    assert found.id == "identity_card"


@pytest.mark.parametrize("said", ["算了不换了", "唉算了我不弄了", "那算了吧不考了"])
def test_who_gives_it_up_is_not_told_the_answer_once_more(library: Library, said: str) -> None:
    found = library.guard(said, "燃气软管多久换")
    assert found is not None
    assert found.id == "bye"


@pytest.mark.parametrize("said", ["算了不管了还能用不", "算了吧，灭火器过期了能不能用"])
def test_who_gives_up_and_asks_is_answered(library: Library, said: str) -> None:
    assert library.guard(said, "灭火器多久过期") is None


def test_who_swears_may_ask_something(library: Library) -> None:
    said = "他妈的皮肤沾了硫酸"
    assert library.guards.match(said) is not None
    assert library.guard(said) is None


def test_mere_swearing_stays_small_talk(library: Library) -> None:
    found = library.guard("去你妈的傻逼机器人")
    assert found is not None
    assert found.id == "abuse"


def test_a_game_stays_a_game(library: Library) -> None:
    found = library.guard("这个英雄的新皮肤多少钱")
    assert found is not None
    assert found.decision is Decision.FALLBACK


@pytest.mark.parametrize(
    ("said", "decision"),
    [("举报我们厂的人是谁，把名字给我", Decision.REFUSE), ("谢谢你", Decision.SMALLTALK)],
)
def test_refusals_and_small_talk_stand(library: Library, said: str, decision: Decision) -> None:
    found = library.guard(said)
    assert found is not None
    assert found.decision is decision
    assert width_folded(found.reply)


def test_pinyin_of_another_house_finds_its_door(library: Library) -> None:
    assert library.guards.match("shebao zenme jiao") is None
    found = library.guard("shebao zenme jiao")
    assert found is not None
    assert found.id == "social_security"


def test_a_message_like_those_of_a_theme_is_referred_to_its_authority(library: Library) -> None:
    said = "邻居半夜唱K"
    assert library.guard(said) is None
    found = library.referral(library.answerer.consult(said))
    assert found is not None
    assert (found.decision, found.id) == (Decision.REDIRECT, "noise")


def test_an_answer_has_no_door(library: Library) -> None:
    assert library.referral(library.answerer.consult(FEW[0].question)) is None
