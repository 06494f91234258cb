"""An answer taken apart: nothing is lost, and it reads in the order in which it was written."""

import re

import pytest
from markupsafe import Markup

from h5.anatomy import Block, Kind, blocks
from knowledge.articles import Article
from knowledge.reading import read_articles

ANSWER = """先看这里。
1. 断电：拉下总闸。
2. 不要用手拉人。
怎么罚：
1. 罚5万元以下。
记住打119。
"""


def words_of(found: list[Block]) -> str:
    """Everything a page shows of the blocks, without its markup."""
    parts: list[str] = []
    for block in found:
        parts += [str(block.words)]
        for step in block.steps:
            parts += [f"{step.number}.", f"{step.label}：" if step.label else "", str(step.words)]
    return Markup("".join(parts)).striptags()


def test_steps_headings_and_words_are_told_apart() -> None:
    found = blocks(ANSWER)

    assert [block.kind for block in found] == [
        Kind.WORDS,
        Kind.STEPS,
        Kind.HEADING,
        Kind.STEPS,
        Kind.WORDS,
    ]
    assert [(step.number, step.label) for step in found[1].steps] == [(1, "断电"), (2, "")]
    assert found[2].words == "怎么罚"


def test_a_list_that_begins_again_is_another_list() -> None:
    assert [len(block.steps) for block in blocks("1. 一\n2. 二\n1. 又一")] == [2, 1]


@pytest.mark.parametrize("article", read_articles(), ids=lambda one: one.id)
def test_no_word_of_any_article_is_lost(article: Article) -> None:
    shown = re.sub(r"[\s：]", "", words_of(blocks(article.answer)))

    assert shown == re.sub(r"[\s：]", "", article.answer)
