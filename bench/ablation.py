"""What each stage of the search adds, and what it costs: the search without it, on every set.

``python -m bench ablation [FOLDER ...]``: right first hits on our own questions of one turn (both splits)
and on sets in the format of ``flask knowledge eval``, and the CPU time of a question on our own set.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.searching import Set, own_set, public_set
from knowledge.building import shared_tokenizer
from knowledge.evaluation.rowsets import entries_of_texts
from knowledge.reading import read_articles
from knowledge.search import compiling, opinion, phrasings
from knowledge.search import index as searching
from knowledge.search.artifact_cache import Artifact
from knowledge.search.compiling import BODY, ENTRY, PHRASING
from knowledge.search.entries import Entry, entry_of
from knowledge.search.index import Index
from knowledge.search.postings import Field
from knowledge.search.ranking import Signs
from knowledge.search.spelling import Speller
from knowledge.search.tokenizer import Lexicon, Tokenizer

# The place, the name there, and what to put in its stead.
Changes = list[tuple[Any, str, Any]]


def main(folders: Sequence[str]) -> int:
    """Print what each stage of the search adds, for the sets in the folders named."""
    sets = [own_set(), *(public_set(Path(folder)) for folder in folders)]
    print(f"{'':<34}" + "".join(f"{one.name:>10}" for one in sets) + f"{'ms':>8}")
    for name, (changes, tokenizer) in stages().items():
        with changed(changes):
            figures = [right_first(one, tokenizer) for one in sets]
        shares = "".join(f"{right:>10.3f}" for right, _ in figures)
        print(f"{name:<34}{shares}{figures[0][1]:>8.2f}", flush=True)
    return 0


@contextmanager
def changed(changes: Changes) -> Iterator[None]:
    """The search with some of its parts replaced, for a while."""
    before = [(home, name, getattr(home, name)) for home, name, _ in changes]
    for home, name, value in changes:
        setattr(home, name, value)
    try:
        yield
    finally:
        for home, name, value in before:
            setattr(home, name, value)


def stages() -> dict[str, tuple[Changes, Tokenizer]]:
    """The whole search, then each time without one stage."""
    full = shared_tokenizer()
    lexicon = full.lexicon
    bare = Tokenizer(Lexicon({}, lexicon.empty, lexicon.dictionary))
    return {
        "everything": ([], full),
        "without synonyms": ([], bare),
        "without reading by sound": ([(Speller, "read", lambda _, plain: plain)], full),
        "without single characters": (_fields("c"), full),
        "without words": (_fields("w"), full),
        "without likeness sign by sign": ([(phrasings, "LIKENESS_SHARE", 0.0)], full),
        "without the phrasings together": ([(compiling, "ENTRY_SHARE", 0.0)], full),
        "without the answers' text": ([(compiling, "BODY_SHARE", 0.0)], full),
        "without the second opinion": ([(opinion, "learn", lambda *_asked: Artifact())], full),
        "without weighing by coverage": ([(searching, "confidence", _by_lead)], full),
    }


def right_first(one: Set, tokenizer: Tokenizer) -> tuple[float, float]:
    """The share of right first hits, and CPU milliseconds a question."""
    index = Index(entries(one), tokenizer)
    begun = time.process_time()
    right = 0
    for text, wanted in zip(one.asked, one.right, strict=True):
        found = index.search(text, 10)
        right += bool(found) and found[0].article_id in wanted
    spent = time.process_time() - begun
    return right / len(one.asked), spent * 1000 / len(one.asked)


def entries(one: Set) -> list[Entry]:
    """Our articles with their answers; of a public set its rows, as answers where they are long."""
    if one.name == "own":
        return [entry_of(article) for article in read_articles()]
    return entries_of_texts(zip(one.entries, one.rows, strict=True))


def _by_lead(signs: Signs) -> float:
    return signs.lead


def _fields(left_out: str) -> Changes:
    return [
        (
            compiling,
            name,
            Field(
                {kind: share for kind, share in field.kinds.items() if kind != left_out}, field.k1, field.b
            ),
        )
        for name, field in (("PHRASING", PHRASING), ("ENTRY", ENTRY), ("BODY", BODY))
    ]
