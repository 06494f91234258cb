"""The phrasing helper: which phrasings of a draft find other articles today."""

from dataclasses import replace

import pytest

from knowledge.building import shared_tokenizer
from knowledge.editorial.neighbours import neighbours
from knowledge.search.index import Index
from tests.index import KEPT
from tests.unit.knowledge.samples import FEW

DRAFT = next(one for one in FEW if one.id == "gas.hose")
PAN = next(one for one in FEW if one.id == "fire.oil_pan")


@pytest.fixture(scope="module")
def index() -> Index:
    """The index of a few articles."""
    return Index.build(FEW, shared_tokenizer(KEPT))


def test_an_article_is_no_neighbour_of_itself(index: Index) -> None:
    assert list(neighbours(index, DRAFT)) == []


def test_a_phrasing_that_others_have_is_taken_and_comes_first(index: Index) -> None:
    draft = replace(DRAFT, asks=(*DRAFT.asks, "九寨沟今天下雨吗", PAN.question))

    first = neighbours(index, draft)[0]

    assert (first.phrasing, first.other.article_id, first.is_taken) == (PAN.question, PAN.id, True)
    assert "九寨沟今天下雨吗" not in [one.phrasing for one in neighbours(index, draft) if one.is_taken]


def test_what_was_just_written_is_compared_before_what_is_published(index: Index) -> None:
    known = next(one for one in FEW if one.id == "gas.hose")
    many = Index.build(
        [
            one if one.id != known.id else replace(one, asks=tuple(f"软管第{n}种问法" for n in range(40)))
            for one in FEW
        ],
        shared_tokenizer(KEPT),
    )
    draft = replace(known, asks=(*(f"软管第{n}种问法" for n in range(40)), PAN.question))

    assert PAN.question in [one.phrasing for one in neighbours(many, draft) if one.is_taken]
