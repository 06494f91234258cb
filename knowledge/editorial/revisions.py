"""The revisions of an article: finding them, adding one, putting one before the public and taking it away.

Nothing here asks whether a step is allowed to this person; ``editing`` and ``importing`` do, and call this.
Who did it is kept as a login; from the time before accounts there are names, which stay as they were signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cache import invalidate
from core.errors import NotFound
from core.sort_orders import Page, SortOrder
from core.statements import insert_once
from knowledge.articles import Article
from knowledge.models import (
    APPROVED_ARTICLES,
    PUBLISHED_ARTICLES,
    ArticleEvent,
    ArticleRevision,
    ArticleRow,
    Origin,
)
from knowledge.status import OPEN, RevisionState, Verb, moved


def held_article(session: Session, article_id: str) -> ArticleRow:
    """The row of an article, locked until the transaction ends; ``NotFound`` if there is none.

    Whoever changes revisions takes this lock first, so that two people cannot both write revision 5.
    """
    row = session.scalar(
        select(ArticleRow)
        .where(ArticleRow.id == article_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(f"没有编号是“{article_id}”的条目。")
    return row


def hold_articles(session: Session, article_ids: Sequence[str]) -> None:
    """Lock the rows of the articles that are there, in one order for everybody."""
    held = select(ArticleRow.id).where(ArticleRow.id.in_(article_ids)).order_by(ArticleRow.id)
    session.execute(held.with_for_update())


def new_article(session: Session, article_id: str, now: datetime) -> ArticleRow:
    """The row of an article that may not be there yet, locked; nothing of it is published."""
    row = {"id": article_id, "is_published": False, "last_number": 0, "changed_at": now}
    insert_once(session, ArticleRow, [row])
    return held_article(session, article_id)


def revision_of(session: Session, article_id: str, number: int) -> ArticleRevision:
    """One revision; ``NotFound`` if there is none."""
    revision = session.scalar(
        select(ArticleRevision).where(ArticleRevision.article == article_id, ArticleRevision.number == number)
    )
    if revision is None:
        raise NotFound(f"“{article_id}”没有第{number}稿。")
    return revision


def open_revision(session: Session, article_id: str) -> ArticleRevision | None:
    """The revision that is on its way to the public, if there is one."""
    return session.scalar(
        select(ArticleRevision).where(ArticleRevision.article == article_id, ArticleRevision.state.in_(OPEN))
    )


OPEN_ORDERS = (
    SortOrder("waiting", "等得久的在前", ArticleRevision.created_at, ArticleRevision.id),
    SortOrder("newest", "最新的在前", ArticleRevision.created_at, ArticleRevision.id, is_descending=True),
)


def open_revisions(
    session: Session, page: Page = Page(OPEN_ORDERS[0], limit=None)
) -> Sequence[ArticleRevision]:
    """What is on its way to the public, in one of ``OPEN_ORDERS``; all of it, or a page."""
    query = select(ArticleRevision).where(ArticleRevision.state.in_(OPEN))
    return session.scalars(page.of(query)).all()


def approved_articles(session: Session, limit: int) -> Sequence[Article]:
    """What only waits to be published, as it will read; the last written first, at most ``limit``."""
    query = (
        select(ArticleRevision.body)
        .where(ArticleRevision.state == RevisionState.APPROVED)
        .order_by(ArticleRevision.created_at.desc(), ArticleRevision.id.desc())
        .limit(limit)
    )
    return [Article.from_tree(body) for body in session.scalars(query)]


def history(session: Session, article_id: str) -> Sequence[ArticleRevision]:
    """Every revision of an article, the newest first."""
    return session.scalars(
        select(ArticleRevision)
        .where(ArticleRevision.article == article_id)
        .order_by(ArticleRevision.number.desc())
    ).all()


def events(session: Session, article_id: str) -> Sequence[ArticleEvent]:
    """Every step that was taken with an article, in order."""
    return session.scalars(
        select(ArticleEvent).where(ArticleEvent.article == article_id).order_by(ArticleEvent.id)
    ).all()


def head_number(row: ArticleRow, opened: ArticleRevision | None) -> int | None:
    """What the next draft is to be written upon: the open revision, or what is published.

    An open revision that was overtaken (something newer was published meanwhile) is not it any more.
    """
    if opened is not None and not is_overtaken(row, opened):
        return opened.number
    return row.live


def head_of(session: Session, article_id: str) -> int | None:
    """The newest revision of an article, as ``head_number`` means it; None where there is none at all."""
    row = session.get(ArticleRow, article_id)
    return head_number(row, open_revision(session, article_id)) if row is not None else None


def is_overtaken(row: ArticleRow, opened: ArticleRevision) -> bool:
    """Whether something was published after ``opened`` was written."""
    return row.live is not None and row.live > opened.number


@dataclass(frozen=True, slots=True)
class Writing:
    """How a revision came about; it is written upon ``base`` and may say what ``restores`` said again."""

    author: str
    reason: str
    now: datetime
    origin: Origin
    base: int | None
    restores: int | None = None


def add_revision(
    session: Session, row: ArticleRow, article: Article, state: RevisionState, writing: Writing
) -> ArticleRevision:
    """Keep the next revision of a held article."""
    row.last_number += 1
    revision = ArticleRevision(
        article=row.id,
        number=row.last_number,
        base=writing.base,
        restores=writing.restores,
        state=state,
        origin=writing.origin,
        digest=article.digest(),
        body=article.to_tree(),
        author=writing.author,
        reason=writing.reason,
        created_at=writing.now,
        reviewer=None,
        published_at=None,
    )
    session.add(revision)
    return revision


def step(
    session: Session, revision: ArticleRevision, verb: Verb, actor: str, reason: str, now: datetime
) -> None:
    """Move one revision and write down who did it; ``IllegalMove`` where it may not be moved so."""
    revision.state = moved(revision.state, verb)
    if revision.state is RevisionState.APPROVED:
        invalidate(session, APPROVED_ARTICLES)
    note(session, revision, verb, actor, reason, now)


def note(
    session: Session, revision: ArticleRevision, verb: Verb, actor: str, reason: str, now: datetime
) -> None:
    """Write down one step."""
    session.add(
        ArticleEvent(
            article=revision.article, number=revision.number, verb=verb, actor=actor, reason=reason, at=now
        )
    )


def put_live(session: Session, row: ArticleRow, revision: ArticleRevision, actor: str, now: datetime) -> None:
    """Let citizens read ``revision``, which is published, instead of what was there before."""
    if row.live is not None and row.live != revision.number:
        before = revision_of(session, row.id, row.live)
        step(session, before, Verb.REPLACE, actor, f"换上第{revision.number}稿", now)
    revision.published_at = now
    row.live, row.digest, row.body, row.is_published = revision.number, revision.digest, revision.body, True
    row.changed_at = now
    invalidate(session, PUBLISHED_ARTICLES)


def take_down(session: Session, row: ArticleRow, actor: str, reason: str, now: datetime) -> ArticleRevision:
    """Let nobody read the article any more; its words stay in the history."""
    if row.live is None:
        raise NotFound(f"“{row.id}”还没有发布过。")
    revision = revision_of(session, row.id, row.live)
    step(session, revision, Verb.RETIRE, actor, reason, now)
    row.is_published, row.changed_at = False, now
    invalidate(session, PUBLISHED_ARTICLES)
    return revision
