"""The index of everything that can be asked, and the search through it.

A question is read as it was meant and cut into words (``question_reader``). The phrasings nearest to it
(``phrasings``) name a few entries. Each of these is then judged by how much of the question it covers and by
what a learned second opinion says of it (``ranking``, ``opinion``).
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.articles import Article
from knowledge.normalising import normalise
from knowledge.search.artifact_cache import IN_MEMORY, ArtifactCache
from knowledge.search.compiling import OPINION, compile_entries, key_of
from knowledge.search.coverage import Asked, asked, met
from knowledge.search.entries import Entry, entries_of
from knowledge.search.features import terms, weighed
from knowledge.search.meaning import Meanings, VectorCache, spoken_of, weighed_by_meaning
from knowledge.search.opinion import NOT_STRANGE, Opinion
from knowledge.search.phrasings import Nearest, Phrasings
from knowledge.search.question_reader import QuestionReader
from knowledge.search.ranking import DOUBTFUL_FROM, Signs, confidence
from knowledge.search.tokenizer import Tokenizer

KEPT_AS = "index"
# A first hit this sure by its words does not wait for its meaning; else so many candidates are compared.
SURE_BY_WORDS = 0.97
COMPARED_BY_MEANING = 20
# What the words of a question weigh when the next one leans on it.
PREVIOUS_SHARE = 0.35
# A word this rare names something that 那煤气罐呢 may put another thing in the place of; so many are tried.
NAMES_SOMETHING = 0.3
WORDS_REPLACED = 4
# A question that finds an entry with this confidence is taken as it is written.
SURE_AS_WRITTEN = 0.85
# In units of one rare word that is surely ours.
FULL_EVIDENCE = 1.0
# How many out-of-scope themes may stand before the last entry of ours that is wanted.
FOREIGN_BETWEEN = 4


class Candidate(NamedTuple):
    """An entry that may be what was asked, with how sure that is, from 0 to 1."""

    article_id: str
    topics: tuple[str, ...]
    question: str
    score: float
    is_ours: bool = True


def surest(found: Iterable[Candidate]) -> list[Candidate]:
    """Each entry once, with the highest confidence that any of these searches gave it, surest first."""
    ordered = sorted(found, key=lambda one: one.score)
    by_id = {one.article_id: one for one in ordered}
    return sorted(by_id.values(), key=lambda one: -one.score)


class Match(NamedTuple):
    """A candidate with the figures it was judged by, for measuring and explaining."""

    candidate: Candidate
    number: int
    phrasing: str
    rank: float
    signs: Signs


class Index:
    """Everything needed to find entries by their words; built once, then only read, by any thread."""

    def __init__(
        self,
        entries: Sequence[Entry],
        tokenizer: Tokenizer,
        vectors: VectorCache | None = None,
        artifact_cache: ArtifactCache = IN_MEMORY,
    ) -> None:
        """With ``vectors`` the candidates are also compared by meaning where words alone leave a doubt.

        Entries of ours come first: what they say tells which words are of our subjects. ``artifact_cache``
        keeps what was compiled of them.
        """
        self.entries = tuple(entries)
        self.tokenizer = tokenizer
        key = key_of(self.entries, tokenizer)
        found = artifact_cache.get_or_build(
            KEPT_AS, key, lambda: compile_entries(self.entries, tokenizer, artifact_cache)
        )
        self.reader = QuestionReader(found, tokenizer, sum(entry.is_ours for entry in self.entries))
        self._phrasings = Phrasings(found)
        # For each entry: its phrasings written out, the text of its answer, and how the phrasings sound.
        self._asks, self._bodies, self._sounds = (found.texts[name] for name in ("asks", "bodies", "sounds"))
        learned = found.part(OPINION)
        self._opinion = Opinion(learned) if learned else None
        self._meanings = _meanings(self.entries, self._phrasings.owners, vectors) if vectors else None

    @classmethod
    def build(
        cls,
        articles: Iterable[Article],
        tokenizer: Tokenizer,
        vectors: VectorCache | None = None,
        out_of_scope: Mapping[str, Sequence[str]] = MappingProxyType({}),
        artifact_cache: ArtifactCache = IN_MEMORY,
    ) -> "Index":
        """The index of these articles, and of what is no business of ours: messages by theme."""
        return cls(entries_of(articles, out_of_scope), tokenizer, vectors, artifact_cache)

    def search(self, text: str, limit: int = 10) -> list[Candidate]:
        """Our entries most likely meant by ``text``, surest first, at most ``limit``."""
        return [one for one in self.nearest(text, limit + FOREIGN_BETWEEN) if one.is_ours][:limit]

    def nearest(self, text: str, limit: int = 10) -> list[Candidate]:
        """Like ``search``, but with the out-of-scope themes among the entries.

        A text that is surely found as written is not read by sound, which costs as much as the search itself;
        a text in Latin letters finds nothing before it is read by sound.
        """
        wanted = max(limit, COMPARED_BY_MEANING) if self._meanings else limit
        plain = normalise(text)
        meant = self.reader.meant(plain) if plain.isascii() else plain
        found = self._matching([(self.tokenizer.canonical(meant), 1.0)], wanted)
        if meant == plain and (not found or found[0].candidate.score < SURE_AS_WRITTEN):
            meant = self.reader.meant(plain)
            if meant != plain:
                found = self._matching([(self.tokenizer.canonical(meant), 1.0)], wanted)
        if self._meanings is None or not found or found[0].candidate.score >= SURE_BY_WORDS:
            return [match.candidate for match in found[:limit]]
        near = self._meanings.nearness(self.reader.meant(plain))[[match.number for match in found]]
        by_words = [match.candidate.score for match in found]
        chances = weighed_by_meaning(by_words, near, self._meanings.share)
        moved = [match.candidate._replace(score=chance) for match, chance in zip(found, chances, strict=True)]
        return sorted(moved, key=lambda one: -one.score)[:limit]

    def search_after(self, new: str, previous: str, limit: int = 10) -> list[Candidate]:
        """Search for a question with the one before it, which gives the subject; ``new`` weighs more."""
        both = [(new, 1.0), (previous, PREVIOUS_SHARE)]
        found = [match.candidate for match in self.matches(both, limit + FOREIGN_BETWEEN)]
        return [one for one in found if one.is_ours][:limit]

    def search_instead(self, new: str, previous: str, limit: int = 10) -> list[Candidate]:
        """Search for the question before with ``new`` in the place of one of its words.

        After 灭火器几年报废, 那煤气罐呢 asks 煤气罐几年报废. Which word it stands for is told by what is
        found: the few rarest are tried, and each entry counts as it is surest.
        """
        words = self.reader.words(self.reader.as_meant(previous))
        rarity = {at: self.tokenizer.rarity(word) for at, word in enumerate(words) if len(word) > 1}
        named = sorted((at for at in rarity if rarity[at] >= NAMES_SOMETHING), key=lambda at: -rarity[at])
        thing = self.reader.as_meant(new)
        texts = ("".join([*words[:at], thing, *words[at + 1 :]]) for at in named[:WORDS_REPLACED])
        found = [match.candidate for text in texts for match in self._matching([(text, 1.0)], limit)]
        return surest(one for one in found if one.is_ours)[:limit]

    def telling(self, text: str) -> float:
        """How much ``text`` says, in units of one rare word: 0 for 怎么办, 1.5 for a thing and a verb."""
        return self.reader.telling(text).weight

    def telling_words(self, text: str) -> list[tuple[str, float]]:
        """The words of ``text`` as they were probably meant, with how much each says: 0 for 的, 1 if rare."""
        return [(word.text, word.weight) for word in self.reader.telling(text).words]

    def canonical(self, text: str) -> str:
        """``text`` with synonyms replaced by one word each, as its words are compared; without spaces."""
        return self.reader.as_written(text).replace(" ", "")

    def unexplained(self, text: str, number: int, *, by_asks: bool = False) -> float:
        """How much of ``text`` this entry covers nowhere, in units of one rare word.

        With ``by_asks``: that none of its phrasings covers.
        """
        question = self.reader.telling(text)
        told = met(question, self._asks[number], self._bodies[number], self._sounds[number])
        return question.weight * (1.0 - (told.asked_for if by_asks else told.covered))

    def strangeness(self, text: str) -> float:
        """How much speaks for ``text`` being no business of ours: the logarithm of the odds.

        A wrong character of the right sound (身上招火了) makes nothing strange: of what is written and what
        was probably meant the less strange counts. Far below 0 where nothing can be said: without a second
        opinion, or in letters only.
        """
        canonical = self.reader.as_written(text)
        if self._opinion is None or canonical.isascii():
            return NOT_STRANGE
        written = self._opinion.strangeness(canonical)
        if written <= DOUBTFUL_FROM:
            return written
        meant = self.reader.as_meant(text)
        return written if meant == canonical else min(written, self._opinion.strangeness(meant))

    def reading(self, text: str) -> str:
        """What was probably meant: pinyin as characters, wrong characters as ones of the same sound."""
        return self.reader.meant(normalise(text))

    def chance_among(self, text: str, numbers: Sequence[int]) -> float:
        """How likely one of these entries is meant, according to the second opinion; 0 without one."""
        canonical = self.reader.as_written(text)
        if self._opinion is None or canonical.isascii():
            return 0.0
        return float(np.exp(self._opinion.chances(canonical)[list(numbers)]).sum())

    def matches(
        self, texts: Sequence[tuple[str, float]], limit: int = 10, *, as_written: bool = False
    ) -> list[Match]:
        """Search for several texts as one question, each with its weight, and explain what was found.

        ``as_written``: replace no character by another of the same sound.
        """
        read = self.reader.as_written if as_written else self.reader.as_meant
        return self._matching([(read(text), weight) for text, weight in texts], limit)

    def _matching(self, parts: Sequence[tuple[str, float]], limit: int) -> list[Match]:
        """Like ``matches``, for texts in canonical form."""
        cut = [(self.reader.words(text), weight) for text, weight in parts]
        query = weighed(
            (terms(text, words), weight) for (text, _), (words, weight) in zip(parts, cut, strict=True)
        )
        near = self._phrasings.nearest("".join(text for text, _ in parts).replace(" ", ""), query, limit)
        if not near:
            return []
        chances = self._opinion.chances(" ".join(text for text, _ in parts)) if self._opinion else None
        return self._judged(near, asked(cut, self.reader.facts), chances)

    def _judged(
        self, near: Sequence[Nearest], question: Asked, chances: NDArray[np.float64] | None
    ) -> list[Match]:
        """The entries of these phrasings, surest first."""
        found = []
        for place, one in enumerate(near):
            owner = one.owner
            other = near[0 if place else 1].rank if len(near) > 1 else 0.0
            of_question = met(question, self._asks[owner], self._bodies[owner], self._sounds[owner])
            signs = Signs(
                phrasing_met=one.met,
                covered=of_question.covered,
                asked_for=of_question.asked_for,
                likeness=one.likeness,
                lead=max(-1.0, min(1.0, one.rank - other)),
                evidence=min(1.0, of_question.evidence / FULL_EVIDENCE),
                said=question.weight,
                has_phrasing=bool(self._asks[owner]),
                opinion=None if chances is None else float(chances[owner]),
                held=one.held,
            )
            entry = self.entries[owner]
            candidate = Candidate(entry.id, entry.topics, entry.question, confidence(signs), entry.is_ours)
            found.append(Match(candidate, owner, self._phrasings.text(one.number), one.rank, signs))
        # The sort is stable: among equals the order of the ranking remains.
        return sorted(found, key=lambda match: -match.candidate.score)


def _meanings(entries: Sequence[Entry], owners: NDArray[np.intp], vectors: VectorCache) -> Meanings:
    return Meanings(vectors, [one for entry in entries for one in spoken_of(entry)], owners)
