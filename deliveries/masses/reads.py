"""How often articles were read inside WeChat, as WeChat itself counts: pulled day by day, kept as it came.

Nothing of it is ours to check: 阅读人数 of an article on a day counts each person once, whoever they are.
Days come late (``is_delay``), so each of the last week is asked for until WeChat calls it complete.
Source [O]: developers.weixin.qq.com, 获取发表内容每日阅读数据 (getarticleread). Its forerunners
getarticlesummary and getarticletotal are no longer maintained there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import Date, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.clock import china_date
from core.db import Base
from core.statements import upsert
from core.types import Moment

DAYS_BACK = 7
MOST_ARTICLES = 5000


@dataclass(frozen=True, slots=True)
class DayOfReads:
    """What WeChat counted on a day: readers by article (msg_data_id and its place, 12003_3)."""

    readers: Mapping[str, int]
    is_late: bool


class ReadsGateway(Protocol):
    """Knows how often articles were read; raises ``GatewayRefusal``."""

    def article_reads(self, day: date) -> DayOfReads:
        """All articles that were read on a day that is over."""
        ...


class ArticleDay(Base):
    """A day that was asked for, and whether its counts are complete."""

    __tablename__ = "article_days"

    on: Mapped[date] = mapped_column(Date, primary_key=True, comment="day in Asia/Shanghai")
    asked_at: Mapped[Moment]
    is_complete: Mapped[bool] = mapped_column(
        comment="WeChat called it up to date; asked for again until then"
    )
    why_not: Mapped[str] = mapped_column(String(100), comment="what it answered instead, else empty")


class ArticleRead(Base):
    """How many people read an article on a day, by WeChat's own count."""

    __tablename__ = "article_reads"

    on: Mapped[date] = mapped_column(Date, primary_key=True)
    article: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="msg_data_id and place: 12003_3"
    )
    readers: Mapped[int] = mapped_column(comment="people, each once for the article and day")


def wanted_days(session: Session, now: datetime) -> Sequence[date]:
    """The days of the last week that are not complete, the oldest first; today is never over."""
    today = china_date(now)
    days = [today - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    query = select(ArticleDay.on).where(ArticleDay.on.in_(days), ArticleDay.is_complete)
    done = set(session.scalars(query))
    return [day for day in days if day not in done]


def keep_day(session: Session, day: date, found: DayOfReads, now: datetime) -> None:
    """Write a day down, in the place of what an earlier try brought."""
    session.execute(delete(ArticleRead).where(ArticleRead.on == day))
    session.add_all(
        ArticleRead(on=day, article=article, readers=readers)
        for article, readers in list(found.readers.items())[:MOST_ARTICLES]
    )
    _note(
        session,
        day,
        now,
        is_complete=not found.is_late,
        why_not="平台说数据还有延迟" if found.is_late else "",
    )


def note_refusal(session: Session, day: date, why: str, now: datetime) -> None:
    """WeChat gave nothing; what an earlier try brought stays."""
    _note(session, day, now, is_complete=False, why_not=why[:100])


def _note(session: Session, day: date, now: datetime, *, is_complete: bool, why_not: str) -> None:
    row = {"on": day, "asked_at": now, "is_complete": is_complete, "why_not": why_not}
    upsert(session, ArticleDay, row, conflict=["on"], update=["asked_at", "is_complete", "why_not"])
