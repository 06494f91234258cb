"""Which event belongs to which article, and the other way round."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from knowledge.answering import Verdict
from knowledge.articles import Urgency
from knowledge.screening.emergencies import Emergency


class Helps:
    """The helps of the table, found by their event or by their article."""

    def __init__(self, helps: Iterable[Emergency]) -> None:
        by_event: dict[str, Emergency] = {}
        of_article: dict[str, list[str]] = {}
        alone: dict[str, list[Emergency]] = {}
        for one in helps:
            by_event[one.id] = one
            of_article.setdefault(one.article_id or "", []).append(one.id)
            if one.article_id and not one.is_general and not one.is_partial:
                alone.setdefault(one.article_id, []).append(one)
        self.by_event: Final[Mapping[str, Emergency]] = by_event
        # The events that each article is the help for.
        self.of_article: Final[Mapping[str, Sequence[str]]] = of_article
        # The one help that belongs to each article; an article with two says less than the person needs.
        self.by_article: Final[Mapping[str, Emergency]] = {
            article_id: listed[0] for article_id, listed in alone.items() if len(listed) == 1
        }


def is_about(event: Emergency, verdict: Verdict) -> bool:
    """Whether ``verdict`` gives the article that ``event`` is the help of."""
    return verdict.article is not None and verdict.article.id == event.article_id


def answers_urgently(verdict: Verdict) -> bool:
    """Whether ``verdict`` gives an article about a danger."""
    return verdict.article is not None and verdict.article.urgency is not Urgency.NORMAL
