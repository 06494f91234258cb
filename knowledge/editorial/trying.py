"""Editions made for trying: what is published, with one draft in the place of its article."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.articles import Article
from knowledge.building import build_library
from knowledge.library import Library
from knowledge.search.index import Match

EXPLAINED = 5


@dataclass(frozen=True, slots=True)
class Why:
    """What a decision rests on: a screen that spoke before the search, and what the search found."""

    emergency: str
    """The pattern of the emergency screen; empty where nobody is in danger."""
    guard: str
    matches: Sequence[Match]


def why(library: Library, question: str) -> Why:
    """Look at ``question`` as the screens and the search see it; the talk before it is not looked at."""
    emergency, guard = library.emergency(question), library.guard(question)
    return Why(
        emergency.why if emergency else "",
        guard.id if guard else "",
        library.index.matches([(question, 1.0)], EXPLAINED),
    )


class TrialEditions:
    """Builds an edition with a draft, and keeps the last one: an editor tries many sentences on one draft.

    Building costs seconds; one at a time in a process, so that tries never take the machine from citizens.
    """

    def __init__(self) -> None:
        self._building = threading.Lock()
        self._last: tuple[tuple[str, str], Library] | None = None

    def with_draft(self, library: Library, draft: Article) -> Library:
        """``library`` as it would be with ``draft`` published."""
        key = (library.edition, draft.digest())
        with self._building:
            if self._last is None or self._last[0] != key:
                articles = {**library.articles, draft.id: draft}
                built = build_library(
                    articles.values(), values=library.facts.values, tokenizer=library.index.tokenizer
                )
                self._last = (key, built)
            return self._last[1]
