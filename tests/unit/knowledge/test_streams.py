"""Many texts at once are taken apart as each of them alone is when it is asked."""

from collections import Counter

import numpy as np
import pytest

from knowledge.normalising import normalise
from knowledge.reading import read_articles
from knowledge.search.artifact_cache import IN_MEMORY
from knowledge.search.compiling import terms_of
from knowledge.search.features import pieces, terms
from knowledge.search.segmentation import SegmentationCache
from knowledge.search.streams import counted, distinct, pieces_of, tallied, words_of
from knowledge.search.tokenizer import Tokenizer
from knowledge.search.vectors import parts, parts_of

ODD = ["", "打119", "119打 a", "a", "3.5 v 3", "da打 打da", "𠮷野家119", "v"]


@pytest.fixture(scope="module")
def texts(tokenizer: Tokenizer) -> list[str]:
    """Canonical texts: odd ones, and the phrasings and answers of some articles."""
    articles = read_articles()[:40]
    said = [text for article in articles for text in (*article.phrasings, article.answer)]
    return [*ODD, *(tokenizer.canonical(normalise(text)) for text in said), ""]


def test_pieces_are_those_of_each_text(texts: list[str]) -> None:
    found = pieces_of(texts)
    listed: list[list[str]] = [[] for _ in texts]
    for number, text in zip(found.numbers.tolist(), found.texts.tolist(), strict=True):
        listed[text].append(found.names[number])
    assert listed == [[piece for run in text.split() for piece in pieces(run)] for text in texts]
    assert len(set(found.names)) == len(found.names) == len(set(found.numbers.tolist()))


@pytest.mark.parametrize("nothing", [[], [""], ["", ""]])
def test_of_nothing_there_are_no_pieces(nothing: list[str]) -> None:
    found = pieces_of(nothing)
    assert (len(found.names), len(found.numbers), len(found.pairs()[0])) == (0, 0, 0)


def test_neighbours_stand_in_one_run_of_one_text() -> None:
    found = pieces_of(["打119打 a", "b打"])
    one, other, text = found.pairs()
    named = [(found.names[left], found.names[right]) for left, right in zip(one, other, strict=True)]
    assert named == [("打", "119"), ("119", "打"), ("b", "打")]
    assert text.tolist() == [0, 0, 1]


def test_words_keep_their_order_and_their_text() -> None:
    found = words_of(["水 火", "", "火"])
    assert [found.names[number] for number in found.numbers.tolist()] == ["水", "火", "火"]
    assert found.texts.tolist() == [0, 0, 2]


def test_terms_are_those_of_each_text(tokenizer: Tokenizer, texts: list[str]) -> None:
    segmentations = [SegmentationCache(tokenizer, IN_MEMORY).cut(text) for text in texts]
    vocabulary, kinds, said = terms_of(segmentations)
    found: list[Counter[str]] = [Counter() for _ in texts]
    for number, text in zip(said.terms.tolist(), said.documents.tolist(), strict=True):
        found[text][vocabulary.restore_key(number)] += 1
    assert found == [terms(one.canonical, one.words.split()) for one in segmentations]
    assert bytes(kinds).decode() == "".join(vocabulary.restore_key(n)[0] for n in range(len(vocabulary)))


def test_parts_are_those_of_each_text(texts: list[str]) -> None:
    name, numbers, places = parts_of(texts)
    found: list[list[str]] = [[] for _ in texts]
    for number, text in zip(numbers.tolist(), places.tolist(), strict=True):
        found[text].append(name(number))
    assert [sorted(one) for one in found] == [sorted(parts(text)) for text in texts]


KEYS = pytest.mark.parametrize("keys", [[], [0], [3, 1, 3, 0, 1], [5, 5]])


@KEYS
def test_each_key_is_named_once(keys: list[int]) -> None:
    assert distinct(np.asarray(keys, dtype=np.int64)).tolist() == sorted(set(keys))


@KEYS
def test_keys_are_counted(keys: list[int]) -> None:
    many, known = np.asarray(keys, dtype=np.int64), Counter(keys)
    assert dict(zip(*(found.tolist() for found in tallied(many)), strict=True)) == known
    each, places, counts = counted(many)
    assert each.tolist() == sorted(known)
    assert each[places].tolist() == keys
    assert counts.tolist() == [known[key] for key in sorted(known)]
