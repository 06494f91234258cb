"""From plain text to the words that are compared: synonyms made one, then cut by jieba."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from core.errors import BadContent
from core.yamls import parsed
from knowledge import framing, loanwords
from knowledge.search import dictionary, lexis
from knowledge.search.artifact_cache import IN_MEMORY, ArtifactCache, Terms, shape
from knowledge.search.dictionary import Cutter, Dictionary, build_dictionary, general_words
from knowledge.search.lexis import Sounds, build_sounds

# 119 and 12345 tell what is asked; 3 楼 and 2 个 do not.
_TELLING_DIGITS = 3
_FEW_DIGITS = 0.15
_RAREST = 1e-8

LEXICON = Path(__file__).parent.with_name("lexicon")


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
            tree = parsed(path.read_text("utf-8"))
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
            if " " in variant:
                raise BadContent(f"{path}: a synonym stands in one run of a text, without a blank: {variant}")
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

    Building its tables takes two seconds, opening cached ones some milliseconds. jieba's
    own cache file is not used: it is read with ``marshal`` from the world-writable temporary folder.
    """

    def __init__(self, lexicon: Lexicon, artifact_cache: ArtifactCache = IN_MEMORY) -> None:
        self.lexicon = lexicon
        self._artifact_cache = artifact_cache
        self._variants = Terms(lexicon.synonyms)
        # Where a synonym may begin; without any synonym nowhere.
        begins = "".join(sorted({variant[0] for variant in lexicon.synonyms}))
        self._may_begin = re.compile(f"[{re.escape(begins)}]" if begins else "(?!)")
        self._longest = max(map(len, lexicon.synonyms), default=0)

    @cached_property
    def key(self) -> str:
        """Names everything that the cut of a text depends on."""
        lexicon = self.lexicon
        spoken = repr((sorted(lexicon.synonyms.items()), sorted(lexicon.empty)))
        told: list[str | bytes] = [
            spoken,
            lexicon.dictionary.read_bytes(),
            loanwords.TABLE.read_bytes(),
            framing.TABLE.read_bytes(),
            general_words(),
        ]
        return shape(told, dictionary, lexis)

    @cached_property
    def dictionary(self) -> Dictionary:
        """The words of everyday Chinese and the editors' words."""
        words, standing = self.lexicon.dictionary, set(self.lexicon.synonyms.values())
        return Dictionary(
            self._artifact_cache.get_or_build(
                "words", self.key, lambda: build_dictionary(words, sorted(standing))
            )
        )

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self.dictionary)

    @cached_property
    def sounds(self) -> Sounds:
        """The words of everyday Chinese by their sounds."""
        known = self.dictionary
        return Sounds(
            known, self._artifact_cache.get_or_build("sounds", self.key, lambda: build_sounds(known))
        )

    def load(self) -> None:
        """Have the tables ready now, before any question waits for them."""
        self.sounds  # noqa: B018  reading the property is what builds it

    def canonical(self, plain: str) -> str:
        """``plain`` (as ``normalise`` gives it) with every synonym replaced by the word of its group."""
        out: list[str] = []
        done = 0
        for begun in self._may_begin.finditer(plain):
            at = begun.start()
            if at < done:
                continue
            variants = self._variants.prefixes(plain[at : at + self._longest])
            if variants:
                longest = variants[-1]
                out += (plain[done:at], self.lexicon.synonyms[longest])
                done = at + len(longest)
        return "".join([*out, plain[done:]]) if out else plain

    def words(self, canonical: str) -> list[str]:
        """The words of a canonical text, in order, spaces left out.

        jieba does not guess unknown words (HMM off): guessing costs half a point of recall at 1 on a public
        set of patients' questions and three of our own questions.
        """
        return [word for word in self._cutter.cut(canonical, HMM=False) if word != " "]

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
        known = self.dictionary
        return known.get(word, 0) / known.total
