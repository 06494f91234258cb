"""What was built once is opened again, by all, and never taken for something else."""

import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.search import artifact_cache
from knowledge.search.artifact_cache import ABANDONED_SECONDS, Artifact, ArtifactCache, Terms
from knowledge.search.compiling import key_of
from knowledge.search.entries import entries_of
from knowledge.search.index import Index
from knowledge.search.tokenizer import Tokenizer
from tests.full_disk import disk_full
from tests.unit.knowledge.samples import FEW

QUESTION = "电瓶车搁楼梯口充一宿要不要紧"


class Builder:
    """Builds the same artifact each time, and counts."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.built = 0
        self._seconds = seconds

    def __call__(self) -> Artifact:
        """Take some time."""
        self.built += 1
        time.sleep(self._seconds)
        return Artifact({"one.two": np.arange(5)}, {"terms": Terms(["火", "锅"])}, {"said": ["火", "锅"]})


def test_the_second_only_opens_what_the_first_built(tmp_path: Path) -> None:
    build = Builder()
    first = ArtifactCache(tmp_path / "new").get_or_build("index", "k", build)
    second = ArtifactCache(tmp_path / "new").get_or_build("index", "k", build)
    assert build.built == 1
    for found in (first, second):
        assert found.arrays["one.two"].tolist() == [0, 1, 2, 3, 4]
        assert sorted(found.tries["terms"]) == ["火", "锅"]
        assert found.texts == {"said": ["火", "锅"]}


def test_parts_are_joined_and_taken_apart() -> None:
    part = Builder()()
    whole = Artifact({"mine": np.zeros(1)}).joined("other", part)
    found = whole.part("other")
    assert found is not None
    assert (found.arrays.keys(), found.tries.keys(), found.texts) == (
        part.arrays.keys(),
        part.tries.keys(),
        part.texts,
    )
    assert whole.part("none") is None


def test_of_many_at_once_one_builds(tmp_path: Path) -> None:
    build, shop = Builder(0.2), ArtifactCache(tmp_path)
    threads = [threading.Thread(target=shop.get_or_build, args=("index", "k", build)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert build.built == 1


def test_who_waits_too_long_builds_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artifact_cache, "PATIENCE_SECONDS", 0.05)
    slow, other = Builder(1.0), Builder()
    thread = threading.Thread(target=ArtifactCache(tmp_path).get_or_build, args=("index", "k", slow))
    thread.start()
    while not slow.built:
        time.sleep(0.01)
    found = ArtifactCache(tmp_path).get_or_build("index", "k", other)
    assert other.built == 1
    assert found.texts["said"] == ["火", "锅"]
    thread.join()


@pytest.mark.parametrize("damage", ["texts.json", "one.two.npy", "terms.trie"])
def test_what_is_damaged_is_built_again(tmp_path: Path, damage: str) -> None:
    build, shop = Builder(), ArtifactCache(tmp_path)
    shop.get_or_build("index", "k", build)
    (tmp_path / "index-k" / damage).write_bytes(b"{")
    found = shop.get_or_build("index", "k", build)
    assert build.built == 2
    assert found.arrays["one.two"].tolist() == [0, 1, 2, 3, 4]
    assert shop.get_or_build("index", "k", build).texts["said"] == ["火", "锅"]
    assert build.built == 2


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    build = Builder()
    assert ArtifactCache(blocked / "index").get_or_build("index", "k", build).texts["said"] == ["火", "锅"]
    assert build.built == 1


def test_a_full_disk_costs_time_and_nothing_else(tmp_path: Path) -> None:
    """A trie says of a full disk what no other file says."""
    words = [f"第{number}句话，说的是{number * number}" for number in range(4000)]
    built = Artifact({"numbers": np.arange(3)}, {"words": Terms(words)})

    with disk_full():
        found = ArtifactCache(tmp_path).get_or_build("index", "key", lambda: built)

    assert found is built
    assert [one.name for one in tmp_path.iterdir()] == ["index.lock"]


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> Artifact:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        ArtifactCache(tmp_path).get_or_build("index", "k", fail)
    assert [one.name for one in tmp_path.iterdir()] == ["index.lock"]


def test_what_a_killed_builder_left_goes_with_the_next_build_and_what_is_being_built_stays(
    tmp_path: Path,
) -> None:
    """Each is as large as an index: a container that is killed again and again would fill the disk."""
    abandoned, young = tmp_path / ".draft-dead", tmp_path / ".draft-busy"
    for draft in (abandoned, young):
        draft.mkdir()
        (draft / "one.npy").write_bytes(b"half")
    long_ago = time.time() - 2 * ABANDONED_SECONDS
    os.utime(abandoned, (long_ago, long_ago))

    ArtifactCache(tmp_path).get_or_build("index", "k", Builder())

    assert (abandoned.exists(), young.exists()) == (False, True)


def test_only_the_newest_are_kept_and_other_products_left_alone(tmp_path: Path) -> None:
    shop = ArtifactCache(tmp_path)
    shop.get_or_build("words", "w", Builder())
    for key in "abcdefg":
        shop.get_or_build("index", key, Builder())
        time.sleep(0.02)
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_dir()) == [
        "index-c",
        "index-d",
        "index-e",
        "index-f",
        "index-g",
        "words-w",
    ]


def test_an_index_from_the_cache_finds_exactly_the_same(tokenizer: Tokenizer, tmp_path: Path) -> None:
    shop = ArtifactCache(tmp_path)
    for _ in range(2):
        kept, fresh = Index.build(FEW, tokenizer, artifact_cache=shop), Index.build(FEW, tokenizer)
        for article in FEW:
            for text in (*article.phrasings, QUESTION):
                assert kept.search(text) == fresh.search(text)


def test_whatever_is_said_otherwise_has_another_key(tokenizer: Tokenizer) -> None:
    changed = replace(FEW[0], asks=(*FEW[0].asks, "院子里拉线充电"))
    keys = {key_of(entries_of(articles, {}), tokenizer) for articles in (FEW, [changed, *FEW[1:]], FEW[:1])}
    assert len(keys) == 3
    assert key_of(entries_of(FEW, {}), tokenizer) in keys


def test_no_question_is_written_down(tokenizer: Tokenizer, tmp_path: Path) -> None:
    index = Index.build(FEW, tokenizer, artifact_cache=ArtifactCache(tmp_path))
    index.search("王婆家的电瓶车在楼道充一宿要紧不")
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or "王婆".encode() not in file.read_bytes()
    assert not any("王婆" in match.phrasing for match in index.matches([("王婆", 1.0)]))
