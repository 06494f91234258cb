"""The list of articles as a clerk reads it: found by words, narrowed, sorted, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from core.types import Labelled
from knowledge.models import ArticleRevision, ArticleRow
from knowledge.status import OPEN, RevisionState

DUE_SOON = timedelta(days=30)
"""How long before its day the review of an article is announced."""

PAGE = 30
STATES = (
    RevisionState.DRAFT,
    RevisionState.IN_REVIEW,
    RevisionState.APPROVED,
    RevisionState.PUBLISHED,
    RevisionState.RETIRED,
)
_BETWEEN = "~"


class ReviewDue(Labelled):
    """How near the next review of a published article is."""

    OVERDUE = "overdue", "已过复审日期"
    SOON = "soon", "30天内要复审"


class Order(Labelled):
    """How the list is sorted."""

    BY_ID = "id", "按编号"
    BY_DUE = "due", "按复审日期"


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the list is wanted. ``near`` are ids that the search found for ``words``."""

    words: str = ""
    near: Collection[str] = ()
    category: str = ""
    state: RevisionState | None = None
    due: ReviewDue | None = None
    order: Order = Order.BY_ID
    after: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One article of the list: what citizens read of it, and the revision that is on its way."""

    id: str
    question: str
    due_on: str
    is_published: bool
    live: int | None
    opened: int | None
    state: RevisionState | None
    author: str | None

    @property
    def category(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    def due_date(self) -> date | None:
        """The day of the next review."""
        try:
            return date.fromisoformat(self.due_on)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page; ``after`` is the key of the next one, empty at the end."""

    lines: list[Line]
    after: str


def list_articles(session: Session, wish: Wish, today: date, limit: int = PAGE) -> Listed:
    """One page of the articles that are published, were published, or have a draft; one statement."""
    question, due = _field("question"), _field("review_due_on")
    statement = (
        select(
            ArticleRow.id,
            question,
            due,
            ArticleRow.is_published,
            ArticleRow.live,
            ArticleRevision.number,
            ArticleRevision.state,
            ArticleRevision.author,
        )
        .outerjoin(
            ArticleRevision, and_(ArticleRevision.article == ArticleRow.id, ArticleRevision.state.in_(OPEN))
        )
        .where(
            or_(ArticleRow.live.is_not(None), ArticleRevision.number.is_not(None)), *_narrowed(wish, today)
        )
        .limit(limit + 1)
    )
    if wish.order is Order.BY_DUE:
        at, _, article_id = wish.after.partition(_BETWEEN)
        if article_id:
            statement = statement.where(or_(due > at, and_(due == at, ArticleRow.id > article_id)))
        statement = statement.order_by(due, ArticleRow.id)
    else:
        statement = statement.where(ArticleRow.id > wish.after).order_by(ArticleRow.id)
    lines = [Line(row[0], row[1] or "", row[2] or "", *row[3:]) for row in session.execute(statement).all()]
    page = lines[:limit]
    return Listed(page, _key(wish.order, page[-1]) if len(lines) > limit else "")


def _key(order: Order, line: Line) -> str:
    return f"{line.due_on}{_BETWEEN}{line.id}" if order is Order.BY_DUE else line.id


def _narrowed(wish: Wish, today: date) -> list[Any]:
    found: list[Any] = []
    if wish.words:
        texts = [ArticleRow.id, *(_field(name) for name in ("question", "lead", "answer"))]
        by_words = [text.contains(wish.words, autoescape=True) for text in texts]
        found.append(or_(*by_words, ArticleRow.id.in_(wish.near)))
    if wish.category:
        found.append(ArticleRow.id.startswith(f"{wish.category}.", autoescape=True))
    if wish.state is RevisionState.PUBLISHED:
        found.append(ArticleRow.is_published)
    elif wish.state is RevisionState.RETIRED:
        found.append(and_(ArticleRow.live.is_not(None), ~ArticleRow.is_published))
    elif wish.state is not None:
        found.append(ArticleRevision.state == wish.state)
    if wish.due is not None:
        before = today if wish.due is ReviewDue.OVERDUE else today + DUE_SOON + timedelta(days=1)
        found += [ArticleRow.is_published, _field("review_due_on") < before.isoformat()]
        if wish.due is ReviewDue.SOON:
            found.append(_field("review_due_on") >= today.isoformat())
    return found


def _field(name: str) -> Any:
    """What citizens read there; of an article that was never published, what its draft says."""
    return func.coalesce(ArticleRow.body[name].as_string(), ArticleRevision.body[name].as_string())
