"""Telling those who asked and left a question that there is an answer now."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import BadContent
from knowledge.articles import Article, render
from knowledge.asked.questions import AlreadyAnswered, LeftQuestion, StaffQuestions
from knowledge.localfacts import LocalFacts
from knowledge.models import ArticleRow
from staff.actors import Actor, ActorKind

SYSTEM_ACTOR = Actor(ActorKind.SYSTEM, "knowledge")
"""Who answers when an article that somebody waited for is published."""

Send = Callable[[Session, LeftQuestion, datetime], None]
"""Posts the answer to the person who left the question; whether WeChat still allows it is decided there."""


class Telling:
    """Answers left questions with the article they wait for, as soon as citizens can read it.

    The query log knows nobody; only who left a question can be told.
    """

    def __init__(self, questions: StaffQuestions, send: Send, facts: LocalFacts) -> None:
        self._questions = questions
        self._send = send
        self._facts = facts

    def hold(self, session: Session, article_ids: Iterable[str]) -> None:
        """Lock the questions that wait for these articles; before anything of the transaction is recorded."""
        waiting = [number for one in article_ids for number in self._questions.awaiting(session, one)]
        self._questions.hold(session, waiting)

    def tell(self, session: Session, article_ids: Sequence[str], now: datetime) -> list[int]:
        """Answer every question that waits for one of these articles and can; return their numbers."""
        self.hold(session, article_ids)
        told = []
        for article_id in article_ids:
            row = session.get(ArticleRow, article_id)
            if row is None or not row.is_published:
                continue
            try:
                text = render(Article.from_tree(row.body), self._facts)
            except BadContent:
                continue  # nobody can read it yet
            for number in self._questions.awaiting(session, article_id):
                try:
                    answered = self._questions.answer(session, number, text, SYSTEM_ACTOR, now)
                except AlreadyAnswered:
                    continue  # a colleague was faster
                self._send(session, answered, now)
                told.append(number)
        return told
