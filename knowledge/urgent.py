"""What to tell a person in danger: the reviewed table first, and the search where the table is at a loss.

The emergency screen knows some hundred events by their words. Of the rest it only notices that someone is in
distress (我爸头一歪就不动了). What the distress comes from is then left to the search, but never the telephone
number: that comes from the table whatever the search says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from core.text import byte_length
from knowledge.answering import Answerer, Decision, Verdict
from knowledge.articles import Article, Urgency
from knowledge.emergencies import REPLY_BYTES, Emergency, EmergencyScreen

# From this confidence on the search may name the event; a wrong first action is worse than a general one.
NAMED_FROM: Final = 0.40


class UrgentHelp:
    """Consulted before anything else; every thread may use the same one."""

    def __init__(self, screen: EmergencyScreen, answerer: Answerer, articles: Mapping[str, Article]) -> None:
        self._screen = screen
        self._answerer = answerer
        self._articles = articles
        self._by_article = _own_helps(screen.emergencies())

    def match(self, text: str) -> Emergency | None:
        """The help for what ``text`` tells of, or None where nobody is in danger.

        Where the search is sure that a calm question was asked, there is no alarm for mere signs of distress;
        a cry for help (``help`` of the table) is never overruled.
        """
        found = self._screen.match(text)
        if found is None or not found.is_general:
            return found
        verdict = self._answerer.consult(text)
        best = self._best(verdict)
        if best is None:
            return found
        if best.urgency is Urgency.NORMAL:
            is_sure = verdict.decision is Decision.ANSWER and found.article_id != "hotline.overview"
            return None if is_sure else found
        own = self._by_article.get(best.id)
        if own is not None:
            return replace(own, why=f"{found.why}; search found {best.id} {verdict.score:.2f}")
        return _with_lead(found, best)

    def _best(self, verdict: Verdict) -> Article | None:
        if verdict.score < NAMED_FROM:
            return None
        if verdict.article is not None:
            return verdict.article
        return self._articles.get(verdict.alternatives[0].article_id) if verdict.alternatives else None


def _own_helps(helps: Iterable[Emergency]) -> dict[str, Emergency]:
    """The one help that belongs to each article; an article with two says less than the person needs."""
    by_article: dict[str, list[Emergency]] = {}
    for one in helps:
        if one.article_id and not one.is_general:
            by_article.setdefault(one.article_id, []).append(one)
    return {article_id: listed[0] for article_id, listed in by_article.items() if len(listed) == 1}


def _with_lead(found: Emergency, article: Article) -> Emergency:
    """The general first line, then the first action of the article, as far as one short reply holds."""
    lines = [found.first_line, article.lead]
    for step in found.reply.split("\n")[1:]:
        if byte_length("\n".join([*lines, step])) > REPLY_BYTES:
            break
        lines.append(step)
    return replace(
        found,
        article_id=article.id,
        topics=article.topics,
        reply="\n".join(lines),
        why=f"{found.why}; search found {article.id}",
    )
