"""Articles from files into the database: the same files twice change nothing, bad files change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import BadContent
from knowledge.articles import Article
from knowledge.checking import Level, check
from knowledge.models import ArticleRow
from knowledge.reading import CONTENT, read_articles


@dataclass(frozen=True, slots=True)
class Report:
    """The ids of the articles that an import touched, and how many it found as they were."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def import_articles(session: Session, folder: Path = CONTENT, *, now: datetime) -> Report:
    """Make the table of articles say what the files say; everything in the caller's one transaction.

    All files are read and checked before the first row is touched. Raises ``BadContent`` with every
    complaint, a line each; an empty folder is one, because it would silence the account.
    """
    complaints = [str(one) for one in check(folder, today=None) if one.level is Level.ERROR]
    if complaints:
        raise BadContent("\n".join(complaints))
    articles = read_articles(folder)
    if not articles:
        raise BadContent(f"{folder}: there is not one article here")
    return store_articles(session, articles, now)


def store_articles(session: Session, articles: Sequence[Article], now: datetime) -> Report:
    """Make the table hold exactly these articles, published; rows that say the same stay untouched."""
    rows = {row.id: row for row in session.scalars(select(ArticleRow))}
    added, changed = [], []
    for article in articles:
        row, digest = rows.pop(article.id, None), article.digest()
        if row is None:
            row = ArticleRow(id=article.id)
            session.add(row)
            added.append(article.id)
        elif row.digest == digest and row.is_published:
            continue
        else:
            changed.append(article.id)
        row.digest, row.body, row.is_published, row.imported_at = digest, article.to_tree(), True, now
    if rows:
        session.execute(delete(ArticleRow).where(ArticleRow.id.in_(rows)))
    session.flush()
    unchanged = len(articles) - len(added) - len(changed)
    return Report(tuple(added), tuple(changed), tuple(sorted(rows)), unchanged)
