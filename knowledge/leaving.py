"""What of articles is open in the name of somebody who leaves."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import ArticleRevision
from knowledge.permissions import KnowledgePermission
from knowledge.status import OPEN
from staff.leaving import OpenWork


def in_name_of(session: Session, login: str) -> list[OpenWork]:
    """Revisions on their way to the public; nothing where there are none."""
    query = select(ArticleRevision).where(ArticleRevision.author == login, ArticleRevision.state.in_(OPEN))
    titles = tuple(
        str(one.body.get("question") or one.article)
        for one in session.scalars(query.order_by(ArticleRevision.id))
    )
    return [OpenWork("没有发布的知识条目", titles, KnowledgePermission.WRITE)] if titles else []
