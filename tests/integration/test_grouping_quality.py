"""How well the work list groups, in numbers, on messages of citizens of which no two are alike by design."""

import json
from pathlib import Path

import pytest

from knowledge.grouping import Comparer, Meaning, leaders
from knowledge.library import Library
from knowledge.ranking import MENTION_FROM

MESSAGES = Path(__file__).parents[2] / "knowledge" / "eval" / "citizens.jsonl"


def meaning(library: Library, comparer: Comparer, text: str) -> Meaning:
    near = library.index.search(text, 1)
    is_near = bool(near) and near[0].score >= MENTION_FROM
    return comparer.meaning(text, near[0].article_id if is_near else None)


@pytest.fixture(scope="module")
def joined(library: Library) -> list[tuple[frozenset[str], frozenset[str]]]:
    """The topics of each message that was joined to another one, and of that one; the half not tuned on."""
    rows = [json.loads(line) for line in MESSAGES.read_text("utf-8").splitlines()]
    asked = [row for row in rows if row["split"] == "test" and isinstance(row["q"], str)]
    comparer = Comparer(library.index.tokenizer)
    found = leaders([meaning(library, comparer, row["q"]) for row in asked], comparer)
    topics = [frozenset(row["topics"]) for row in asked]
    return [(topics[place], topics[leader]) for place, leader in enumerate(found) if place != leader]


def test_what_is_joined_is_mostly_about_the_same(joined: list[tuple[frozenset[str], frozenset[str]]]) -> None:
    right = sum(bool(one & other) or one == other for one, other in joined)
    assert right >= 0.85 * len(joined)


def test_something_is_joined_at_all(joined: list[tuple[frozenset[str], frozenset[str]]]) -> None:
    assert len(joined) >= 25
