"""Recognises the danger that a message tells of by what others wrote in the same danger.

The table knows words, and nobody can list what people will say: 烤火屋里头三个人都瘫起了. The file
``screens/tellings.yaml`` keeps some thousand tellings by event, and beside them what only sounds like one.
From both, and from messages out of scope, an opinion is learned as the search learns its own
(``search.opinion``): which event, and how strange the message would be from somebody in danger. No article
has part in it, so that no edit of an answer changes who gets help.
"""

import re
from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.normalising import folded, normalise
from knowledge.screening.emergencies import SCREENS, read_table
from knowledge.search import opinion
from knowledge.search.artifact_cache import IN_MEMORY, Artifact, ArtifactCache, shape
from knowledge.search.opinion import Opinion, learn
from knowledge.search.parts import clauses_of
from knowledge.search.remembering import Memo
from knowledge.search.segmentation import MAKERS
from knowledge.search.tokenizer import Tokenizer

# Of the messages out of scope, one in so many is enough, and the others would take time to learn.
ONE_OF: Final = 3

# How far one telling moves what was learned so far. There are fewer of them than phrasings of articles, and
# each says more: with steps of 0.3 five in a hundred events fewer were the right ones (the
# record, docs/search-record.md).
STEP: Final = 1.0

# What is longer is no telling but a story; the check of the table refuses it.
LONGEST: Final = 60
# A word that an event is bound to is no longer than this.
LONGEST_BOUND_WORD: Final = 6
# An event with less of a share is not thought of.
LIKELY_FROM: Final = 0.10
KEPT_FROM: Final = 0.01

# So many clauses are what a story comes to.
ENDING: Final = (2, 3)

FILE_NAME: Final = "tellings.yaml"
KEPT_AS: Final = "tellings"

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Classification:
    """``shares``: the events with a share of the chances of all that is worth keeping, likeliest first.

    They go by their id in the emergency table. ``strangeness``: the logarithm of the odds that nobody in
    danger wrote it. ``article_of``: the article that each event belongs to, where it has one.
    """

    shares: Mapping[str, float]
    strangeness: float
    article_of: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def event(self) -> str:
        """The likeliest event."""
        return next(iter(self.shares))

    @property
    def share(self) -> float:
        """The share of the likeliest event."""
        return self.shares[self.event]

    @property
    def article_share(self) -> float:
        """The share of the likeliest event together with the others of its article.

        我被他打了 may have been a husband or a stranger. The help is nearly the same, so that the two do not
        speak against each other.
        """
        article = self.article_of.get(self.event)
        if article is None:
            return self.share
        return sum(share for event, share in self.shares.items() if self.article_of.get(event) == article)

    @property
    def likely(self) -> frozenset[str]:
        """The events that are thought of at all."""
        return frozenset(event for event, share in self.shares.items() if share >= LIKELY_FROM)

    def weighed(self, weights: Mapping[str, float]) -> "Classification":
        """The same where something else speaks for some events, so many times as much as for the others."""
        weighed = {event: share * weights.get(event, 1.0) for event, share in self.shares.items()}
        whole = 1.0 + sum(weighed.values()) - sum(self.shares.values())
        shares = {event: share / whole for event, share in weighed.items()}
        return replace(self, shares=_likeliest_first(shares))


class _Heard(NamedTuple):
    """What is remembered of a text: the numbers of the events, likeliest first, and their shares.

    As a dictionary it takes 8 KB, ten times as much, and thousands of texts are remembered.
    """

    events: "array[int]"
    shares: "array[float]"
    strangeness: float


class EmergencyClassifier:
    """What was learned, read only; every thread may use the same one."""

    def __init__(
        self,
        told: Mapping[str, Sequence[str]],
        calm: Sequence[str],
        tokenizer: Tokenizer,
        artifact_cache: ArtifactCache = IN_MEMORY,
        bound: Mapping[str, Sequence[str]] | None = None,
        barred: Mapping[str, Sequence[str]] | None = None,
        article_of: Mapping[str, str] | None = None,
    ) -> None:
        """``told``: tellings by event; ``calm``: messages of nobody in danger.

        ``bound``: events that are heard only where one of these words stands: no car on fire without a car.
        ``barred``: events that are not heard where one of these words stands: no car in the water that has
        water in its lamps.
        ``article_of``: the article that each event belongs to, where it has one.
        Of too few events nothing is learned, and nothing is recognised.
        """
        self._bound, self._barred = _words_by_event(bound), _words_by_event(barred)
        self._article_of = article_of or {}
        self._events = tuple(told)
        self._canonical: Callable[[str], str] = lambda text: tokenizer.canonical(normalise(text))
        # The calm are one entry more, after all events.
        said = [(number, text) for number, event in enumerate(told) for text in told[event]]
        said += [(len(told), text) for text in calm]
        key = shape([tokenizer.key, repr(said), str(STEP)], opinion, *opinion.MAKERS, *MAKERS)

        def learned() -> Artifact:
            texts = [self._canonical(text) for _, text in said]
            return learn(texts, [number for number, _ in said], len(told), STEP)

        artifact = artifact_cache.get_or_build(KEPT_AS, key, learned)
        self._opinion = Opinion(artifact) if artifact.arrays else None
        self._heard = Memo(self._classify)
        self._ending = Memo(self._hear_ending)

    @classmethod
    def load(
        cls,
        out_of_scope: Mapping[str, Sequence[str]],
        tokenizer: Tokenizer,
        artifact_cache: ArtifactCache = IN_MEMORY,
        article_of: Mapping[str, str] | None = None,
        folder: Path = SCREENS,
    ) -> "EmergencyClassifier":
        """Learn from the file of ``folder``, and from ``out_of_scope``, out-of-scope messages by theme.

        ``article_of``: the article that each event belongs to, where it has one.
        """
        table: Mapping[str, Any] = read_table(folder / FILE_NAME)
        foreign = [text for messages in out_of_scope.values() for text in messages if _is_taken(text)]
        calm = [*table["calm"], *foreign]
        return cls(
            table["told"], calm, tokenizer, artifact_cache, table["bound"], table["barred"], article_of
        )

    def classify(self, text: str) -> Classification | None:
        """What ``text`` would tell of if it were told in danger; None where nothing was learned."""
        return self._told(self._heard(text), text)

    def classify_ending(self, story: str) -> Classification | None:
        """What a long message would tell of by its last clauses; None where nothing was learned.

        Who is in danger says so last. A calm story ends strangely for that, however much fire is in it:
        with a question, or with what it came to.
        """
        return self._told(self._ending(story), story)

    def may_be(self, event: str, text: str) -> bool:
        """Whether ``text`` names what belongs to ``event``, if anything must, and nothing that bars it."""
        bound, barred = self._bound.get(event), self._barred.get(event)
        if (bound is None and barred is None) or text.isascii():
            return True
        plain = folded(text)
        if barred is not None and barred.search(plain):
            return False
        return bound is None or bool(bound.search(plain) or bound.search(self._canonical(text)))

    def _classify(self, text: str) -> _Heard | None:
        if self._opinion is None:
            return None
        canonical = self._canonical(text)
        return _kept(self._shares(self._opinion, canonical), self._opinion.strangeness(canonical))

    def _hear_ending(self, story: str) -> _Heard | None:
        last, before = endings(story)
        if self._opinion is None or not last:
            return None
        shares, strangeness = [], []
        for number, part in enumerate((*last, *before)):
            canonical = self._canonical(part)
            shares.append(self._shares(self._opinion, canonical))
            # Right after it, while the opinion still holds the text as a vector.
            if number < len(last):
                strangeness.append(self._opinion.strangeness(canonical))
        return _kept(np.mean(np.stack(shares), axis=0), min(strangeness))

    @staticmethod
    def _shares(heard_by: Opinion, canonical: str) -> Numbers:
        chances = np.exp(heard_by.chances(canonical)[:-1])
        shares: Numbers = chances / chances.sum()
        return shares

    def _told(self, heard: _Heard | None, text: str) -> Classification | None:
        if heard is None:
            return None
        events = map(self._events.__getitem__, heard.events)
        shares = dict(zip(events, heard.shares, strict=True))
        named = {event: share for event, share in shares.items() if self.may_be(event, text)}
        return Classification(named or shares, heard.strangeness, self._article_of)


def _words_by_event(table: Mapping[str, Sequence[str]] | None) -> dict[str, re.Pattern[str]]:
    return {event: re.compile("|".join(words)) for event, words in (table or {}).items()}


def _kept(shares: Numbers, strangeness: float) -> _Heard:
    kept = np.flatnonzero(shares >= min(KEPT_FROM, float(shares.max())))
    kept = kept[np.argsort(-shares[kept], kind="stable")]
    return _Heard(array("H", kept.tolist()), array("d", shares[kept].tolist()), strangeness)


def _likeliest_first(shares: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(shares.items(), key=lambda one: -one[1]))


def endings(story: str) -> tuple[list[str], list[str]]:
    """The last two and the last three clauses of a story, and the same of it without the last clause."""
    clauses = clauses_of(story)
    last, before = (
        [" ".join(clauses[end - many : end]) for many in ENDING if many <= end]
        for end in (len(clauses), len(clauses) - 1)
    )
    return last or clauses, before


def complaints(events: Collection[str], folder: Path = SCREENS) -> Iterator[str]:
    """What is wrong with the file of ``folder``; ``events`` are those of the emergency table."""
    table: Mapping[str, Any] = read_table(folder / FILE_NAME)
    for event, words in table.get("bound", {}).items():
        if event not in table.get("told", ()):
            yield f"nobody told of the bound event '{event}'"
        for word in words:
            if len(str(word)) > LONGEST_BOUND_WORD:
                yield f"bound of {event}: '{word}' is a telling and no word of one"
    for event in table.get("barred", ()):
        if event not in table.get("told", ()):
            yield f"nobody told of the barred event '{event}'"
    seen: dict[str, str] = {}
    for event, told in (*table.get("told", {}).items(), ("calm", table.get("calm", ()))):
        if event not in events and event != "calm":
            yield f"there is no event '{event}'"
        for text in told:
            if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
                yield f"{event}: {text!r} is no text of 1 to {LONGEST} characters"
            elif (before := seen.setdefault(text, event)) != event:
                yield f"{event}: '{text}' stands under {before} too"


def _is_taken(text: str) -> bool:
    """Hangs on the text alone, so that one message more changes nothing about the others."""
    return crc32(text.encode()) % ONE_OF == 0
