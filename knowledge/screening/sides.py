"""Leaves a question alone that asks of a subject of ours what nobody is told here: its price, its taste."""

from collections.abc import Mapping
from typing import Final

from knowledge.answering import Answerer
from knowledge.articles import Article, Urgency
from knowledge.pointing import Weighing, pointed
from knowledge.screening.guards import Guardrail, Guardrails
from knowledge.search.parts import is_long
from knowledge.search.remembering import Memo

# What sounds like ours as plainly as this (a logarithm of odds) is answered whatever side it asks for.
_SIDE_FROM: Final = -6.0


class AspectScreen:
    """Which sides (``screens/sides.yaml``) the articles of one edition are asked for."""

    def __init__(
        self, guards: Guardrails, articles: Mapping[str, Article], answerer: Answerer, weighing: Weighing
    ) -> None:
        """``weighing`` tells whether a line of an article is asked for (``knowledge.pointing``)."""
        self._guards = guards
        self._weighing = weighing
        self._articles = articles
        self._answerer = answerer
        # Some 60 phrasings an article, a tenth of a millisecond each: looked at when first needed.
        self._asked_for = Memo(self._sides_of)

    def unanswered(self, question: str, previous: str | None) -> Guardrail | None:
        """What is said where ``question`` asks for a side that nothing found for it was ever asked for.

        梭子蟹多少钱一斤 finds the closed season as surely as its own questions do, and no phrasing of that
        article asks for a price. A long message, one that plainly sounds like ours and what is found of a
        danger are left to the search; so is what goes on about the ``previous`` question, unless it is
        asked so (多少钱一个) and no line of the answer tells it.
        """
        side = None if is_long(question) else self._guards.side(question)
        if side is None or self._answerer.strangeness(question) < _SIDE_FROM:
            return None
        verdict = self._answerer.consult(question, previous)
        given = verdict.article
        names = [given.id] if given else [one.article_id for one in verdict.alternatives]
        if not names or (verdict.follows and not self._is_of_what_was_read(side, question, given)):
            return None
        if self._articles[names[0]].urgency is not Urgency.NORMAL and not side.of_danger:
            return None
        return None if any(side.id in self._asked_for(name) for name in names) else side

    def _is_of_what_was_read(self, side: Guardrail, question: str, given: Article | None) -> bool:
        """Whether ``question`` asks for ``side`` of the ``given`` article, no line of which tells it."""
        is_asked_so = side.of_follow_ups is not None and bool(side.of_follow_ups.search(question))
        return is_asked_so and given is not None and not pointed(question, given, self._weighing)

    def _sides_of(self, article_id: str) -> frozenset[str]:
        article = self._articles[article_id]
        return self._guards.sides_of((article.question, *article.asks))
