"""Turns entries into what an index reads: the seconds of work that are done once for each edition."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.search import opinion, postings, segmentation
from knowledge.search.artifact_cache import IN_MEMORY, Artifact, ArtifactCache, Terms, shape
from knowledge.search.entries import Entry
from knowledge.search.features import sounds
from knowledge.search.lexis import build_lexis
from knowledge.search.postings import Field, Postings, Said
from knowledge.search.segmentation import Segmentation, SegmentationCache
from knowledge.search.streams import counted, pieces_of, words_of
from knowledge.search.tokenizer import Tokenizer

# The first letter of a kind of term: w words, c single characters, b pairs of characters. Words carry
# meaning, characters forgive cuts in the wrong place; homophones are mended before (``spelling``), so
# pairs of sounds add nothing here. Chosen on the dev split of a public set of patients' questions, where
# weighing single characters 0.6 instead of 1.5 costs 2 points of recall at 1.
PHRASING: Final = Field(kinds=MappingProxyType({"w": 1.0, "c": 1.5, "b": 0.7}), k1=1.2, b=0.4)
ENTRY: Final = Field(kinds=PHRASING.kinds, k1=3.0, b=0.5)
BODY: Final = Field(kinds=MappingProxyType({"w": 1.0, "c": 1.0, "b": 1.0}), k1=1.2, b=0.9)
# Beside the best phrasing count all phrasings of the entry taken together, and the text of its answer. When
# each stored phrasing is asked with itself hidden, recall at 1 is 0.54 with phrasings alone and 0.66 so.
ENTRY_SHARE: Final = 0.6
BODY_SHARE: Final = 0.7
# Where entries have fewer phrasings than this, one that has three comes before one that has two, whatever was
# asked; so all of them together count less there. On public sets with one to three each 1 to 3 points at R@1.
MANY_PHRASINGS: Final = 4
ENTRY_SHARE_OF_FEW: Final = 0.35

LEXIS: Final = "lexis"
OPINION: Final = "opinion"
# The characters of each phrasing by their codes, where entries have few: see ``Index``.
IN_ANY_ORDER: Final = "in_any_order"
# How many entries hold each term, and at the end 0 for one that none holds; where entries have few phrasings.
HOLDING: Final = "holding"

_MAKERS: Final = (segmentation, opinion, *opinion.MAKERS, postings, *segmentation.MAKERS)


def key_of(entries: Sequence[Entry], tokenizer: Tokenizer) -> str:
    """The name of what ``compile_entries`` makes of these inputs."""
    told = (f"{entry.phrasings!r} {entry.body!r} {entry.is_ours}" for entry in entries)
    return shape([tokenizer.key, *told], sys.modules[__name__], *_MAKERS)


def compile_entries(
    entries: Sequence[Entry], tokenizer: Tokenizer, artifact_cache: ArtifactCache = IN_MEMORY
) -> Artifact:
    """What ``Index`` reads. Texts that ``artifact_cache`` remembers from another edition are not cut again.

    Documents of ``both`` are all phrasings in the order of the entries, then the entries as a whole; those of
    ``together`` are the entries. ``owners`` gives the entry of each phrasing, ``bounds`` where it stands in
    the text of them all.
    """
    cut = _cut(entries, SegmentationCache(tokenizer, artifact_cache))
    are_few = _are_few(entries)
    vocabulary, kinds, terms = terms_of([*cut.asked, *cut.bodies])
    each, united, whole = _postings(cut, terms, kinds, ENTRY_SHARE_OF_FEW if are_few else ENTRY_SHARE)
    written = [one.canonical.replace(" ", "") for one in cut.asked]
    # A sign that never occurs in plain text keeps words from being found across two phrasings.
    asks = ["|".join(one.canonical for one in said).replace(" ", "|") for said in cut.said]
    kept: dict[str, Any] = {
        "phrasings": "".join(written),
        "asks": asks,
        "bodies": [one.canonical.replace(" ", "|") for one in cut.bodies],
        "sounds": [sounds(text) for text in asks],
    }
    arrays: dict[str, NDArray[Any]] = {
        "owners": cut.owners.astype(np.int32),
        "own": each.own_scores(),
        "bounds": np.cumsum([0, *map(len, written)], dtype=np.int32),
    }
    if are_few:
        kept[IN_ANY_ORDER] = "".join("".join(sorted(text)) for text in written)
        arrays[HOLDING] = np.append(np.diff(whole.offsets), np.int32(0))
    found = Artifact(arrays, {"terms": vocabulary}, kept)
    for name, part in {"both": Postings.beside(each, whole), "together": united}.items():
        found = found.joined(name, part.to_product())
    runs = chain.from_iterable(one.runs for one in chain(cut.asked, cut.bodies))
    found = found.joined(LEXIS, build_lexis(runs, tokenizer.dictionary))
    learned = _learned(cut, sum(entry.is_ours for entry in entries), artifact_cache)
    return found.joined(OPINION, learned) if learned.arrays else found


@dataclass(frozen=True, slots=True)
class _Cut:
    """The texts of entries, cut into words."""

    said: list[list[Segmentation]]
    """The phrasings of each entry."""
    bodies: list[Segmentation]
    """The answer of each."""
    asked: list[Segmentation]
    """All phrasings in the order of the entries."""
    owners: NDArray[np.int64]
    """The entry of each phrasing."""


def _cut(entries: Sequence[Entry], texts: SegmentationCache) -> _Cut:
    said = [[texts.cut(text) for text in entry.phrasings or ("",)] for entry in entries]
    bodies = [texts.cut(entry.body) for entry in entries]
    texts.keep()
    owners = np.repeat(np.arange(len(entries)), [len(one) for one in said])
    return _Cut(said, bodies, list(chain.from_iterable(said)), owners)


def _postings(
    cut: _Cut, terms: Said, kinds: NDArray[np.uint8], entry_share: float
) -> tuple[Postings, Postings, Postings]:
    """The postings of each phrasing, of all phrasings of an entry, and of these with its answer."""
    is_body = terms.documents >= len(cut.asked)
    phrasings = Said(terms.terms[~is_body], terms.documents[~is_body], len(cut.asked))
    entries = Said(phrasings.terms, cut.owners[phrasings.documents], len(cut.said))
    answers = Said(terms.terms[is_body], terms.documents[is_body] - len(cut.asked), len(cut.said))
    each = Postings.build(PHRASING, phrasings, kinds, cut.owners)
    united, text = Postings.build(ENTRY, entries, kinds), Postings.build(BODY, answers, kinds)
    return each, united, Postings.sum_of([(united, entry_share), (text, BODY_SHARE)])


def _learned(cut: _Cut, ours: int, artifact_cache: ArtifactCache) -> Artifact:
    """The second opinion: more than half of the work, and the same for all editions that are asked for in the
    same words.
    """
    canonical, owned = [one.canonical for one in cut.asked], cut.owners.tolist()
    key = shape([repr((canonical, owned, ours))], opinion, *opinion.MAKERS)
    return artifact_cache.get_or_build(OPINION, key, lambda: opinion.learn(canonical, owned, ours))


def _are_few(entries: Sequence[Entry]) -> bool:
    """Whether entries have few phrasings, and no answer beside them as articles have."""
    phrasings = sum(len(entry.phrasings) for entry in entries)
    both = any(entry.phrasings and entry.body for entry in entries)
    return not both and phrasings < MANY_PHRASINGS * len(entries)


def terms_of(texts: Sequence[Segmentation]) -> tuple[Terms, NDArray[np.uint8], Said]:
    """Every term of ``texts``, as ``features.terms`` gives them one by one: their numbers by name, the first
    letter of each by its number, and where they stand.
    """
    words, pieces = words_of(one.words for one in texts), pieces_of([one.canonical for one in texts])
    one, other, paired = pieces.pairs()
    many, named = len(pieces.names), pieces.names
    pairs, numbers, _ = counted(one * many + other)
    names = [f"w{name}" for name in words.names]
    names += [f"c{name}" for name in named]
    names += [f"b{named[pair // many]} {named[pair % many]}" for pair in pairs.tolist()]
    vocabulary = Terms(names)
    number_of = np.asarray([vocabulary[name] for name in names], dtype=np.int64)
    kinds = np.empty(len(names), dtype=np.uint8)
    kinds[number_of] = [ord(name[0]) for name in names]
    found = [words.numbers, pieces.numbers + len(words.names), numbers + len(words.names) + many]
    places = [words.texts, pieces.texts, paired]
    return vocabulary, kinds, Said(number_of[np.concatenate(found)], np.concatenate(places), len(texts))
