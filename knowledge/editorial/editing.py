"""Editing in the database: draft, review by somebody else, publish, retire, and back.

Every step asks for its permission, is kept with the login of who took it, and stands in the audit log. Whose
words the public reads is decided here and nowhere else, apart from ``importing``, which brings in files that
were reviewed where they are kept.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import RuleViolation
from knowledge.articles import Article
from knowledge.editorial.refusals import (
    BeingReviewed,
    LastArticle,
    NothingChanged,
    SelfReview,
    StaleBase,
    Unfinished,
)
from knowledge.editorial.revisions import (
    Writing,
    add_revision,
    head_number,
    held_article,
    is_overtaken,
    new_article,
    note,
    open_revision,
    put_live,
    revision_of,
    step,
    take_down,
)
from knowledge.editorial.rules import Broken, Claims, broken_rules, named
from knowledge.localfacts import LocalFacts
from knowledge.models import ArticleRevision, ArticleRow, Origin
from knowledge.permissions import KnowledgePermission as May
from knowledge.published import published_articles
from knowledge.status import RevisionState, Verb, moved
from staff.actors import Actor
from staff.audit import record
from staff.services import find_staff


class EditingService:
    """The verbs of the editors.

    ``topics`` are the known slugs, ``facts`` declares the placeholders, ``pictures`` are the ids of the
    gallery.
    """

    def __init__(self, topics: Collection[str], facts: LocalFacts, pictures: Collection[str]) -> None:
        self._topics = topics
        self._facts = facts
        self._pictures = pictures

    def save(
        self,
        session: Session,
        article: Article,
        *,
        base: int | None,
        author: Actor,
        reason: str,
        now: datetime,
        origin: Origin = Origin.EDIT,
        restores: int | None = None,
    ) -> ArticleRevision:
        """Keep ``article`` as the next draft, written upon revision ``base`` (None: a new article).

        Raises ``StaleBase`` when ``base`` is no longer the newest, ``BeingReviewed`` when the newest is with
        a reviewer, ``NothingChanged`` when it says the same. A draft may still break the rules.
        """
        author.require(May.WRITE)
        row = new_article(session, article.id, now)
        opened = open_revision(session, article.id)
        if opened is not None and opened.state is not RevisionState.DRAFT:
            raise BeingReviewed
        if base != head_number(row, opened):
            raise StaleBase
        if base is not None and revision_of(session, article.id, base).digest == article.digest():
            raise NothingChanged
        writing = Writing(author.id, reason, now, origin, base, restores)
        revision = add_revision(session, row, article, RevisionState.DRAFT, writing)
        if opened is not None:
            step(session, opened, Verb.REVISE, author.id, f"第{revision.number}稿", now)
        note(session, revision, Verb.SAVE, author.id, reason, now)
        # The log is kept for ever: what a citizen asked does not go into it.
        told = "" if origin is Origin.WORKLIST else reason
        return _recorded(session, revision, Verb.SAVE, author, told, now)

    def submit(
        self, session: Session, article_id: str, number: int, actor: Actor, now: datetime, reason: str = ""
    ) -> ArticleRevision:
        """Hand a finished draft to the reviewers; ``Unfinished`` lists every rule it breaks."""
        actor.require(May.WRITE)
        row, revision = self._held(session, article_id, number)
        _must_be_newest(row, revision, Verb.SUBMIT)
        self._must_be_finished(session, revision)
        return self._step(session, revision, Verb.SUBMIT, actor, reason, now)

    def approve(
        self, session: Session, article_id: str, number: int, actor: Actor, now: datetime, reason: str = ""
    ) -> ArticleRevision:
        """Approve what somebody else wrote.

        Whoever wrote any draft since the last published revision counts as an author: saving a comma over
        a colleague's draft does not make it one's colleague's work alone.
        """
        actor.require(May.REVIEW)
        _, revision = self._held(session, article_id, number)
        if _is_one_of(session, actor, self._authors(session, revision)):
            raise SelfReview
        revision.reviewer = actor.id
        return self._step(session, revision, Verb.APPROVE, actor, reason, now)

    def send_back(
        self, session: Session, article_id: str, number: int, actor: Actor, reason: str, now: datetime
    ) -> ArticleRevision:
        """Give a draft back to be mended; an approval is void."""
        actor.require(May.REVIEW)
        _, revision = self._held(session, article_id, number)
        revision.reviewer = None
        return self._step(session, revision, Verb.SEND_BACK, actor, reason, now)

    def discard(
        self, session: Session, article_id: str, number: int, actor: Actor, reason: str, now: datetime
    ) -> ArticleRevision:
        """Give up a revision that is not published."""
        actor.require(May.WRITE)
        _, revision = self._held(session, article_id, number)
        return self._step(session, revision, Verb.DISCARD, actor, reason, now)

    def publish(
        self, session: Session, article_id: str, number: int, actor: Actor, now: datetime, reason: str = ""
    ) -> ArticleRevision:
        """Let citizens read an approved revision; the web processes follow within seconds."""
        actor.require(May.PUBLISH)
        row, revision = self._held(session, article_id, number)
        _must_be_newest(row, revision, Verb.PUBLISH)
        step(session, revision, Verb.PUBLISH, actor.id, reason, now)
        session.flush()
        # Once more: another article may have taken a phrasing or a topic since the draft was handed in.
        self._must_be_finished(session, revision)
        put_live(session, row, revision, actor.id, now)
        return _recorded(session, revision, Verb.PUBLISH, actor, reason, now)

    def retire(
        self, session: Session, article_id: str, actor: Actor, reason: str, now: datetime
    ) -> ArticleRevision:
        """Take an article away from the public."""
        actor.require(May.RETIRE)
        row = held_article(session, article_id)
        others = select(func.count()).where(ArticleRow.is_published, ArticleRow.id != article_id)
        if row.is_published and not session.scalar(others):
            raise LastArticle
        revision = take_down(session, row, actor.id, reason, now)
        return _recorded(session, revision, Verb.RETIRE, actor, reason, now)

    def bring_back(
        self, session: Session, article_id: str, actor: Actor, reason: str, now: datetime
    ) -> ArticleRevision:
        """Let citizens read again what was retired; it was reviewed, but the rules are asked anew."""
        actor.require(May.RETIRE)
        row = held_article(session, article_id)
        if row.live is None:
            raise RuleViolation(f"“{article_id}”还没有发布过，没有可以恢复的。")
        revision = revision_of(session, article_id, row.live)
        step(session, revision, Verb.BRING_BACK, actor.id, reason, now)
        session.flush()
        self._must_be_finished(session, revision)
        put_live(session, row, revision, actor.id, now)
        return _recorded(session, revision, Verb.BRING_BACK, actor, reason, now)

    def roll_back(
        self, session: Session, article_id: str, to: int, author: Actor, reason: str, now: datetime
    ) -> ArticleRevision:
        """Draft a new revision that says what revision ``to`` said; it goes the way of every draft."""
        row = held_article(session, article_id)
        old = revision_of(session, article_id, to)
        return self.save(
            session,
            Article.from_tree(old.body),
            base=head_number(row, open_revision(session, article_id)),
            author=author,
            reason=reason,
            now=now,
            origin=Origin.ROLLBACK,
            restores=to,
        )

    def faults(self, session: Session, article: Article) -> list[str]:
        """What keeps ``article`` from being published, in Chinese; nothing if it may be."""
        claims = Claims()
        for other in published_articles(session):
            if other.id != article.id:
                list(claims.take(named(other), other))
        broken = [*self.broken_rules(article), *claims.take(article.id, article)]
        return list(dict.fromkeys(one.sentence for one in broken))

    def broken_rules(self, article: Article) -> list[Broken]:
        """The rules that ``article`` breaks by itself.

        One without a topic is no gap here: the list of topics is the plan of the files, each of them is
        answered by then, and what citizens ask beyond it is to be answered all the same.
        """
        unknown = [
            Broken("pictures", f"unknown picture '{name}'", f"没有“{name}”这张图")
            for name in article.pictures
            if name not in self._pictures
        ]
        broken = broken_rules(article, self._topics, self._facts)
        return [*(one for one in broken if not (one.is_gap and one.field == "topics")), *unknown]

    def _held(self, session: Session, article_id: str, number: int) -> tuple[ArticleRow, ArticleRevision]:
        row = held_article(session, article_id)
        return row, revision_of(session, article_id, number)

    def _step(
        self,
        session: Session,
        revision: ArticleRevision,
        verb: Verb,
        actor: Actor,
        reason: str,
        now: datetime,
    ) -> ArticleRevision:
        step(session, revision, verb, actor.id, reason, now)
        return _recorded(session, revision, verb, actor, reason, now)

    def _must_be_finished(self, session: Session, revision: ArticleRevision) -> None:
        if faults := self.faults(session, Article.from_tree(revision.body)):
            raise Unfinished(faults)

    def _authors(self, session: Session, revision: ArticleRevision) -> set[str]:
        """Everybody who wrote on the way from what was last published to this revision."""
        authors = {revision.author}
        while revision.base is not None:
            revision = revision_of(session, revision.article, revision.base)
            if revision.published_at is not None:
                break
            authors.add(revision.author)
        return authors


def _must_be_newest(row: ArticleRow, revision: ArticleRevision, verb: Verb) -> None:
    moved(revision.state, verb)
    if is_overtaken(row, revision):
        raise StaleBase


def _is_one_of(session: Session, actor: Actor, authors: Collection[str]) -> bool:
    """By login; and by name, with which everybody signed before there were accounts."""
    account = find_staff(session, actor.id)
    mine = {actor.id, account.name} if account is not None else {actor.id}
    return not {one.casefold() for one in mine}.isdisjoint(one.casefold() for one in authors)


def _recorded(
    session: Session, revision: ArticleRevision, verb: Verb, actor: Actor, reason: str, now: datetime
) -> ArticleRevision:
    session.flush()
    record(
        session,
        actor=actor,
        action=f"knowledge.{verb}",
        subject=f"article:{revision.article}",
        now=now,
        reason=reason,
        detail={"number": revision.number},
    )
    return revision
