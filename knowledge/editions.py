"""Cuts the texts of one edition, and remembers the cuts for the next, which mostly says the same."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from knowledge.tokenizer import Tokenizer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cuts:
    """What was made of the texts of one edition: their canonical form, and the words of that."""

    canonical: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


class EditionTokenizer(Tokenizer):
    """The tokenizer of one edition.

    Until ``seal`` it reads articles, taking what the edition before has cut already: cutting is half the time
    of building an index, and citizens wait for a publication. Afterwards it reads questions and remembers
    nothing of them.
    """

    def __init__(self, tokenizer: Tokenizer, before: Cuts | None = None) -> None:
        # Not a second dictionary: everything the tokenizer has loaded is shared.
        self.__dict__.update(tokenizer.__dict__)
        self.cuts = Cuts()
        self._before: Cuts | None = before or Cuts()

    def seal(self) -> None:
        """The articles are read; from now on only questions come."""
        self._before = None

    def canonical(self, plain: str) -> str:
        """See ``Tokenizer.canonical``."""
        if self._before is None:
            return super().canonical(plain)
        found = _kept(self._before.canonical, self.cuts.canonical, plain)
        if found is None:
            found = self.cuts.canonical[plain] = super().canonical(plain)
        return found

    def words(self, canonical: str) -> list[str]:
        """See ``Tokenizer.words``."""
        if self._before is None:
            return super().words(canonical)
        found = _kept(self._before.words, self.cuts.words, canonical)
        if found is None:
            # The same few thousand words make all articles; each is kept once.
            found = self.cuts.words[canonical] = tuple(map(sys.intern, super().words(canonical)))
        return list(found)


def _kept(before: Mapping[str, T], now: dict[str, T], text: str) -> T | None:
    """What was made of ``text`` in this edition or the one before; taken over into this one."""
    found = now.get(text)
    if found is None:
        found = before.get(text)
        if found is not None:
            now[text] = found
    return found
