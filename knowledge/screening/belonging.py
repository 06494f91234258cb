"""Which events belong to one article."""

from collections.abc import Iterable

from knowledge.answering import Verdict
from knowledge.articles import Urgency
from knowledge.screening.emergencies import Emergency


def own_helps(helps: Iterable[Emergency]) -> dict[str, Emergency]:
    """The one help that belongs to each article; an article with two says less than the person needs."""
    by_article: dict[str, list[Emergency]] = {}
    for one in helps:
        if one.article_id and not one.is_general and not one.is_partial:
            by_article.setdefault(one.article_id, []).append(one)
    return {article_id: listed[0] for article_id, listed in by_article.items() if len(listed) == 1}


def events_of(helps: Iterable[Emergency]) -> dict[str, list[str]]:
    """The events that each article is the help for."""
    events: dict[str, list[str]] = {}
    for one in helps:
        events.setdefault(one.article_id or "", []).append(one.id)
    return events


def is_about(event: Emergency, verdict: Verdict) -> bool:
    """Whether ``verdict`` gives the article that ``event`` is the help of."""
    return verdict.article is not None and verdict.article.id == event.article_id


def answers_urgently(verdict: Verdict) -> bool:
    """Whether ``verdict`` gives an article about a danger."""
    return verdict.article is not None and verdict.article.urgency is not Urgency.NORMAL
