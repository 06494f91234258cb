"""Finding and reading: the list, the queue of the reviewers, an article with its history, one revision."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.listing import Listing, leaf_of
from admin.marks import after_words
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from core.errors import BadContent, NotFound
from core.sort_orders import Page
from core.types import Labelled
from knowledge.articles import Article, render
from knowledge.categories import CATEGORY_LABELS, category_label
from knowledge.editorial.catalogue import STATES, Order, ReviewDue, Wish, list_articles
from knowledge.editorial.differences import Change, differences
from knowledge.editorial.revisions import (
    OPEN_ORDERS,
    events,
    history,
    open_revision,
    open_revisions,
    revision_of,
)
from knowledge.models import ArticleEvent, ArticleRevision, ArticleRow
from knowledge.permissions import KnowledgePermission as May
from knowledge.search.ranking import SUGGEST_FROM
from knowledge.status import MOVES, Verb
from staff.services import names_of

LONGEST_WORDS = 60
QUEUE_HEADS = ("条目", "问题", "第几稿", "状态", "谁写的", "什么时候", "怎么来的", "为什么写")
_FOUND_BY_MEANING = 8
_NEEDS = {
    Verb.SUBMIT: May.WRITE,
    Verb.DISCARD: May.WRITE,
    Verb.APPROVE: May.REVIEW,
    Verb.SEND_BACK: May.REVIEW,
    Verb.PUBLISH: May.PUBLISH,
    Verb.RETIRE: May.RETIRE,
    Verb.BRING_BACK: May.RETIRE,
}


class Reading:
    """Pages that change nothing."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._queue: Listing[ArticleRevision] = Listing(
            needs, "knowledge_queue", "还没发布的稿子", OPEN_ORDERS, _open, QUEUE_HEADS, _queue_rows,
            widths={"问题": 50, "为什么写": 40},
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        see = May.SEE
        routes.add("/knowledge", self.listed, name="knowledge", permission=see, menu=MenuItem("知识", "book"))
        routes.add("/knowledge/queue", self.queue, name="knowledge_queue", permission=see)
        self._queue.add_to(routes, "/knowledge/queue", see)
        routes.add("/knowledge/articles/<article_id>", self.article, name="knowledge_article", permission=see)
        routes.add(
            "/knowledge/articles/<article_id>/<int:number>",
            self.revision,
            name="knowledge_revision",
            permission=see,
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The list, narrowed by what stands in the address."""
        asked = request.args
        today = china_date(self._needs.clock.now())
        wish = self.wish()
        with self._needs.database.reading() as session:
            found = list_articles(session, wish, today)
        leaf = leaf_of("knowledge", found.lines, found.after)
        kept = {name: asked[name] for name in ("q", "category", "state", "due", "sort") if asked.get(name)}
        return page(
            "knowledge/list",
            visitor=visitor,
            found=found,
            wish=wish,
            kept=kept,
            leaf=leaf,
            today=today,
            states=STATES,
            dues=tuple(ReviewDue),
            orders=tuple(Order),
            categories=CATEGORY_LABELS,
            category_label=category_label,
        )

    def wish(self) -> Wish:
        """What the address asks of the list."""
        asked = request.args
        words = asked.get("q", "").strip()[:LONGEST_WORDS]
        return Wish(
            words=words,
            near=self._near(words),
            category=asked.get("category", ""),
            state=one_of(STATES, asked.get("state")),
            due=one_of(ReviewDue, asked.get("due")),
            order=one_of(Order, asked.get("sort")) or Order.BY_ID,
            after=after_words(),
        )

    def _near(self, words: str) -> list[str]:
        """What the search of the citizens finds: whoever looks for 煤气 finds 燃气 too."""
        if not words:
            return []
        found = self._needs.knowledge().library_holder().current().index.search(words, _FOUND_BY_MEANING)
        return [one.article_id for one in found if one.score >= SUGGEST_FROM]

    def queue(self, visitor: Visitor) -> ResponseReturnValue:
        """Everything on its way to the public, the longest waiting first."""
        with self._needs.database.reading() as session:
            leaf = self._queue.leaf(session, visitor)
            people = names_of(session, {one.author for one in leaf.lines})
        return page("knowledge/queue", visitor=visitor, leaf=leaf, people=people, now=self._needs.clock.now())

    def article(
        self, visitor: Visitor, article_id: str, refusal: str = "", status: int = 200
    ) -> ResponseReturnValue:
        """What citizens read, where it stands, and everything that was done with it."""
        services = self._needs.knowledge()
        with self._needs.database.reading() as session:
            row = session.get(ArticleRow, article_id)
            if row is None:
                raise NotFound
            opened, revisions, steps = (
                open_revision(session, article_id), history(session, article_id), events(session, article_id),
            )  # fmt: skip
            people = names_of(session, _hands(revisions, steps))
        body = row.body if row.live is not None else revisions[0].body if revisions else None
        article = readable(body)
        live = next((one for one in revisions if one.number == row.live), None)
        return page(
            "knowledge/article",
            status,
            visitor=visitor,
            row=row,
            article=article,
            text=render(article, services.facts) if article else "",
            opened=opened,
            revisions=revisions,
            people=people,
            events=steps,
            topics=services.topics,
            moves=moves(visitor, live),
            refusal=refusal,
            reason=request.form.get("reason", ""),
            may_write=visitor.actor.may(May.WRITE),
            category_label=category_label,
        )

    def revision(
        self, visitor: Visitor, article_id: str, number: int, refusal: str = "", status: int = 200
    ) -> ResponseReturnValue:
        """One revision, what it changes, and the steps that may be taken with it."""
        services = self._needs.knowledge()
        with self._needs.database.reading() as session:
            revision = revision_of(session, article_id, number)
            against = request.args.get("against", type=int) or _before(revision)
            before = revision_of(session, article_id, against) if against else None
            article = readable(revision.body)
            faults = services.editing.faults(session, article) if article else []
            steps = [one for one in events(session, article_id) if one.number == number]
            row = session.get(ArticleRow, article_id)
            people = names_of(session, _hands([revision], steps))
        return page(
            "knowledge/revision",
            status,
            visitor=visitor,
            revision=revision,
            article=article,
            against=against,
            changes=changes_between(before, revision) if before else [],
            text=render(article, services.facts) if article else "",
            faults=faults,
            events=steps,
            people=people,
            row=row,
            moves=moves(visitor, revision),
            is_own=revision.author == visitor.actor.id,
            refusal=refusal,
            reason=request.form.get("reason", ""),
            may_write=visitor.actor.may(May.WRITE),
        )


def one_of(words: Any, value: str | None) -> Any:
    """The word that stands in the address; None for anything else."""
    return next((word for word in words if word == value), None)


def readable(body: Any) -> Article | None:
    """The article of a stored body; None where it cannot be read any more."""
    try:
        return Article.from_tree(body)
    except BadContent:
        return None


def changes_between(old: ArticleRevision, new: ArticleRevision) -> list[Change]:
    """What differs between two revisions."""
    before, after = readable(old.body), readable(new.body)
    return differences(before, after) if before and after else []


def moves(visitor: Visitor, revision: ArticleRevision | None) -> frozenset[Labelled]:
    """The steps that follow from where a revision stands and that the visitor's permissions open."""
    if revision is None:
        return frozenset()
    return frozenset(
        verb
        for verb, permission in _NEEDS.items()
        if (revision.state, verb) in MOVES and visitor.actor.may(permission)
    )


def _before(revision: ArticleRevision) -> int | None:
    """What to compare with, where nobody chose: the revision it was written upon."""
    return revision.base


def _open(session: Session, _visitor: Visitor, page: Page) -> Sequence[ArticleRevision]:
    return open_revisions(session, page)


def _hands(revisions: Sequence[ArticleRevision], steps: Sequence[ArticleEvent]) -> set[str]:
    """The logins of everybody who wrote, read or took a step."""
    wrote = {login for one in revisions for login in (one.author, one.reviewer) if login}
    return wrote | {one.actor for one in steps}


def _queue_rows(session: Session, lines: Sequence[ArticleRevision]) -> Iterator[Sequence[Cell]]:
    people = names_of(session, {one.author for one in lines})
    for one in lines:
        yield [
            one.article, str(one.body.get("question", "")), one.number, one.state.label,
            people.get(one.author, one.author),
            stamp(one.created_at), one.origin.label, one.reason,
        ]  # fmt: skip
