"""Words and synonyms: what becomes one, what must be left alone, and what says something."""

from collections.abc import Sequence
from pathlib import Path

import jieba
import pytest

from core.errors import BadContent
from knowledge.search.dictionary import Cutter
from knowledge.search.tokenizer import Lexicon, Tokenizer


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("电瓶车搁楼梯口充一宿要不要紧", "电动车放楼道充整夜危险"),
        ("小电驴着火咋弄", "电动车着火怎么办"),
        ("屋头煤气漏了啷个办", "室内燃气泄漏怎么办"),
        ("掉水里了咋救", "溺水了怎么救"),
        ("耽搁了报警", "耽搁了报警"),
        ("特别危险", "特别危险"),
        ("打一一九", "打119"),
    ],
)
def test_dialect_and_synonyms_become_one_word(tokenizer: Tokenizer, written: str, canonical: str) -> None:
    assert tokenizer.canonical(written) == canonical


def test_the_editors_words_are_cut_whole(tokenizer: Tokenizer) -> None:
    assert tokenizer.words("电动车飞线充电怎么办") == ["电动车", "飞线充电", "怎么办"]


def test_empty_words_tell_nothing_and_rare_words_much(tokenizer: Tokenizer) -> None:
    assert tokenizer.rarity("怎么办") == 0.0
    assert tokenizer.rarity("灭火毯") > tokenizer.rarity("学校") > 0.0
    assert tokenizer.rarity("119") > tokenizer.rarity("3")


def test_a_word_may_not_stand_for_two(tmp_path: Path) -> None:
    (tmp_path / "synonyms.yaml").write_text(
        "synonyms:\n  - {word: 火, same: [焰]}\n  - {word: 光, same: [焰]}\n"
    )
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(BadContent, match="焰"):
        Lexicon.load(tmp_path)


def test_a_synonym_stands_in_one_run_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "synonyms.yaml").write_text("synonyms:\n  - {word: 报警器, same: [co 报警器]}\n")
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(BadContent, match="co 报警器"):
        Lexicon.load(tmp_path)


@pytest.mark.parametrize("broken", ["synonyms: [", "- 火", "synonyms:\n  - {word: 火}\n"])
def test_a_broken_table_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / "synonyms.yaml").write_text(broken)
    with pytest.raises(BadContent, match=r"synonyms\.yaml"):
        Lexicon.load(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "电瓶车搁楼梯口充一宿要不要紧",
        "研究生命起源 在北京大学生活动中心",
        "打119还是120啊wifi",
        "魑魅𠮷野家",
        "3.5v 3",
        "AED在哪a b，c\r\n\t灭火器-5℃ x电y",
        "",
    ],
)
def test_words_are_those_that_jieba_itself_would_cut(tokenizer: Tokenizer, text: str) -> None:
    """Our way through the likeliest words is written for speed."""
    cutter = Cutter(tokenizer.dictionary)
    ours = list(cutter.cut(text, HMM=False))

    def by_jieba(sentence: str, words: Sequence[Sequence[str]], route: dict[int, tuple[float, int]]) -> None:
        ends = {at: [at + len(word) - 1 for word in these] for at, these in enumerate(words)}
        jieba.Tokenizer.calc(cutter, sentence, ends, route)

    cutter.calc = by_jieba  # type: ignore[assignment, method-assign]
    assert list(cutter.cut(text, HMM=False)) == ours
