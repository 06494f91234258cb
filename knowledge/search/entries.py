"""What can be found: an article by its phrasings and its text, and messages out of scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.articles import Article
from knowledge.localfacts import PLACEHOLDER

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: its phrasings, and the text that answers them."""

    id: str
    topics: tuple[str, ...]
    question: str
    phrasings: tuple[str, ...]
    body: str
    is_ours: bool = True
    """False for messages out of scope: they are found, and then left alone."""


def entries_of(articles: Iterable[Article], out_of_scope: Mapping[str, Sequence[str]]) -> list[Entry]:
    """One entry for each article, followed by one for each out-of-scope theme."""
    foreign = [
        Entry(f"{OUT_OF_SCOPE}.{theme}", (), messages[0], tuple(messages), "", is_ours=False)
        for theme, messages in out_of_scope.items()
    ]
    return [*map(entry_of, articles), *foreign]


def entry_of(article: Article) -> Entry:
    """How an article is found: by its phrasings, and by the words of its lead and answer."""
    body = PLACEHOLDER.sub(" ", f"{article.lead}\n{article.answer}")
    return Entry(article.id, article.topics, article.question, article.phrasings, body)
