"""A subject of ours, and a side of it that no article is asked for."""

from typing import Any

import pytest

from knowledge.answering import Decision
from knowledge.building import build_library
from knowledge.library import Library
from knowledge.screening.emergencies import SCREENS, read_table
from knowledge.search.artifact_cache import ArtifactCache
from knowledge.search.tokenizer import Tokenizer
from tests.unit.knowledge.samples import FEW, make_article

BAN = make_article(
    "fishing.ban",
    "休渔期是什么时候？",
    "休渔期几号结束",
    "什么时候开渔",
    "休渔期偷着捕会怎么样",
    "梭子蟹啥时候能捕",
)
ALARM = make_article(
    "fire.smoke_alarm", "烟雾报警器装在哪里？", "独立烟感多少钱一个", "烟雾报警器装客厅还是卧室"
)


@pytest.fixture(scope="module")
def library(tokenizer: Tokenizer, artifact_cache: ArtifactCache) -> Library:
    """A few articles; one of these two is asked for a price."""
    return build_library((*FEW, BAN, ALARM), tokenizer=tokenizer, artifact_cache=artifact_cache)


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ("休渔期结束梭子蟹多少钱一斤", "price"),
        ("休渔期是什么时候的ppt发我一份", "homework"),
        ("休渔期几号结束船上招人吗", "working_life"),
    ],
)
def test_a_side_that_the_article_is_never_asked_for_gets_no_article(
    library: Library, said: str, side: str
) -> None:
    assert library.answerer.consult(said).decision in (Decision.ANSWER, Decision.SUGGEST)
    found = library.guard(said)
    assert found is not None
    assert found.id == side


@pytest.mark.parametrize("said", ["烟雾报警器多少钱", "休渔期几号结束"])
def test_what_the_article_is_asked_for_is_answered(library: Library, said: str) -> None:
    assert library.guard(said) is None


def test_a_side_of_what_nothing_is_found_for_says_nothing(library: Library) -> None:
    said = "这件事多少钱"
    assert library.guards.side(said) is not None
    assert library.answerer.consult(said).decision is Decision.FALLBACK
    assert library.guard(said) is None


def test_a_side_that_goes_on_about_the_question_before_is_left_to_the_search(library: Library) -> None:
    assert library.sides.unanswered("多少钱", "烟雾报警器装在哪里") is None


@pytest.mark.parametrize("entry", read_table(SCREENS / "sides.yaml"), ids=lambda entry: str(entry["id"]))
def test_every_side_is_heard_by_its_own_words_and_has_one_sentence(
    library: Library, entry: dict[str, Any]
) -> None:
    assert ("reply" in entry) != ("says" in entry)
    for line in entry["when"]:
        words = [piece.split("|")[0] for piece in str(line).split() if not piece.startswith("<")]
        found = library.guards.side("".join(words))
        assert found is not None
        assert found.id == entry["id"]
