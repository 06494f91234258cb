"""What an edition before has cut is not cut again, and is the same."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.search.artifact_cache import IN_MEMORY, ArtifactCache
from knowledge.search.compiling import compile_entries
from knowledge.search.entries import entries_of
from knowledge.search.segmentation import KEPT_AS, SegmentationCache
from knowledge.search.tokenizer import Tokenizer
from tests.unit.knowledge.samples import FEW

TEXT = "電瓶車擱樓梯口，充一宿 要不要緊？"


@pytest.fixture
def asked(tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the tokenizer is asked to cut."""
    found: list[str] = []
    cut: Callable[[str], list[str]] = tokenizer.words

    def counted(text: str) -> list[str]:
        found.append(text)
        return cut(text)

    monkeypatch.setattr(tokenizer, "words", counted)
    return found


@pytest.mark.parametrize("text", [TEXT, "", "？！", "119"])
def test_what_is_remembered_is_what_was_cut(tokenizer: Tokenizer, tmp_path: Path, text: str) -> None:
    first = SegmentationCache(tokenizer, ArtifactCache(tmp_path))
    cut = first.cut(text)
    first.keep()
    assert SegmentationCache(tokenizer, ArtifactCache(tmp_path)).cut(text) == cut
    assert cut.words.replace(" ", "") == cut.canonical.replace(" ", "")


def test_only_the_changed_texts_are_cut_again(tokenizer: Tokenizer, asked: list[str], tmp_path: Path) -> None:
    artifact_cache = ArtifactCache(tmp_path)
    compile_entries(entries_of(FEW, {}), tokenizer, artifact_cache)
    asked.clear()
    changed = entries_of([replace(FEW[0], asks=(*FEW[0].asks, "楼道里给车充电行不行")), *FEW[1:]], {})
    found = compile_entries(changed, tokenizer, artifact_cache)
    # As it is written, and with its synonyms made one.
    assert len(asked) == 2
    anew = compile_entries(changed, tokenizer, IN_MEMORY)
    assert found.texts == anew.texts
    assert {name: array.tolist() for name, array in found.arrays.items()} == {
        name: array.tolist() for name, array in anew.arrays.items()
    }


def test_what_nobody_asks_for_any_more_is_forgotten(
    tokenizer: Tokenizer, asked: list[str], tmp_path: Path
) -> None:
    for texts in ([TEXT], ["家里着火了"]):
        segmentations = SegmentationCache(tokenizer, ArtifactCache(tmp_path))
        for text in texts:
            segmentations.cut(text)
        segmentations.keep()
    asked.clear()
    SegmentationCache(tokenizer, ArtifactCache(tmp_path)).cut(TEXT)
    assert asked


@pytest.mark.parametrize("spoiled", [b"", b"{", b"[]", b"\xff"])
def test_a_spoiled_memory_is_no_memory(tokenizer: Tokenizer, tmp_path: Path, spoiled: bytes) -> None:
    segmentations = SegmentationCache(tokenizer, ArtifactCache(tmp_path))
    expected = segmentations.cut(TEXT)
    segmentations.keep()
    (kept,) = tmp_path.glob(f"{KEPT_AS}-*.json")
    kept.write_bytes(spoiled)
    again = SegmentationCache(tokenizer, ArtifactCache(tmp_path))
    assert again.cut(TEXT) == expected
    again.keep()
    assert SegmentationCache(tokenizer, ArtifactCache(tmp_path)).cut(TEXT) == expected
