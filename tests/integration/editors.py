"""Editors who write, review and publish, for tests."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import localfacts, topics
from knowledge.articles import Article
from knowledge.editorial.editing import EditingService
from knowledge.gallery import read_gallery
from knowledge.localfacts import LocalFacts
from knowledge.models import ArticleRevision, ArticleRow
from knowledge.permissions import KnowledgePermission
from knowledge.reading import CONTENT
from knowledge.topics import read_topics
from staff.actors import Actor, ActorKind
from staff.models import StaffRole, StaffUser
from tests.unit.knowledge.samples import make_article


def editor(login: str, *permissions: KnowledgePermission) -> Actor:
    """Somebody who may do this with articles; without words everything."""
    may = permissions or tuple(KnowledgePermission)
    return Actor(ActorKind.STAFF, login, permissions=frozenset(one.value for one in may))


def account(login: str, name: str, now: datetime) -> StaffUser:
    """An open account that nobody can log in with."""
    return StaffUser(
        login=login, name=name, everywhere=True, region=None, department=None, active=True, password="",
        must_change=True, created_at=now,
    )  # fmt: skip


def hire(session: Session, login: str, name: str, now: datetime, *roles: str) -> None:
    """Open an account with roles, quicker than the administrators do: no password is worked out."""
    person = account(login, name, now)
    session.add(person)
    session.flush()
    session.add_all(
        StaffRole(staff_id=person.id, role=one, granted_at=now, granted_by="test") for one in roles
    )


AUTHOR, REVIEWER = editor("zhang.san"), editor("li.si")


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
