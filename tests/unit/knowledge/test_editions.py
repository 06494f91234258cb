"""The next edition is cut with what the last one knew, finds the same, and nothing of a question is kept."""

from dataclasses import replace

from knowledge.editions import Cuts, EditionTokenizer
from knowledge.index import Index
from knowledge.library import build_library
from knowledge.tokenizer import Tokenizer
from tests.unit.knowledge.samples import FEW

QUESTION = "王婆家的电瓶车在楼道充一宿要紧不"


def test_an_edition_built_upon_another_finds_exactly_the_same(tokenizer: Tokenizer) -> None:
    changed = [replace(FEW[0], lead="推到外面充。"), *FEW[1:]]
    fresh = build_library(changed, tokenizer=tokenizer)
    after = build_library(changed, tokenizer=tokenizer, before=build_library(FEW, tokenizer=tokenizer))
    for article in FEW:
        for text in (*article.phrasings, QUESTION):
            assert after.index.search(text) == fresh.index.search(text)
    assert after.edition == fresh.edition


def test_only_what_is_new_is_cut_again(tokenizer: Tokenizer) -> None:
    first = EditionTokenizer(tokenizer)
    Index.build(FEW, first)
    second = EditionTokenizer(tokenizer, first.cuts)
    known = set(first.cuts.words)
    Index.build([replace(FEW[0], asks=(*FEW[0].asks, "院子里拉线充电")), *FEW[1:]], second)
    assert len(set(second.cuts.words) - known) == 1


def test_what_no_article_says_any_more_is_forgotten(tokenizer: Tokenizer) -> None:
    first = EditionTokenizer(tokenizer)
    Index.build(FEW, first)
    second = EditionTokenizer(tokenizer, first.cuts)
    Index.build(FEW[:1], second)
    assert 0 < len(second.cuts.words) < len(first.cuts.words)
    assert second.cuts.words.keys() < first.cuts.words.keys()


def test_no_question_is_remembered(tokenizer: Tokenizer) -> None:
    library = build_library(FEW, tokenizer=tokenizer)
    cutter = library.index.tokenizer
    assert isinstance(cutter, EditionTokenizer)
    before = Cuts(dict(cutter.cuts.canonical), dict(cutter.cuts.words))
    library.answerer.consult(QUESTION)
    library.index.search(QUESTION)
    assert cutter.cuts == before


def test_the_words_are_those_of_the_tokenizer(tokenizer: Tokenizer) -> None:
    cutter = EditionTokenizer(tokenizer)
    for _ in range(2):
        assert cutter.canonical("电瓶车充电") == tokenizer.canonical("电瓶车充电")
        assert cutter.words("电动车楼道充电") == tokenizer.words("电动车楼道充电")
    # A caller may change its list without changing the next one's.
    cutter.words("电动车楼道充电").clear()
    assert cutter.words("电动车楼道充电") == tokenizer.words("电动车楼道充电")
