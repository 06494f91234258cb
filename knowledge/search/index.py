"""The index of everything that can be asked, and the search through it.

A question passes four sieves: BM25 over all phrasings and, weighing less, over the answers; the fifty best
phrasings are compared with the question sign by sign; the best phrasing of each entry stands for it; the
first few entries are weighed by how much of the question they cover and by what a learned second opinion says
of them (``ranking``, ``opinion``).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.articles import Article
from knowledge.normalising import normalise
from knowledge.search.artifact_cache import IN_MEMORY, ArtifactCache
from knowledge.search.compiling import (
    HOLDING,
    IN_ANY_ORDER,
    LEXIS,
    OPINION,
    PHRASING,
    compile_entries,
    key_of,
)
from knowledge.search.coverage import Asked, asked, met
from knowledge.search.entries import Entry, entries_of
from knowledge.search.features import terms, weighed
from knowledge.search.lexis import Lexis
from knowledge.search.meaning import Meanings, VectorCache, spoken_of, weighed_by_meaning
from knowledge.search.opinion import NOT_STRANGE, Opinion
from knowledge.search.postings import Postings, reachable
from knowledge.search.ranking import DOUBTFUL_FROM, Signs, confidence
from knowledge.search.remembering import Latest, Memo
from knowledge.search.spelling import Speller
from knowledge.search.tokenizer import Tokenizer

KEPT_AS = "index"
COMPARED = 50
WORTH_COMPARING = 0.25
# A first hit this sure by its words does not wait for its meaning; else so many candidates are compared.
SURE_BY_WORDS = 0.97
COMPARED_BY_MEANING = 20
# How much being alike sign by sign counts beside BM25 (which is 1 for the best phrasing).
LIKENESS_SHARE = 0.8
# The phrasings of an entry hold about so many words; a word that stands in this many times more entries than
# chance would have it is surely one of our subjects' words.
WORDS_OF_AN_ENTRY = 60
SURELY_OURS = 100.0
RAREST = 1e-7
# What the words of a question weigh when the next one leans on it.
PREVIOUS_SHARE = 0.35
# A word this rare names something that 那煤气罐呢 may put another thing in the place of; so many are tried.
NAMES_SOMETHING = 0.3
WORDS_REPLACED = 4
# A question that finds an entry with this confidence is taken as it is written.
SURE_AS_WRITTEN = 0.85
REMEMBERED_WORDS = 20_000
# In units of one rare word that is surely ours.
FULL_EVIDENCE = 1.0
# So many out-of-scope themes may stand before the last entry of ours that is wanted.
FOREIGN_BETWEEN = 4

# Words from this length on are looked at for two known ones in them.
COMPOUND = 4


class Candidate(NamedTuple):
    """An entry that may be what was asked, and how sure that is, from 0 to 1."""

    article_id: str
    topics: tuple[str, ...]
    question: str
    score: float
    is_ours: bool = True


def surest(found: Iterable[Candidate]) -> list[Candidate]:
    """Each entry once, as sure as any of these searches found it, surest first."""
    ordered = sorted(found, key=lambda one: one.score)
    by_id = {one.article_id: one for one in ordered}
    return sorted(by_id.values(), key=lambda one: -one.score)


class Match(NamedTuple):
    """A candidate with what it was judged by, for measuring and explaining."""

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
        self._ours = sum(entry.is_ours for entry in self.entries)
        self.tokenizer = tokenizer
        key = key_of(self.entries, tokenizer)
        found = artifact_cache.get_or_build(
            KEPT_AS, key, lambda: compile_entries(self.entries, tokenizer, artifact_cache)
        )
        self._vocabulary = found.tries["terms"]
        self._own = found.arrays["own"]
        self._owners = found.arrays["owners"].astype(np.intp)
        # All phrasings, and numbered after them all entries as a whole.
        self._postings = Postings.of(found.part("both"))
        self._together = Postings.of(found.part("together"))
        # All phrasings in one: for each a text of its own would take three times as much.
        self._phrased: str = found.texts["phrasings"]
        self._bounds = found.arrays["bounds"].data
        # What a question is compared with sign by sign. Where entries have one phrasing or two, nobody has
        # put down the other order of its words (怎么做糖醋排骨, 糖醋排骨怎么做): there order counts nothing.
        self._are_few = IN_ANY_ORDER in found.texts
        self._compared: str = found.texts.get(IN_ANY_ORDER, self._phrased)
        # There also counts how much of a question is met: of each term how many entries hold it.
        self._holding = found.arrays.get(HOLDING)
        # Of each entry: its phrasings written out, the text of its answer, and how the phrasings sound.
        self._asks, self._bodies, self._sounds = (found.texts[name] for name in ("asks", "bodies", "sounds"))
        learned = found.part(OPINION)
        self._opinion = Opinion(learned) if learned else None
        lexis = found.part(LEXIS)
        assert lexis is not None
        self._speller = Speller(Lexis(lexis), tokenizer.sounds)
        self._mended = Latest(self._mend)
        self._is_as_meant = Memo(lambda plain: self._mended(plain) is None)
        self._meanings = _meanings(self.entries, self._owners, vectors) if vectors else None
        self._facts = lru_cache(maxsize=REMEMBERED_WORDS)(self._facts_of)

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
        """The entries of ours most likely meant by ``text``, surest first, at most ``limit``."""
        return [one for one in self.nearest(text, limit + FOREIGN_BETWEEN) if one.is_ours][:limit]

    def nearest(self, text: str, limit: int = 10) -> list[Candidate]:
        """As ``search``, with what is no business of ours among the entries.

        What is found surely as it is written needs no reading by sound, which costs as much as the search; of
        what is written in letters only nothing is found before it is read.
        """
        wanted = max(limit, COMPARED_BY_MEANING) if self._meanings else limit
        plain = normalise(text)
        meant = self._meant(plain) if plain.isascii() else plain
        found = self._matching([(self.tokenizer.canonical(meant), 1.0)], wanted)
        if meant == plain and (not found or found[0].candidate.score < SURE_AS_WRITTEN):
            meant = self._meant(plain)
            if meant != plain:
                found = self._matching([(self.tokenizer.canonical(meant), 1.0)], wanted)
        if self._meanings is None or not found or found[0].candidate.score >= SURE_BY_WORDS:
            return [match.candidate for match in found[:limit]]
        near = self._meanings.nearness(self._meant(plain))[[match.number for match in found]]
        by_words = [match.candidate.score for match in found]
        chances = weighed_by_meaning(by_words, near, self._meanings.share)
        moved = [match.candidate._replace(score=chance) for match, chance in zip(found, chances, strict=True)]
        return sorted(moved, key=lambda one: -one.score)[:limit]

    def search_after(self, new: str, previous: str, limit: int = 10) -> list[Candidate]:
        """Search for a question with the one before it, which tells the subject; ``new`` weighs more."""
        both = [(new, 1.0), (previous, PREVIOUS_SHARE)]
        found = [match.candidate for match in self.matches(both, limit + FOREIGN_BETWEEN)]
        return [one for one in found if one.is_ours][:limit]

    def search_instead(self, new: str, previous: str, limit: int = 10) -> list[Candidate]:
        """Search for the question before with ``new`` in the place of one of its words.

        After 灭火器几年报废, 那煤气罐呢 asks 煤气罐几年报废. Which word it stands for is told by what is
        found: the few rarest are tried, and each entry counts as it is surest.
        """
        words = self._cut(previous)
        rarity = {at: self.tokenizer.rarity(word) for at, word in enumerate(words) if len(word) > 1}
        named = sorted((at for at in rarity if rarity[at] >= NAMES_SOMETHING), key=lambda at: -rarity[at])
        thing = self._read(new)
        texts = ("".join([*words[:at], thing, *words[at + 1 :]]) for at in named[:WORDS_REPLACED])
        found = [match.candidate for text in texts for match in self._matching([(text, 1.0)], limit)]
        return surest(one for one in found if one.is_ours)[:limit]

    def telling(self, text: str) -> float:
        """How much ``text`` says, in units of one rare word: 0 for 怎么办, 1.5 for a thing and a verb."""
        return asked([(self._cut(text), 1.0)], self._facts).weight

    def telling_words(self, text: str) -> list[tuple[str, float]]:
        """The words of ``text`` as they are probably meant, and how much each says: 0 for 的, 1 if rare."""
        return [(word.text, word.weight) for word in asked([(self._cut(text), 1.0)], self._facts).words]

    def canonical(self, text: str) -> str:
        """``text`` with every synonym made one, as its words are compared; without spaces."""
        return self._as_written(text).replace(" ", "")

    def unexplained(self, text: str, number: int, *, by_asks: bool = False) -> float:
        """How much ``text`` says, in units of one rare word, that this entry speaks of nowhere, or that none
        of its phrasings asks for (``by_asks``)."""
        said = asked([(self._cut(text), 1.0)], self._facts)
        told = met(said, self._asks[number], self._bodies[number], self._sounds[number])
        return said.weight * (1.0 - (told.asked_for if by_asks else told.covered))

    def strangeness(self, text: str) -> float:
        """How much speaks for ``text`` being no business of ours: the logarithm of the odds.

        A wrong character of the right sound (身上招火了) makes nothing strange: of what is written and what
        was probably meant the less strange counts. Far below 0 where nothing can be said: without a second
        opinion, or in letters only.
        """
        canonical = self._as_written(text)
        if self._opinion is None or canonical.isascii():
            return NOT_STRANGE
        written = self._opinion.strangeness(canonical)
        if written <= DOUBTFUL_FROM:
            return written
        meant = self._read(text)
        return written if meant == canonical else min(written, self._opinion.strangeness(meant))

    def reading(self, text: str) -> str:
        """What was probably meant: pinyin as characters, and a wrong character as one of the same sound."""
        return self._meant(normalise(text))

    def chance_among(self, text: str, numbers: Sequence[int]) -> float:
        """How likely one of these entries is meant, by the second opinion; 0 without one."""
        canonical = self._as_written(text)
        if self._opinion is None or canonical.isascii():
            return 0.0
        return float(np.exp(self._opinion.chances(canonical)[list(numbers)]).sum())

    def _cut(self, text: str) -> list[str]:
        return self._words(self._read(text))

    def _words(self, canonical: str) -> list[str]:
        """The words of a canonical text; a long one that no entry holds in its two known halves.

        The dictionary of everyday Chinese takes 山洪爆发 for one word, and we have only the parts.
        """
        return [part for word in self.tokenizer.words(canonical) for part in self._halves(word)]

    def _halves(self, word: str) -> tuple[str, ...]:
        if len(word) < COMPOUND or word.isascii() or self._is_known(word):
            return (word,)
        for at in range(len(word) - 2, 1, -1):
            if self._is_known(word[:at]) and self._is_known(word[at:]):
                return word[:at], word[at:]
        return (word,)

    def _is_known(self, word: str) -> bool:
        return self._vocabulary.get("w" + word) is not None

    def _as_written(self, text: str) -> str:
        """The canonical form of what stands there."""
        return self.tokenizer.canonical(normalise(text))

    def _read(self, text: str) -> str:
        """The canonical form of what was probably meant."""
        return self.tokenizer.canonical(self._meant(normalise(text)))

    def _meant(self, plain: str) -> str:
        return plain if self._is_as_meant(plain) else self._mended(plain) or plain

    def _mend(self, plain: str) -> str | None:
        """What was meant; None where it is read as it is written, as nearly every text is: it is not kept."""
        read = self._speller.read(plain)
        return None if read == plain else normalise(read)

    def matches(
        self, texts: Sequence[tuple[str, float]], limit: int = 10, *, as_written: bool = False
    ) -> list[Match]:
        """Search for several texts as one question, each with its weight; explain what was found.

        ``as_written``: take no character for another of the same sound.
        """
        read = self._as_written if as_written else self._read
        return self._matching([(read(text), weight) for text, weight in texts], limit)

    def _matching(self, parts: Sequence[tuple[str, float]], limit: int) -> list[Match]:
        """As ``matches``, of texts in canonical form."""
        cut = [(self._words(text), weight) for text, weight in parts]
        query = weighed(
            (terms(text, words), weight) for (text, _), (words, weight) in zip(parts, cut, strict=True)
        )
        known = {term: number for term in query if (number := self._vocabulary.get(term)) is not None}
        numbers = [(number, query[term]) for term, number in known.items()]
        both = self._postings.scores(numbers)
        many = len(self._owners)
        scores, whole = both[:many], both[many:]
        total = scores + whole.take(self._owners)
        best = _best(total, COMPARED)
        if not len(best):
            return []
        asked_text = "".join(text for text, _ in parts).replace(" ", "")
        numbers_of_best = best.tolist()
        if self._are_few:
            asked_text = "".join(sorted(asked_text))
        bounds = self._bounds
        compared = [self._compared[bounds[number] : bounds[number + 1]] for number in numbers_of_best]
        alike = process.cdist([asked_text], compared, scorer=fuzz.ratio, dtype=np.float64)[0]
        ranks = total[best] / total[best[0]] + LIKENESS_SHARE * (alike / 100)
        ranked: dict[int, tuple[float, int, float]] = {}
        for number, owner, rank, likeness in zip(
            numbers_of_best, self._owners[best].tolist(), ranks.tolist(), alike.tolist(), strict=True
        ):
            if owner not in ranked or ranked[owner][0] < rank:
                ranked[owner] = (rank, number, likeness / 100)
        order = sorted(ranked.items(), key=lambda item: -item[1][0])[:limit]
        held = None
        if self._holding is not None:
            weights = [weight * PHRASING.kinds[term[0]] for term, weight in query.items()]
            holding = self._holding.take([known.get(term, -1) for term in query])
            most = reachable(len(whole), holding, weights)
            held = {number: float(total[number]) / most for _, (_, number, _) in order}
        chances = self._opinion.chances(" ".join(text for text, _ in parts)) if self._opinion else None
        return self._weighed(order, asked(cut, self._facts), scores, chances, held)

    def _weighed(
        self,
        order: list[tuple[int, tuple[float, int, float]]],
        question: Asked,
        scores: NDArray[np.float64],
        chances: NDArray[np.float64] | None,
        held: Mapping[int, float] | None,
    ) -> list[Match]:
        """``order`` gives of each entry rank, number and likeness of its best phrasing; surest first."""
        found = []
        for place, (owner, (rank, number, likeness)) in enumerate(order):
            other = order[0 if place else 1][1][0] if len(order) > 1 else 0.0
            of_question = met(question, self._asks[owner], self._bodies[owner], self._sounds[owner])
            signs = Signs(
                phrasing_met=min(1.0, float(scores[number]) / float(self._own[number] or 1.0)),
                covered=of_question.covered,
                asked_for=of_question.asked_for,
                likeness=likeness,
                lead=max(-1.0, min(1.0, rank - other)),
                evidence=min(1.0, of_question.evidence / FULL_EVIDENCE),
                said=question.weight,
                has_phrasing=bool(self._asks[owner]),
                opinion=None if chances is None else float(chances[owner]),
                held=None if held is None else min(1.0, held[number]),
            )
            entry = self.entries[owner]
            candidate = Candidate(entry.id, entry.topics, entry.question, confidence(signs), entry.is_ours)
            found.append(Match(candidate, owner, self._phrasing(number), rank, signs))
        # The sort is stable: among equals the order of the ranking stands.
        return sorted(found, key=lambda match: -match.candidate.score)

    def _phrasing(self, number: int) -> str:
        return self._phrased[self._bounds[number] : self._bounds[number + 1]]

    def _facts_of(self, word: str) -> tuple[float, float]:
        """How much a word says, and its nearness to our subjects: how much oftener we say it than all do."""
        here = self._together.share_holding(self._vocabulary.get("w" + word), self._ours)
        topical = 0.0
        if here:
            usual = WORDS_OF_AN_ENTRY * max(self.tokenizer.usual_share(word), RAREST)
            topical = min(1.0, max(0.0, math.log(here / usual) / math.log(SURELY_OURS)))
        return self.tokenizer.rarity(word), topical


def _meanings(entries: Sequence[Entry], owners: NDArray[np.intp], vectors: VectorCache) -> Meanings:
    return Meanings(vectors, [one for entry in entries for one in spoken_of(entry)], owners)


def _best(scores: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """The numbers of the best documents, best first, at most ``count``; the earlier of two alike.

    What scores less than a quarter of the best is never the best in the end, and looking for it would cost
    as much as scoring.
    """
    chosen = np.flatnonzero(scores > WORTH_COMPARING * scores.max(initial=0.0))
    if len(chosen) > count:
        chosen = chosen[np.argpartition(-scores[chosen], count)[:count]]
        chosen.sort()
    return chosen[np.argsort(-scores[chosen], kind="stable")]
