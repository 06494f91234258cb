"""How well the work list groups, in numbers, on what citizens write about every fourth article."""

import pytest

from knowledge.asked.grouping import Comparer, Meaning, leaders
from knowledge.library import Library
from knowledge.search.ranking import MENTION_FROM


def meaning(library: Library, comparer: Comparer, text: str) -> Meaning:
    near = library.index.search(text, 1)
    is_near = bool(near) and near[0].score >= MENTION_FROM
    return comparer.meaning(text, near[0].article_id if is_near else None)


@pytest.fixture(scope="module")
def joined(library: Library) -> list[tuple[str, str]]:
    """The article of each message that was joined to another one, and of that one."""
    chosen = [library.articles[number] for number in sorted(library.articles)][::4]
    asked = [(text, article.id) for article in chosen for text in article.asks[::5]]
    comparer = Comparer(library.index.tokenizer)
    found = leaders([meaning(library, comparer, text) for text, _ in asked], comparer)
    return [(asked[place][1], asked[leader][1]) for place, leader in enumerate(found) if place != leader]


def test_what_is_joined_is_mostly_about_the_same(joined: list[tuple[str, str]]) -> None:
    right = sum(one == other for one, other in joined)
    assert right >= 0.95 * len(joined)


def test_something_is_joined_at_all(joined: list[tuple[str, str]]) -> None:
    assert len(joined) >= 100
