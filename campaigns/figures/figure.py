"""What a figure is: declared once, asked for by one SELECT, told with everything that makes it credible."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import SQLCoreOperations

from campaigns.planning.coverage import Span
from campaigns.planning.kinds import Basis
from core.periods import Period
from core.types import Labelled


class Chapter(Labelled):
    """Where a figure stands in a report; in this order."""

    GROUND = "ground", "一、活动开展"
    HEADS = "heads", "二、参与人数"
    SETTINGS = "settings", "三、安全宣传“五进”和覆盖率"
    MATERIALS = "materials", "四、宣传资料和物品"
    CODES = "codes", "五、二维码资料库和签到"
    QUIZZES = "quizzes", "六、知识竞赛和学习"
    TRAINING = "training", "七、教育培训"
    LECTURES = "lectures", "八、预约宣讲"
    CONTENT = "content", "九、内容发布"
    PUSHES = "pushes", "十、推送"
    FOLLOWERS = "followers", "十一、关注者"
    QUESTIONS = "questions", "十二、问答"
    TIPS = "tips", "十三、举报和奖励"


class Form(Labelled):
    """How numerator and denominator make the value; whatever is divided is rounded down to one decimal."""

    COUNT = "count", "计数"
    SHARE = "share", "比率"
    MEAN = "mean", "平均"
    MONEY = "money", "金额"


class Reach(Labelled):
    """Whether people were there or at their telephones; the two are never one figure."""

    OFFLINE = "offline", "线下"
    ONLINE = "online", "线上"
    NEITHER = "neither", "不分线上线下"


class Kept(Labelled):
    """What of the rows behind a figure is deleted after a time, so that an older period is not whole."""

    FOR_GOOD = "for_good", "长期保存"
    QUESTIONS = "questions", "问答记录"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked about: a period, and where given some regions (every code, also those below)."""

    period: Period
    regions: frozenset[str] | None
    now: datetime

    @property
    def span(self) -> Span:
        """The same in the words of planning."""
        return Span(self.period.first, self.period.last, self.regions)

    def moment(self, column: SQLCoreOperations[Any]) -> ColumnElement[bool]:
        """The moment lies in the period."""
        return (column >= self.period.begin) & (column < self.period.end)

    def day(self, column: SQLCoreOperations[Any]) -> ColumnElement[bool]:
        """The day lies in the period."""
        return (column >= self.period.first) & (column <= self.period.last)

    def here(self, column: SQLCoreOperations[Any]) -> ColumnElement[bool]:
        """The code is that of one of the regions."""
        return true() if self.regions is None else column.in_(sorted(self.regions))


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. Its SELECT gives one row: ``numerator``, and as it may be ``denominator``, ``estimated``
    (how much of the numerator rests on estimates alone) and ``dated_on`` (the day of the list behind it).

    A figure ``of`` another is one of its parts along ``split``: all parts together are the whole.
    ``changed_on`` names the days from which another definition holds: what lies on both sides of one is not
    compared with the other side.
    """

    key: str
    name: str
    chapter: Chapter
    unit: str
    definition: str
    select: Callable[[Scope], Select[Any]]
    numerator: str
    denominator: str = ""
    form: Form = Form.COUNT
    bases: frozenset[Basis] = frozenset({Basis.SYSTEM})
    reach: Reach = Reach.NEITHER
    by_region: bool = False
    of: str = ""
    split: str = ""
    kept: Kept = Kept.FOR_GOOD
    is_guarded: bool = False
    """About tips: told only through the guard, never as the SELECT gives it."""
    changed_on: tuple[date, ...] = ()
    dated: str = "截至"
    """What ``dated_on`` is the day of, before the day."""
    when_none: str = ""
    """Why its SELECT may give no row, in Chinese."""
    begins: Callable[[Session], date | None] | None = None
    """The first day of which there is a record, where earlier ones were not kept or there was nothing yet."""

    @property
    def basis(self) -> str:
        """How its numbers came about, in the order of the enumeration."""
        return "、".join(one.label for one in Basis if one in self.bases)

    def definition_on(self, day: date) -> int:
        """Which definition holds on a day; the first is 1."""
        return 1 + sum(changed <= day for changed in self.changed_on)

    def is_comparable(self, *periods: Period) -> bool:
        """Whether one and the same definition holds in all of these periods."""
        days = (day for period in periods for day in (period.first, period.last))
        return len({self.definition_on(day) for day in days}) == 1


def declared(
    chapter: Chapter,
    key: str,
    name: str,
    unit: str,
    definition: str,
    select: Callable[[Scope], Select[Any]],
    **more: Any,
) -> Figure:
    """A figure whose numerator is called like itself, without 其中：, unless ``more`` names it."""
    given = {"numerator": name.removeprefix("其中："), **more}
    return Figure(
        key=key, name=name, chapter=chapter, unit=unit, definition=definition, select=select, **given
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it came out. ``value`` is None where there is nothing to tell, and ``why_not`` says why.

    ``numerator`` and ``denominator`` may be withheld while ``value`` is told: a share of tips.
    """

    figure: Figure
    value: float | None
    numerator: int | None = None
    denominator: int | None = None
    estimated: int = 0
    dated_on: date | None = None
    why_not: str = ""
    since: date | None = None
    """The first day of which there is a record, where the period begins before it."""

    @property
    def is_estimate(self) -> bool:
        """Whether any of it was estimated."""
        return self.estimated > 0


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside the one of the year before; ``change`` in per cent (of shares: points), or why not."""

    before: Told | None
    change: float | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report: the figure, the year before where it was asked for, and what looks wrong."""

    told: Told
    year_before: Compared | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a period, in the order in which they are declared."""

    period: Period
    region: str
    """Name of the region; of the whole county, or of all that whoever asks may see."""
    at: datetime
    lines: tuple[Line, ...] = field(default=())

    def of(self, chapter: Chapter) -> Iterable[Line]:
        """The lines of one chapter."""
        return (line for line in self.lines if line.told.figure.chapter is chapter)


def value_of(form: Form, numerator: int, denominator: int | None) -> float | None:
    """What is told: whole counts, shares and means with one decimal, rounded down; None without a whole.

    99.96 % is not all, and 69.99 % has not reached 70.
    """
    match form:
        case Form.COUNT:
            return numerator
        case Form.MONEY:
            return numerator / 100
        case Form.SHARE:
            return numerator * 1000 // denominator / 10 if denominator else None
        case Form.MEAN:
            return numerator * 10 // denominator / 10 if denominator else None
