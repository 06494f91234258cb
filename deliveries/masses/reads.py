"""How often articles were read inside WeChat, by WeChat's own count: fetched day by day, stored as received.

We cannot verify the numbers: 阅读人数 of an article on a day counts each person once, whoever they are.
Counts arrive late (``is_delay``), so each day of the last week is requested until WeChat calls it complete.
Source [O]: developers.weixin.qq.com, 获取发表内容每日阅读数据 (getarticleread). Its predecessors
getarticlesummary and getarticletotal are no longer maintained.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.statements import upsert
from deliveries.masses.models import ArticleDay, ArticleRead
from deliveries.masses.ports import DayOfReads

DAYS_BACK = 7
MOST_ARTICLES = 5000


def wanted_days(session: Session, now: datetime) -> Sequence[date]:
    """The incomplete days of the last week, the oldest first; today is never over."""
    today = china_date(now)
    days = [today - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    query = select(ArticleDay.on).where(ArticleDay.on.in_(days), ArticleDay.is_complete)
    done = set(session.scalars(query))
    return [day for day in days if day not in done]


def keep_day(session: Session, day: date, found: DayOfReads, now: datetime) -> None:
    """Store the counts of a day, replacing those of an earlier attempt."""
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
    """Record that WeChat gave nothing; the counts of an earlier attempt stay."""
    _note(session, day, now, is_complete=False, why_not=why[:100])


def _note(session: Session, day: date, now: datetime, *, is_complete: bool, why_not: str) -> None:
    row = {"on": day, "asked_at": now, "is_complete": is_complete, "why_not": why_not}
    upsert(session, ArticleDay, row, conflict=["on"], update=["asked_at", "is_complete", "why_not"])
