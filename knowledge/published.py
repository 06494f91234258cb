"""The published articles of a database, and the name of the edition that they make."""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cache import cached
from core.errors import BadContent
from knowledge.articles import Article
from knowledge.models import PUBLISHED_ARTICLES, ArticleRow

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """The published articles of a database, and the name of their edition; no article: it holds none."""

    edition: str | None
    articles: tuple[Article, ...]


def read_stored(session: Session) -> Stored:
    """Read what is published. Building takes seconds: end the transaction first."""
    # Named before the articles are read: if an import comes between, the name is the older one, and who
    # reloads the library loads once more.
    edition = published_edition(session)
    # Sorted here: databases sort letters in orders of their own, and the order is a part of what is built.
    return Stored(edition, _sorted(published_articles(session)))


def with_revised(stored: Stored, revised: Article) -> Stored:
    """What ``stored`` becomes when an article is published: a new one, or one in place of the older."""
    others = (one for one in stored.articles if one.id != revised.id)
    articles = _sorted([*others, revised])
    return Stored(edition_of(articles), articles)


def _sorted(articles: Iterable[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda one: one.id))


@dataclass(frozen=True, slots=True)
class Broken:
    """A published article that cannot be read, and why."""

    article: str
    reason: str


def read_published(session: Session) -> tuple[list[Article], list[Broken]]:
    """The published articles of the database that can be read, and those that cannot."""
    articles: list[Article] = []
    broken: list[Broken] = []
    for article_id, body in _bodies(session, broken):
        try:
            articles.append(Article.from_tree(body))
        except BadContent as error:
            broken.append(Broken(article_id, str(error)))
    return articles, broken


def _bodies(session: Session, broken: list[Broken]) -> Iterable[tuple[str, Any]]:
    statement = select(ArticleRow.id, ArticleRow.body).where(ArticleRow.is_published).order_by(ArticleRow.id)
    try:
        return [(article_id, body) for article_id, body in session.execute(statement)]
    except ValueError:
        # SQLite keeps JSON as text, and one text that is none spoils the reading of all: take them singly.
        found: list[tuple[str, Any]] = []
        for article_id in session.scalars(
            select(ArticleRow.id).where(ArticleRow.is_published).order_by(ArticleRow.id)
        ).all():
            try:
                body = session.scalar(select(ArticleRow.body).where(ArticleRow.id == article_id))
                found.append((article_id, body))
            except ValueError as error:
                broken.append(Broken(article_id, f"the body is no JSON: {error}"))
        return found


def published_articles(session: Session) -> list[Article]:
    """The published articles of the database; one that cannot be read is left out and logged by its id."""
    articles, broken = read_published(session)
    for one in broken:
        log.error("article %s cannot be read and is left out: %s", one.article, one.reason)
    return articles


def published_edition(session: Session) -> str | None:
    """The edition that the database holds, without reading the articles; None where it holds none.

    Equal to ``Library.edition`` exactly when the library is up to date. Every process asks twice a second:
    the digests are read again only after something was published or taken away.
    """
    return cached(session, "edition of articles", (PUBLISHED_ARTICLES,), _digested_edition)


def _digested_edition(session: Session) -> str | None:
    statement = select(ArticleRow.id, ArticleRow.digest).where(ArticleRow.is_published)
    digests = {row.id: row.digest for row in session.execute(statement)}
    return _edition(digests) if digests else None


def edition_of(articles: Iterable[Article]) -> str:
    """A name for exactly these articles: the same content has the same edition on every machine."""
    return _edition({article.id: article.digest() for article in articles})


def _edition(digests: Mapping[str, str]) -> str:
    lines = "\n".join(f"{article_id} {digest}" for article_id, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
