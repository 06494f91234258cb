"""Articles read inside WeChat: WeChat's own count, told as such, with how much of the period it covers."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select

from campaigns.figures.columns import dated_on, denominator, different, numerator, rows, total
from campaigns.figures.figure import Chapter, Figure, Form, Reach, Scope
from core.clock import china_date
from deliveries.masses.models import ArticleDay, ArticleRead

_SOURCE = "微信公众平台的统计（datacube/getarticleread），不是本系统数的，不能核对"
_READ = (
    "群发和发布的文章在微信里的阅读：每篇每天的阅读人数相加，同一人一天读一篇算一次，读两篇、读两天都算；"
    f"只含取到统计的日子。来源：{_SOURCE}"
)
_NONE = "期内没有取到微信的统计：账号没有这个接口的权限，或者还没有到取的时候"


def _known(scope: Scope) -> ColumnElement[bool]:
    """A day of the period whose counts are complete."""
    return scope.day(ArticleDay.on) & ArticleDay.is_complete


def _reads(scope: Scope) -> Select[Any]:
    """No row where no day of the period came: nobody knows, which is not nought."""
    days = select(ArticleDay.on).where(_known(scope))
    readers = select(total(ArticleRead.readers)).where(ArticleRead.on.in_(days)).scalar_subquery()
    return (
        select(numerator(readers), dated_on(func.max(ArticleDay.on)))
        .where(_known(scope))
        .having(func.count() > 0)
    )


def _mean(scope: Scope) -> Select[Any]:
    return select(numerator(total(ArticleRead.readers)), denominator(different(ArticleRead.article))).where(
        ArticleRead.on.in_(select(ArticleDay.on).where(_known(scope)))
    )


def _days(scope: Scope) -> Select[Any]:
    last = min(scope.period.last, china_date(scope.now) - timedelta(days=1))
    over = max(0, (last - scope.period.first).days + 1)
    return select(numerator(rows()), denominator(literal(over))).where(_known(scope))


def figures() -> Iterator[Figure]:
    """Readers, readers an article, and how many days are known."""
    told = partial(Figure, chapter=Chapter.CONTENT, reach=Reach.ONLINE)
    yield told(
        key="articles.reads", name="微信里的文章阅读", unit="人次", definition=_READ, select=_reads,
        numerator="每篇每天的阅读人数之和（微信统计）", when_none=_NONE,
    )  # fmt: skip
    yield told(
        key="articles.reads_mean", name="平均每篇阅读", unit="人次", definition=f"{_READ}；除以有人读的篇数",
        select=_mean, numerator="每篇每天的阅读人数之和（微信统计）", denominator="有人读的文章篇数",
        form=Form.MEAN,
    )  # fmt: skip
    yield told(
        key="articles.days", name="取到阅读统计的日子", unit="%",
        definition=f"期内微信已经给全的日子，除以期内到昨天为止的日子；缺的日子不在阅读数里。来源：{_SOURCE}",
        select=_days, numerator="微信已经给全的天数", denominator="期内到昨天为止的天数", form=Form.SHARE,
    )  # fmt: skip
