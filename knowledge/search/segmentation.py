"""What texts were cut into, kept from one edition to the next.

An edition differs from the one before it in a few texts of twenty thousand, and cutting them is half of the
work of compiling. Kept are the words only; what is counted of them is counted anew each time.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from knowledge import framing, loanwords, normalising
from knowledge.normalising import normalise
from knowledge.search import tokenizer
from knowledge.search.artifact_cache import ArtifactCache, shape
from knowledge.search.tokenizer import Tokenizer

KEPT_AS: Final = "cuts"
# Whose code decides what a text is cut into.
MAKERS: Final = (framing, loanwords, normalising, tokenizer)
# None of them stands in a normalised text otherwise than here: words hold no space, texts no line break.
_WORD, _RUN, _PART = " ", "\n", "\t"


@dataclass(frozen=True, slots=True)
class Segmentation:
    """``runs``: each run of the normalised text, synonyms not yet made one; ``canonical``: the text with
    synonyms made one; ``words``: that, cut. Where something is cut, a blank stands between two words.
    """

    runs: tuple[str, ...]
    canonical: str
    words: str


class SegmentationCache:
    """Cuts texts, and remembers in ``artifact_cache`` those that were asked for, until the next edition."""

    def __init__(self, cutter: Tokenizer, artifact_cache: ArtifactCache) -> None:
        self._cutter = cutter
        self._artifact_cache = artifact_cache
        self._key = shape([cutter.key], sys.modules[__name__], *MAKERS)
        self._known: Mapping[str, str] = artifact_cache.remembered(KEPT_AS, self._key)
        self._asked: dict[str, str] = {}

    def cut(self, text: str) -> Segmentation:
        """``text``, as somebody wrote it, in runs and words."""
        kept = self._asked.get(text) or self._known.get(text) or self._anew(text)
        self._asked[text] = kept
        runs, canonical, words = kept.split(_PART)
        return Segmentation(tuple(runs.split(_RUN)), canonical, words)

    def keep(self) -> None:
        """Remember what was asked for; what was not is forgotten."""
        if self._asked.keys() != self._known.keys():
            self._artifact_cache.remember(KEPT_AS, self._key, self._asked)

    def _anew(self, text: str) -> str:
        plain = normalise(text).split(" ")
        canonical = [self._cutter.canonical(run) for run in plain]
        runs = [_WORD.join(self._cutter.words(run)) for run in plain]
        # Most runs hold no synonym, and cutting is half of the work of compiling.
        words = (
            cut if one == run else _WORD.join(self._cutter.words(one))
            for run, one, cut in zip(plain, canonical, runs, strict=True)
        )
        return _PART.join((_RUN.join(runs), " ".join(canonical), _WORD.join(filter(None, words))))
