"""Tables of mass sends, ours and those from the platform's console, and of their articles' readers."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, Index, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Moment, Openid, RowId, UtcDateTime, stored_words
from deliveries.masses.status import MassState
from deliveries.ports import FailureClass


class MassSend(Base):
    """One call of the mass-send interface and its result; without ``mailing_id``, one from the console.

    Its recipients are those of the mailing from ``first_openid`` to ``last_openid``.
    """

    __tablename__ = "mass_sends"
    __table_args__ = (
        UniqueConstraint("mailing_id", "number"),
        Index("ix_mass_sends_due", "state", "due_at"),
    )

    id: Mapped[RowId]
    mailing_id: Mapped[int | None]
    number: Mapped[int] = mapped_column(default=1, comment="which part of its mailing, from 1")
    first_openid: Mapped[Openid | None]
    last_openid: Mapped[Openid | None]
    size: Mapped[int] = mapped_column(comment="how many people; of a console send its TotalCount")
    client_id: Mapped[str | None] = mapped_column(
        String(64), unique=True, comment="clientmsgid: written before the call, the same for every try"
    )
    state: Mapped[MassState] = mapped_column(stored_words(MassState, 16))
    due_at: Mapped[Moment]
    tries: Mapped[int] = mapped_column(default=0)
    token: Mapped[str | None] = mapped_column(String(32), comment="names the one try that may write the fate")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was first submitted")
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    msg_id: Mapped[str | None] = mapped_column(String(32), unique=True, comment="the platform's number")
    failure: Mapped[FailureClass | None] = mapped_column(stored_words(FailureClass, 32))
    errcode: Mapped[int | None]
    rid: Mapped[str | None] = mapped_column(String(64))
    verdict: Mapped[str | None] = mapped_column(String(64), comment="Status of the job-finished event")
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the event came")
    total: Mapped[int | None]
    filtered: Mapped[int | None]
    sent: Mapped[int | None]
    failed: Mapped[int | None]
    disagrees: Mapped[bool] = mapped_column(default=False, comment="the counts do not fit together")
    delete_by: Mapped[str | None] = mapped_column(String(64), comment="who asked the platform to delete it")
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def is_believed() -> ColumnElement[bool]:
    """Whether the counts of a report say how many got it: it was sent, and they are consistent."""
    return and_(MassSend.state.in_((MassState.FINISHED, MassState.DELETED)), MassSend.disagrees.is_(False))


class ArticleDay(Base):
    """A day that was requested, and whether its counts are complete."""

    __tablename__ = "article_days"

    on: Mapped[date] = mapped_column(Date, primary_key=True, comment="day in Asia/Shanghai")
    asked_at: Mapped[Moment]
    is_complete: Mapped[bool] = mapped_column(
        comment="WeChat called it up to date; asked for again until then"
    )
    why_not: Mapped[str] = mapped_column(String(100), comment="what it answered instead, else empty")


class ArticleRead(Base):
    """How many people read an article on one day, by WeChat's own count."""

    __tablename__ = "article_reads"

    on: Mapped[date] = mapped_column(Date, primary_key=True)
    article: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="msg_data_id and place: 12003_3"
    )
    readers: Mapped[int] = mapped_column(comment="people, each once for the article and day")
