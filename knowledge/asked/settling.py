"""Answering a group of the work list: a new phrasing of an article, a new article, or nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from core.clock import china_date
from core.errors import NotFound, RuleViolation
from knowledge.articles import Article, Urgency
from knowledge.asked.grouping import plain_key
from knowledge.asked.questions import StaffQuestions
from knowledge.asked.worklist import Group, settle
from knowledge.editorial.editing import EditingService
from knowledge.editorial.reviewing import next_review
from knowledge.editorial.revisions import head_of, revision_of
from knowledge.editorial.rules import TO_WRITE
from knowledge.models import ArticleRevision, Origin
from knowledge.permissions import KnowledgePermission
from knowledge.published import published_articles
from staff.actors import Actor
from staff.audit import record

MOST_PHRASINGS = 3
LONGEST_PHRASING = 40


class NoPhrasing(RuleViolation):
    """None of the wordings can stand in an article as it was asked."""

    sentence = "这一组的原话都不适合直接当问法（太长、有个人信息，或者别的条目已经有了），请自己写一句问法。"


class SettlingService:
    """What an editor does with a group; every way leaves the work list without it."""

    def __init__(self, editing: EditingService, questions: StaffQuestions) -> None:
        self._editing = editing
        self._questions = questions

    def add_phrasings(
        self,
        session: Session,
        group: Group,
        article_id: str,
        *,
        actor: Actor,
        now: datetime,
        asks: Sequence[str] = (),
    ) -> ArticleRevision:
        """Draft a revision of an article that can also be asked this way, and let who left it wait for it.

        ``asks`` are the editor's own words; without them the most asked usable wordings are taken, at most
        three. Raises ``NoPhrasing``, and what ``EditingService.save`` raises.
        """
        self._questions.hold(session, group.left)
        base = head_of(session, article_id)
        if base is None:
            raise NotFound(f"没有编号是“{article_id}”的条目。")
        article = Article.from_tree(revision_of(session, article_id, base).body)
        new = list(asks) or usable_wordings(group, _taken(session, article))[:MOST_PHRASINGS]
        if not new:
            raise NoPhrasing
        draft = self._editing.save(
            session,
            _checked(replace(article, asks=tuple(dict.fromkeys([*article.asks, *new])))),
            base=base,
            author=actor,
            reason=f"待办问题：{group.question}（{group.count}次）",
            now=now,
            origin=Origin.WORKLIST,
        )
        self._settle(session, group, article_id, actor, now)
        return draft

    def draft_article(
        self, session: Session, group: Group, article_id: str, *, actor: Actor, now: datetime
    ) -> ArticleRevision:
        """Begin a new article with the wordings as its phrasings; the answer is still to be written."""
        self._questions.hold(session, group.left)
        if head_of(session, article_id) is not None:
            raise RuleViolation(f"编号“{article_id}”已经有条目了。请给那一条加问法，或者换一个编号。")
        wordings = usable_wordings(group, _taken(session, None))
        question, *asks = wordings or [TO_WRITE]
        today: date = china_date(now)
        article = Article(
            id=article_id,
            topics=(),
            question=question,
            asks=tuple(asks),
            lead=TO_WRITE,
            answer=TO_WRITE,
            sources=(),
            audience=(),
            urgency=Urgency.NORMAL,
            reviewed_on=today,
            review_due_on=next_review(article_id, Urgency.NORMAL, today),
        )
        for broken in self._editing.broken_rules(article):
            if not broken.is_gap:
                raise RuleViolation(f"{broken.sentence}。")
        draft = self._editing.save(
            session,
            article,
            base=None,
            author=actor,
            reason=f"待办问题：{group.question}（{group.count}次）",
            now=now,
            origin=Origin.WORKLIST,
        )
        self._settle(session, group, article_id, actor, now)
        return draft

    def dismiss(self, session: Session, group: Group, *, actor: Actor, now: datetime) -> None:
        """Nothing is to be written for this group; questions that were left still wait for staff."""
        actor.require(KnowledgePermission.WRITE)
        settle(session, group, article=None, actor=actor.id, now=now)
        record(session, actor=actor, action="knowledge.dismiss", subject=f"group:{group.key}", now=now)

    def _settle(self, session: Session, group: Group, article_id: str, actor: Actor, now: datetime) -> None:
        settle(session, group, article=article_id, actor=actor.id, now=now)
        self._questions.await_article(session, group.left, article_id)


def usable_wordings(group: Group, taken: set[str]) -> list[str]:
    """The wordings that may stand in an article, the most asked first.

    Masked numbers mean that somebody told about themselves; long stories are no phrasings; ``taken`` are the
    fingerprints of what articles have already.
    """
    return [
        text
        for wording in group.wordings
        if wording.key not in taken
        and 2 <= len(text := " ".join(wording.text.split())) <= LONGEST_PHRASING
        and "[" not in text
    ]


def _taken(session: Session, besides: Article | None) -> set[str]:
    articles = published_articles(session) + ([besides] if besides else [])
    return {plain_key(phrasing) for article in articles for phrasing in article.phrasings}


def _checked(article: Article) -> Article:
    """The article as it would be read from a file: an ask of two lines is refused here."""
    return Article.from_tree(article.to_tree())
