"""Makes of entries what an index reads: the seconds of work that are done once for each edition."""

import sys
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.search import cuts, features, opinion, postings
from knowledge.search.cuts import Cuts
from knowledge.search.entries import Entry
from knowledge.search.features import sounds, terms
from knowledge.search.postings import Field, Numbering, Postings, PostingsBuilder
from knowledge.search.spelling import Lexis
from knowledge.search.tokenizer import Tokenizer
from knowledge.search.workshop import IN_MEMORY, Product, Workshop, shape

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

OPINION: Final = "opinion"

_MAKERS: Final = (cuts, features, opinion, postings, *cuts.MAKERS)


def key_of(entries: Sequence[Entry], tokenizer: Tokenizer) -> str:
    """Names what ``compile_entries`` makes of these."""
    told = (f"{entry.phrasings!r} {entry.body!r} {entry.is_ours}" for entry in entries)
    return shape([tokenizer.key, *told], sys.modules[__name__], *_MAKERS)


def compile_entries(
    entries: Sequence[Entry], tokenizer: Tokenizer, workshop: Workshop = IN_MEMORY
) -> Product:
    """What ``Index`` reads. Texts that ``workshop`` remembers from another edition are not cut again.

    Documents of ``phrasings`` are all phrasings in the order of the entries, ``owners`` gives the
    entry of each; documents of ``together`` and ``whole`` are the entries.
    """
    numbers = Numbering()
    phrasings, together, bodies = (PostingsBuilder(field, numbers) for field in (PHRASING, ENTRY, BODY))
    texts, lexis = Cuts(tokenizer, workshop), Lexis()
    owners: list[int] = []
    canonical: list[str] = []
    asks: list[str] = []
    written: list[str] = []
    runs: list[Sequence[str]] = []
    for number, entry in enumerate(entries):
        said, body = [texts.cut(text) for text in entry.phrasings or ("",)], texts.cut(entry.body)
        runs.extend(chain(body.runs, *(one.runs for one in said)))
        counts = [terms(one.canonical, one.words) for one in said]
        for one in counts:
            phrasings.add(one, number)
        owners.extend([number] * len(counts))
        together.add(Counter(chain.from_iterable(one.elements() for one in counts)), number)
        bodies.add(terms(body.canonical, body.words), number)
        canonical.extend(one.canonical for one in said)
        # A sign that never occurs in plain text keeps words from being found across two phrasings.
        asks.append("|".join(one.canonical for one in said).replace(" ", "|"))
        written.append(body.canonical.replace(" ", "|"))
    texts.keep()
    lexis.add(runs)
    vocabulary, renumbered = numbers.sealed()
    each, united_ones, text_ones = (one.build(renumbered) for one in (phrasings, together, bodies))
    whole = Postings.sum_of([(united_ones, ENTRY_SHARE), (text_ones, BODY_SHARE)])
    kept: dict[str, Any] = {
        "phrasings": [text.replace(" ", "") for text in canonical],
        "asks": asks,
        "bodies": written,
        "sounds": [sounds(text) for text in asks],
        "lexis": lexis.to_tree(),
    }
    arrays: dict[str, NDArray[Any]] = {"owners": np.asarray(owners, dtype=np.int32), "own": each.own_scores()}
    found = Product(arrays, {"terms": vocabulary}, kept)
    for name, part in {"phrasings": each, "together": united_ones, "whole": whole}.items():
        found = found.joined(name, part.to_product())
    # Nearly half of the work, and the same for all editions that are asked for in the same words.
    ours = sum(entry.is_ours for entry in entries)
    key = shape([repr((canonical, owners, ours))], features, opinion)
    learned = workshop.product(OPINION, key, lambda: opinion.learn(canonical, owners, ours))
    return found.joined(OPINION, learned) if learned.arrays else found
