"""The tables of the knowledge base: articles and their revisions, what was asked, and what became of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Json, JsonList, JsonObject, Labelled, Moment, RowId, UtcDateTime, Words, stored_words
from knowledge.status import RevisionState, Verb


class Feedback(StrEnum):
    """What a citizen said of an answer."""

    USEFUL = "useful"
    USELESS = "useless"


class QuestionState(StrEnum):
    """Whether staff have answered a question left for them."""

    OPEN = "open"
    ANSWERED = "answered"


class Origin(Labelled):
    """Where the words of a revision come from."""

    FILE = "file", "文章文件"
    EDIT = "edit", "修改"
    WORKBOOK = "workbook", "表格导入"
    ROLLBACK = "rollback", "退回旧版"
    WORKLIST = "worklist", "待办问题"


PUBLISHED_ARTICLES = "articles"
"""The name in ``core.cache`` of what citizens read: whoever changes it says so in the same transaction."""
APPROVED_ARTICLES = "approved"
"""As that, of what only waits to be published."""


class ArticleRow(Base):
    """What citizens read of one article, and what its file said; ``articles.Article`` is what the rest of
    the program reads.
    """

    __tablename__ = "articles"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str | None] = mapped_column(
        String(64), comment="SHA-256 of what is or was last published, hexadecimal; NULL before"
    )
    body: Mapped[dict[str, Any] | None] = mapped_column(Json, comment="the fields of the article's YAML file")
    is_published: Mapped[bool] = mapped_column(comment="found by the search and shown to citizens")
    live: Mapped[int | None] = mapped_column(comment="number of the revision that is or was last published")
    last_number: Mapped[int] = mapped_column(comment="the newest revision")
    file_digest: Mapped[str | None] = mapped_column(
        String(64), comment="what the file said when it was last imported or settled; NULL: no file"
    )
    changed_at: Mapped[Moment] = mapped_column(comment="when what citizens read last changed")


class ArticleRevision(Base):
    """One version of an article, whole; its words never change, only where it stands."""

    __tablename__ = "article_revisions"
    __table_args__ = (
        UniqueConstraint("article", "number"),
        Index("ix_article_revisions_state", "state", "article"),
    )

    id: Mapped[RowId]
    article: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(comment="1, 2, 3 … within the article")
    base: Mapped[int | None] = mapped_column(comment="the revision it was written upon")
    restores: Mapped[int | None] = mapped_column(comment="the old revision whose words it brings back")
    state: Mapped[RevisionState] = mapped_column(stored_words(RevisionState, 16))
    origin: Mapped[Origin] = mapped_column(stored_words(Origin, 16))
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[JsonObject]
    author: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Words]
    created_at: Mapped[Moment]
    reviewer: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ArticleEvent(Base):
    """One step of one revision: who did what, when and why. Never changed."""

    __tablename__ = "article_events"
    __table_args__ = (Index("ix_article_events_article", "article", "id"),)

    id: Mapped[RowId]
    article: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    number: Mapped[int]
    verb: Mapped[Verb] = mapped_column(stored_words(Verb, 16))
    actor: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Words]
    at: Mapped[Moment]


class LoggedQuestion(Base):
    """A question with numbers masked, how it was decided, and whether the answer helped.

    Nobody's openid: ``asker`` is a keyed pseudonym, enough to delete a person's questions when they ask.
    """

    __tablename__ = "query_log"
    __table_args__ = (
        Index("ix_query_log_decision_at", "decision", "at"),
        Index("ix_query_log_article_at", "article", "at"),
    )

    id: Mapped[RowId]
    at: Mapped[Moment] = mapped_column(index=True)
    question: Mapped[Words] = mapped_column(comment="telephone, identity, bank and plate numbers masked")
    decision: Mapped[str] = mapped_column(String(16))
    article: Mapped[str | None] = mapped_column(String(64))
    topics: Mapped[JsonList]
    score: Mapped[float | None] = mapped_column(comment="confidence of the search, 0 to 1")
    asker: Mapped[str] = mapped_column(String(32), index=True, comment="pseudonym")
    feedback: Mapped[Feedback | None] = mapped_column(stored_words(Feedback, 16))


class QuestionDay(Base):
    """How many questions of one day went the same way, of those that are no longer kept themselves.

    Each question is counted either by its row or here, never in both: what is deleted is added in the same
    transaction. Whose questions they were, nothing here says.
    """

    __tablename__ = "question_days"

    on: Mapped[date] = mapped_column(primary_key=True, comment="day in Asia/Shanghai")
    word: Mapped[str] = mapped_column(
        String(16), primary_key=True, comment="a decision, an opinion, or left and replied of those for staff"
    )
    count: Mapped[int]


class StaffQuestion(Base):
    """A question that a citizen left for the staff, and what they answered."""

    __tablename__ = "staff_questions"
    __table_args__ = (
        Index("ix_staff_questions_state_left_at", "state", "left_at"),
        # People may delete theirs: a number given out again would bring an answer to somebody else.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[RowId]
    asker: Mapped[str] = mapped_column(String(32), index=True, comment="pseudonym")
    sealed_openid: Mapped[bytes] = mapped_column(LargeBinary, comment="to write the answer to")
    sealed_text: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[QuestionState] = mapped_column(stored_words(QuestionState, 16))
    left_at: Mapped[Moment]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    article: Mapped[str | None] = mapped_column(
        String(64), comment="the article whose publication will answer it"
    )


class SettledQuestion(Base):
    """A wording of the work list that somebody has dealt with; asked again later, it comes back."""

    __tablename__ = "settled_questions"

    key: Mapped[str] = mapped_column(
        String(16), primary_key=True, comment="fingerprint of the plain question, as the work list shows it"
    )
    article: Mapped[str | None] = mapped_column(String(64), comment="NULL: no article is wanted")
    actor: Mapped[str] = mapped_column(String(64))
    settled_at: Mapped[Moment]
