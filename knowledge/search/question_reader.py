"""Reads a question as it was meant, cuts it into words, and weighs them."""

import math
from functools import lru_cache

from knowledge.normalising import normalise
from knowledge.search.artifact_cache import Artifact
from knowledge.search.compiling import LEXIS
from knowledge.search.coverage import Asked, asked
from knowledge.search.lexis import Lexis
from knowledge.search.postings import Postings
from knowledge.search.remembering import Latest, Memo
from knowledge.search.spelling import Speller
from knowledge.search.tokenizer import Tokenizer

# The phrasings of an entry hold about so many words; a word that stands in this many times more entries than
# chance would have it is surely one of our subjects' words.
WORDS_OF_AN_ENTRY = 60
SURELY_OURS = 100.0
RAREST = 1e-7
REMEMBERED_WORDS = 20_000
# Words from this length on are looked at for two known ones in them.
COMPOUND = 4


class QuestionReader:
    """What a text says, in the words of the entries; only read, by any thread.

    Three forms of a text are told apart: plain (``normalise``), meant (plain, with a wrong character read as
    one of the same sound), and canonical (either of them with every synonym made one).
    """

    def __init__(self, compiled: Artifact, tokenizer: Tokenizer, ours: int) -> None:
        """The first ``ours`` entries of ``compiled`` tell which words belong to our subjects."""
        self._tokenizer = tokenizer
        self._vocabulary = compiled.tries["terms"]
        self._entries, self._ours = Postings.of(compiled.part("together")), ours
        lexis = compiled.part(LEXIS)
        assert lexis is not None
        self._speller = Speller(Lexis(lexis), tokenizer.sounds)
        self._mended = Latest(self._mend)
        self._is_as_meant = Memo(lambda plain: self._mended(plain) is None)
        self.facts = lru_cache(maxsize=REMEMBERED_WORDS)(self._facts_of)

    def meant(self, plain: str) -> str:
        """What was probably meant: pinyin as characters, and a wrong character as one of the same sound."""
        return plain if self._is_as_meant(plain) else self._mended(plain) or plain

    def as_written(self, text: str) -> str:
        """The canonical form of what stands there."""
        return self._tokenizer.canonical(normalise(text))

    def as_meant(self, text: str) -> str:
        """The canonical form of what was probably meant."""
        return self._tokenizer.canonical(self.meant(normalise(text)))

    def words(self, canonical: str) -> list[str]:
        """The words of a canonical text; a long one that no entry holds in its two known halves.

        The dictionary of everyday Chinese takes 山洪爆发 for one word, and we have only the parts.
        """
        return [part for word in self._tokenizer.words(canonical) for part in self._halves(word)]

    def telling(self, text: str) -> Asked:
        """The words of ``text`` as it was probably meant, those that say something, and how much."""
        return asked([(self.words(self.as_meant(text)), 1.0)], self.facts)

    def _mend(self, plain: str) -> str | None:
        """What was meant; None where it is read as it is written, as nearly every text is: it is not kept."""
        read = self._speller.read(plain)
        return None if read == plain else normalise(read)

    def _halves(self, word: str) -> tuple[str, ...]:
        if len(word) < COMPOUND or word.isascii() or self._is_known(word):
            return (word,)
        for at in range(len(word) - 2, 1, -1):
            if self._is_known(word[:at]) and self._is_known(word[at:]):
                return word[:at], word[at:]
        return (word,)

    def _is_known(self, word: str) -> bool:
        return self._vocabulary.get("w" + word) is not None

    def _facts_of(self, word: str) -> tuple[float, float]:
        """How much a word says, and its nearness to our subjects: how much oftener we say it than all do."""
        here = self._entries.share_holding(self._vocabulary.get("w" + word), self._ours)
        topical = 0.0
        if here:
            usual = WORDS_OF_AN_ENTRY * max(self._tokenizer.usual_share(word), RAREST)
            topical = min(1.0, max(0.0, math.log(here / usual) / math.log(SURELY_OURS)))
        return self._tokenizer.rarity(word), topical
