"""The figures of a period: told, compared with the year before, and the statement behind each.

Whoever may see campaigns may see them; who works for some regions sees those that can be told by region, of
these regions only. A workbook that is exported is remembered by the audit log.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from campaigns.figures import tips
from campaigns.figures.behind import Behind, Source, rows_behind
from campaigns.figures.figure import (
    Chapter,
    Compared,
    Figure,
    Form,
    Kept,
    Line,
    Report,
    Scope,
    Told,
    value_of,
)
from campaigns.figures.plausible import warnings
from campaigns.figures.register import get_figure, register
from campaigns.figures.showing import sql_of
from campaigns.figures.spread import Piece, Spread, pieces_of
from campaigns.planning.permissions import Permission
from campaigns.planning.ports import Regions
from core.clock import china_date, date_words
from core.errors import NotFound
from core.periods import Period
from places.regions import Level
from staff.actors import Actor, ActorKind
from staff.audit import record
from staff.reach import require_within

WHOLE = "全县"
NOT_BY_REGION = "这个指标不分区划统计"
NOTHING_TO_DIVIDE = "分母是0"
NOT_COMPARABLE = "两个时间段的统计口径不同，不比较"
NOT_OVER = "这段时间还没有结束，不比较"
NOT_WHOLE = "有一段时间没有记录，不比较"
NOTHING_BEFORE = "去年同期没有数字，不比较"


@dataclass(frozen=True, slots=True)
class Query:
    """A figure and the text of its statement."""

    figure: Figure
    sql: str


@dataclass(frozen=True, slots=True)
class FigureService:
    """Tells figures; ``kept_days`` says for how many days rows are kept that are not kept for good."""

    regions: Regions
    kept_days: Mapping[Kept, int]

    def report(
        self,
        session: Session,
        period: Period,
        actor: Actor,
        now: datetime,
        region: str | None = None,
        *,
        compare: bool = False,
        chapters: Collection[Chapter] = tuple(Chapter),
    ) -> Report:
        """The figures of a period, of the county or of one region with all below it."""
        scope, name = self._scope(period, actor, now, region)
        wanted = [one for one in register().values() if one.chapter in chapters]
        teller = Teller(session, self.kept_days, {})
        lines = tuple(self._line(teller, figure, scope, compare=compare) for figure in wanted)
        return Report(period, name, now, lines)

    def queries(
        self,
        session: Session,
        period: Period,
        actor: Actor,
        now: datetime,
        region: str | None = None,
    ) -> Mapping[str, Query]:
        """The statement of every figure, for whoever takes the report along."""
        scope, _ = self._scope(period, actor, now, region)
        return {one.key: _query(session, one, scope) for one in register().values()}

    def note_export(
        self, session: Session, period: Period, actor: Actor, now: datetime, region: str | None = None
    ) -> None:
        """Write down that somebody took the report along."""
        record(
            session,
            actor=actor,
            action="figures.export",
            subject=f"figures:{period.first}..{period.last}",
            now=now,
            detail={"region": region or ""},
        )

    def query(
        self,
        session: Session,
        key: str,
        period: Period,
        actor: Actor,
        now: datetime,
        region: str | None = None,
    ) -> tuple[Line, Query]:
        """One figure and the statement that counts it; ``NotFound`` names the figures there are."""
        figure = get_figure(key)
        scope, _ = self._scope(period, actor, now, region)
        line = self._line(Teller(session, self.kept_days, {}), figure, scope, compare=False)
        return line, _query(session, figure, scope)

    def behind(
        self,
        session: Session,
        key: str,
        period: Period,
        actor: Actor,
        now: datetime,
        region: str | None = None,
    ) -> tuple[Source, Sequence[Behind]] | None:
        """What one figure counts, row by row; None where it counts nothing that has a page of its own."""
        scope, _ = self._scope(period, actor, now, region)
        return rows_behind(session, get_figure(key), scope)

    def over_time(
        self,
        session: Session,
        whole: Told,
        period: Period,
        actor: Actor,
        now: datetime,
        region: str | None = None,
    ) -> Spread | None:
        """The figure of which ``whole`` was told, day by day, month by month or year by year.

        None where there is nothing to tell or one such piece; of tips too: the difference of two
        pieces could tell what the guard withholds.
        """
        figure = whole.figure
        scope, _ = self._scope(period, actor, now, region)
        if figure.is_guarded or whole.value is None:
            return None
        teller = Teller(session, self.kept_days, {})
        told = [
            Piece(one, teller.told(figure, replace(scope, period=one)))
            for one in pieces_of(period, china_date(now))
        ]
        return Spread(whole, [one for one in told if one.told.numerator]) if told else None

    def _line(self, teller: "Teller", figure: Figure, scope: Scope, *, compare: bool) -> Line:
        told = teller.told(figure, scope)
        before = teller.compared(told, scope) if compare else None
        return Line(told, before, warnings(told, scope.period))

    def _scope(self, period: Period, actor: Actor, now: datetime, region: str | None) -> tuple[Scope, str]:
        actor.require(Permission.SEE)
        tree = self.regions.tree()
        if region is None:
            if actor.kind is not ActorKind.STAFF or actor.scope.everywhere:
                return Scope(period, None, now), WHOLE
            codes: Iterable[str] = sorted(actor.scope.regions)
        else:
            if region not in tree:
                raise NotFound(f"没有“{region}”这个区划代码。")
            require_within(actor, self.regions, region)
            found = tree.find(region)
            if found is not None and found.level is Level.COUNTY:
                return Scope(period, None, now), WHOLE
            codes = [region]
        name = "、".join(tree.full_name(code) or code for code in codes)
        within: frozenset[str] = frozenset().union(*(tree.within(code) for code in codes))
        return Scope(period, within, now), name


@dataclass(frozen=True, slots=True)
class Teller:
    """Asks for figures within one transaction."""

    session: Session
    kept_days: Mapping[Kept, int]
    years: dict[int, tips.GuardedYear]
    """Guarded tables of tips, as they were needed."""

    def told(self, figure: Figure, scope: Scope) -> Told:
        """The figure, or why there is none."""
        if figure.is_guarded:
            return self._guarded(figure, scope)
        if scope.regions is not None and not figure.by_region:
            return Told(figure, None, why_not=NOT_BY_REGION)
        if why_not := self._gone(figure, scope):
            return Told(figure, None, why_not=why_not)
        since = self._since(figure, scope.period)
        if since is not None and since > scope.period.last:
            return Told(figure, None, why_not=f"最早的记录是{date_words(since)}的")
        return replace(self._counted(figure, scope), since=since)

    def compared(self, told: Told, scope: Scope) -> Compared:
        """The figure of the year before, and the change; only between the same definitions."""
        figure, period = told.figure, scope.period
        earlier = Scope(period.year_before(), scope.regions, scope.now)
        if told.value is None:
            return Compared(None, None, told.why_not)
        if not figure.is_comparable(period, earlier.period):
            return Compared(None, None, NOT_COMPARABLE)
        before = self.told(figure, earlier)
        if before.value is None:
            return Compared(before, None, before.why_not)
        if before.since:
            return Compared(before, None, NOT_WHOLE)
        if period.last >= china_date(scope.now):
            return Compared(before, None, NOT_OVER)
        if figure.form in (Form.SHARE, Form.MEAN):
            return Compared(before, round(told.value - before.value, 1))
        if not before.value:
            return Compared(before, None, NOTHING_BEFORE)
        return Compared(before, round((told.value - before.value) / before.value * 100, 1))

    def _guarded(self, figure: Figure, scope: Scope) -> Told:
        if why_not := tips.why_not(scope):
            return Told(figure, None, why_not=why_not)
        year = scope.period.first.year
        table = self.years.setdefault(year, tips.GuardedYear(self.session, year, scope.now))
        return table.told(figure, scope.period)

    def _gone(self, figure: Figure, scope: Scope) -> str:
        days = self.kept_days.get(figure.kept)
        if days is None or scope.period.begin >= scope.now - timedelta(days=days):
            return ""
        return f"{figure.kept.label}只保存{days}天，这段时间的已经不全"

    def _since(self, figure: Figure, period: Period) -> date | None:
        """The first day of which there is a record, where the period begins before it."""
        first = figure.begins(self.session) if figure.begins else None
        return first if first is not None and first > period.first else None

    def _counted(self, figure: Figure, scope: Scope) -> Told:
        row = self.session.execute(figure.select(scope)).one_or_none()
        if row is None:
            return Told(figure, None, why_not=figure.when_none)
        found = row._mapping
        numerator = int(found["numerator"])
        denominator = int(found["denominator"]) if "denominator" in found else None
        value = value_of(figure.form, numerator, denominator)
        return Told(
            figure,
            value,
            numerator,
            denominator,
            int(found.get("estimated", 0)),
            found.get("dated_on"),
            NOTHING_TO_DIVIDE if value is None else "",
        )


def _query(session: Session, figure: Figure, scope: Scope) -> Query:
    return Query(figure, sql_of(figure.select(scope), session.get_bind().dialect))
