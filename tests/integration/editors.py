"""Editors who write, review and publish, for tests."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import localfacts, topics
from knowledge.articles import Article
from knowledge.editing import EditingService
from knowledge.gallery import read_gallery
from knowledge.localfacts import LocalFacts
from knowledge.models import ArticleRevision, ArticleRow
from knowledge.reading import CONTENT
from knowledge.topics import read_topics
from tests.unit.knowledge.samples import make_article

AUTHOR, REVIEWER = "张三", "李四"


def editing_service() -> EditingService:
    """The verbs of the editors, with the topics and local facts of the project."""
    known = read_topics(CONTENT / topics.FILE_NAME)
    return EditingService(known, LocalFacts.load(CONTENT / localfacts.FILE_NAME), read_gallery())


def publish_edit(
    session: Session, editing: EditingService, article_id: str, now: datetime, **changes: Any
) -> ArticleRevision:
    """Change an article (or write a new one) and take it all the way to the public."""
    row = session.scalar(select(ArticleRow).where(ArticleRow.id == article_id))
    known = row is not None and row.body is not None
    article = (
        Article.from_tree(row.body)
        if row is not None and known
        else make_article(article_id, f"{article_id}怎么办？", f"{article_id}咋弄")
    )
    draft = editing.save(
        session,
        replace(article, **changes),
        base=row.live if row is not None else None,
        author=AUTHOR,
        reason="试改",
        now=now,
    )
    editing.submit(session, article_id, draft.number, AUTHOR, now)
    editing.approve(session, article_id, draft.number, REVIEWER, now)
    return editing.publish(session, article_id, draft.number, AUTHOR, now)
