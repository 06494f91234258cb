"""A search typed into a page: decided the way a message in the chat is, and logged the way it is."""

from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import IntegrityError

from core.db import DATABASE_AWAY
from h5.anatomy import Block, blocks
from h5.catalogue import Catalogue, Category
from h5.needs import Needs
from h5.telephones import Call, calls_in, first_calls
from knowledge.answering import Decision
from knowledge.articles import Article
from knowledge.asked.querylog import question_write
from knowledge.library import Library

LONGEST = 200  # characters of a search
_SHORTEST_TITLE = 2

log = structlog.get_logger("h5")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to. At most one of ``danger``, ``word`` and ``best`` is there.

    ``danger`` is the reviewed first help, ``word`` what is said instead of an article, ``others`` what else
    it may have been, ``categories`` the shelves of that name. With nothing at all we do not know.
    """

    decision: Decision
    danger: list[Block] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    word: list[Block] = field(default_factory=list)
    best: Article | None = None
    others: list[Article] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.danger or self.word or self.best or self.others)


def search(question: str, library: Library, catalogue: Catalogue) -> Found:
    """Danger first, then the guards, then the knowledge base with its thresholds."""
    emergency = library.emergency(question)
    if emergency is not None:
        reply = library.facts.fill(emergency.reply)
        article = library.articles.get(emergency.article_id or "")
        return Found(
            Decision.EMERGENCY,
            danger=blocks(reply),
            calls=calls_in([reply]) or first_calls(),
            others=[article] if article else [],
        )
    shelves = _shelves(question, library, catalogue)
    guard = library.guard(question)
    verdict = library.answerer.consult(library.question_in(question))
    word = guard or library.referral(verdict)
    if word is not None:
        return Found(word.decision, word=blocks(library.facts.fill(word.reply)), categories=shelves)
    others = [library.articles[one.article_id] for one in verdict.alternatives]
    return Found(verdict.decision, best=verdict.article, others=others, categories=shelves)


def _shelves(question: str, library: Library, catalogue: Catalogue) -> list[Category]:
    words = question.strip()
    if len(words) < _SHORTEST_TITLE:
        return []
    filled = {article.category for article in library.articles.values()}
    return [
        category
        for slug, category in catalogue.categories.items()
        if slug in filled and (words in category.title or category.title in words)
    ]


def keep(needs: Needs, name: str | None, question: str, found: Found) -> None:
    """Log the search under the reader's pseudonym; whoever brought no cookie is not counted.

    Programs that keep no cookies would be a new person each time. A database that does not answer costs the
    log a line, not the reader the page; nor does a number that a row of the same millisecond has drawn.
    """
    if name is None:
        return
    article = found.best or (
        found.others[0] if found.decision is Decision.EMERGENCY and found.others else None
    )
    write = question_write(
        question=question,
        decision=found.decision.value,
        article=article.id if article else None,
        topics=article.topics if article else (),
        score=None,
        asker=needs.asker(name),
        now=needs.clock.now(),
    )
    try:
        with needs.database.writing() as session:
            write.run(session)
    except (*DATABASE_AWAY, IntegrityError) as error:
        log.warning("a search was not logged", error=type(error).__name__)
