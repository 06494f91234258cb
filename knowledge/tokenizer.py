"""From plain text to the words that are compared: synonyms made one, then cut by jieba."""

import logging
import math
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from core.errors import BadContent
from knowledge.spelling import Sounds


@contextmanager
def _without_module(name: str) -> Iterator[None]:
    """Let ``import name`` fail inside the block."""
    held = sys.modules.get(name)
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
        if held is not None:
            sys.modules[name] = held


# Where there is pkg_resources, jieba 0.42.1 asks it for its own files, which takes half a second and warns of
# its age; where there is none, it opens them itself.
with warnings.catch_warnings(), _without_module("pkg_resources"):
    # It also writes regular expressions without raw strings; on a first import, before Python has kept the
    # compiled file, each is a warning, and under -W error the import would fail.
    warnings.simplefilter("ignore")
    import jieba

# jieba hangs a handler of its own on the root of the tree and tells there how long loading took.
jieba.setLogLevel(logging.WARNING)


def plain_cut(text: str) -> list[str]:
    """The words of a text by the general dictionary, without the editors' words."""
    return list(jieba.lcut(text))


# 119 and 12345 tell what is asked; 3 楼 and 2 个 do not.
_TELLING_DIGITS = 3
_FEW_DIGITS = 0.15
_RAREST = 1e-8

LEXICON = Path(__file__).with_name("lexicon")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The editors' words: synonyms by what is written, words to leave alone, words that say nothing."""

    synonyms: Mapping[str, str]
    empty: frozenset[str]
    dictionary: Path

    @classmethod
    def load(cls, folder: Path = LEXICON) -> "Lexicon":
        """Read the three files of ``folder``; ``BadContent`` names the file that cannot be used."""
        path = folder / "synonyms.yaml"
        try:
            tree = yaml.safe_load(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise BadContent(f"{path}: {error}") from error
        return cls(_synonyms(path, tree), _empty_words(folder / "empty.txt"), folder / "words.txt")


def _synonyms(path: Path, tree: Any) -> dict[str, str]:
    if not isinstance(tree, dict) or not isinstance(tree.get("synonyms"), list):
        raise BadContent(f"{path}: needs a list named 'synonyms'")
    table: dict[str, str] = {str(word): str(word) for word in tree.get("kept") or []}
    for group in tree["synonyms"]:
        if not isinstance(group, dict) or not group.get("word") or not isinstance(group.get("same"), list):
            raise BadContent(f"{path}: every group needs 'word' and a list 'same': {group!r}")
        word = str(group["word"])
        for variant in [word, *map(str, group["same"])]:
            if table.setdefault(variant, word) != word and variant != word:
                raise BadContent(f"{path}: {variant} stands for both {table[variant]} and {word}")
    return table


def _empty_words(path: Path) -> frozenset[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise BadContent(f"{path}: {error}") from error
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Tokenizer:
    """Cuts text into words with jieba's dictionary and the editors' words; safe to share between threads.

    Building it takes about a second and 80 MB, so it is built once before the web processes fork. jieba's
    own cache file is not used: it is read with ``marshal`` from the world-writable temporary folder.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._by_first: dict[str, list[str]] = {}
        for variant in sorted(lexicon.synonyms, key=len, reverse=True):
            self._by_first.setdefault(variant[0], []).append(variant)

    @cached_property
    def _jieba(self) -> Any:
        cutter = jieba.Tokenizer()
        cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
        cutter.initialized = True
        with self.lexicon.dictionary.open("rb") as words:
            cutter.load_userdict(words)
        for word in set(self.lexicon.synonyms.values()):
            if word not in cutter.FREQ or not cutter.FREQ[word]:
                cutter.add_word(word, 1000)
        return cutter

    @cached_property
    def sounds(self) -> Sounds:
        """The words of everyday Chinese by their sounds."""
        return Sounds(self._jieba.FREQ, self._jieba.total)

    def load(self) -> None:
        """Build the dictionary now, before any question waits for it."""
        self.sounds  # noqa: B018  reading the property is what builds it

    def canonical(self, plain: str) -> str:
        """``plain`` (as ``normalise`` gives it) with every synonym replaced by the word of its group."""
        out: list[str] = []
        at, end = 0, len(plain)
        while at < end:
            for variant in self._by_first.get(plain[at], ()):
                if plain.startswith(variant, at):
                    out.append(self.lexicon.synonyms[variant])
                    at += len(variant)
                    break
            else:
                out.append(plain[at])
                at += 1
        return "".join(out)

    def words(self, canonical: str) -> list[str]:
        """The words of a canonical text, in order, spaces left out.

        jieba does not guess unknown words (HMM off): guessing costs half a point of recall at 1 on a public
        set of patients' questions and three of our own questions.
        """
        return [word for word in self._jieba.cut(canonical, HMM=False) if word != " "]

    def rarity(self, word: str) -> float:
        """How much a word tells by being rare in everyday Chinese: 0 for 的, 1 for words hardly ever used."""
        if word in self.lexicon.empty:
            return 0.0
        if word.isdecimal() and len(word) < _TELLING_DIGITS:
            return _FEW_DIGITS
        bits = -math.log(max(self.usual_share(word), _RAREST))
        return min(1.0, max(0.0, (bits - 5.0) / 7.0))

    def usual_share(self, word: str) -> float:
        """The share of a word among all words of everyday Chinese, 0 for one the dictionary lacks."""
        cutter = self._jieba
        return float((cutter.FREQ.get(word) or 0) / cutter.total)
