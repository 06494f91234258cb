"""The phrasing helper: which phrasings of a draft find other articles today."""

from dataclasses import replace

import pytest

from knowledge.index import Index
from knowledge.library import shared_tokenizer
from knowledge.neighbours import neighbours
from tests.unit.knowledge.samples import FEW

DRAFT = next(one for one in FEW if one.id == "gas.hose")
PAN = next(one for one in FEW if one.id == "fire.oil_pan")


@pytest.fixture(scope="module")
def index() -> Index:
    """The index of a few articles."""
    return Index.build(FEW, shared_tokenizer())


def test_an_article_is_no_neighbour_of_itself(index: Index) -> None:
    assert list(neighbours(index, DRAFT)) == []


def test_a_phrasing_that_others_have_is_taken_and_comes_first(index: Index) -> None:
    draft = replace(DRAFT, asks=(*DRAFT.asks, "九寨沟今天下雨吗", PAN.question))

    first = neighbours(index, draft)[0]

    assert (first.phrasing, first.other.article_id, first.is_taken) == (PAN.question, PAN.id, True)
    assert "九寨沟今天下雨吗" not in [one.phrasing for one in neighbours(index, draft) if one.is_taken]
