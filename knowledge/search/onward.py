"""The neighbour that a short question means after an answer: 过了以后呢 after what to do in a typhoon.

The words of such a question are too few, and too common, for the search; what they mean is told by the
subject. ``lexicon/onward.yaml`` says for each subject which of them point to which topic beside it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from core.yamls import parsed
from knowledge.articles import Article
from knowledge.normalising import folded
from knowledge.search.followups import LONGEST_FOLLOWING

TABLE: Final = Path(__file__).parents[1] / "lexicon" / "onward.yaml"


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a question turns to, and what it says besides the words that told so."""

    article_id: str
    besides: str


class Onward:
    """The table, held against the articles of one edition."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._answering = {topic: article.id for article in articles for topic in article.topics}
        # Read now, and not while the first person who asks on waits.
        self._table = turns()

    def turn(self, question: str, read: Article) -> Turn | None:
        """The article that ``question`` means after ``read``; None where the table has nothing to say."""
        plain = folded(question).replace(" ", "")
        if len(plain) > LONGEST_FOLLOWING:
            return None
        for topic, words in self._asked_after(read):
            found = words.search(plain) if topic in self._answering else None
            if found is not None:
                besides = f"{plain[: found.start()]} {plain[found.end() :]}"
                return Turn(self._answering[topic], besides)
        return None

    def _asked_after(self, read: Article) -> list[tuple[str, re.Pattern[str]]]:
        table = self._table
        return [
            pair for name in table if name == read.category or name in read.topics for pair in table[name]
        ]


@cache
def turns() -> Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]:
    """For each topic or category that was read, the topics beside it and the words that mean them."""
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for group in parsed(TABLE.read_text("utf-8")):
        pairs = [(topic, re.compile(words)) for topic, words in group["then"].items()]
        for name in group["read"]:
            found.setdefault(name, []).extend(pairs)
    return found
