"""The tables of the knowledge base: articles, what was asked, and questions left for staff."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import JsonList, JsonObject, Moment, RowId, UtcDateTime, Words, stored_words


class Feedback(StrEnum):
    """What a citizen said of an answer."""

    USEFUL = "useful"
    USELESS = "useless"


class QuestionState(StrEnum):
    """Whether staff have answered a question left for them."""

    OPEN = "open"
    ANSWERED = "answered"


class ArticleRow(Base):
    """One article as it was imported; ``articles.Article`` is what the rest of the house reads."""

    __tablename__ = "articles"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the content, hexadecimal")
    body: Mapped[JsonObject] = mapped_column(comment="the fields of the article's YAML file")
    is_published: Mapped[bool] = mapped_column(comment="found by the search and shown to citizens")
    imported_at: Mapped[Moment]


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
