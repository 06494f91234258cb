"""Figures of tips and rewards, told through the guard of the tip offices: nothing under ten, nothing from
which one follows.

The months and quarters of a year are guarded as one table (``tipoffs.figures_told``), only periods that are
over are told, only whole months, quarters and years, and only of the whole county. By town and
by industry the tip office itself looks (``flask tipoffs figures``).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from campaigns.figures.columns import numerator, rows, total
from campaigns.figures.figure import Chapter, Figure, Form, Scope, Told, value_of
from core.clock import china_date
from core.periods import Length, Period, month_of
from tipoffs import figures as tip_figures
from tipoffs.figures_guard import HIDDEN_LABEL, Key
from tipoffs.figures_told import MONTHS, ONLY_PAST, PARTS, ToldYear, place_of
from tipoffs.rewards.models import RewardPayment

ONLY_WHOLE = "举报数据只按整月、整季、整年提供"
ONLY_COUNTY = "举报数据在这里只提供全县合计"

_RECEIVED = "期内提交的举报，不论后来怎样"
_SHARES: Mapping[str, Callable[[tip_figures.Line], tuple[int, int]]] = {
    "accepted": lambda line: (line.accepted, line.received),
    "on_time": lambda line: (line.on_time, line.owed),
    "substantiated": lambda line: (line.substantiated, line.judged),
}


def why_not(scope: Scope) -> str:
    """Why figures of tips are not told of this scope at all; empty where they are."""
    if scope.regions is not None:
        return ONLY_COUNTY
    if scope.period.length is Length.DAYS:
        return ONLY_WHOLE
    return "" if scope.period.last < china_date(scope.now) else ONLY_PAST


@dataclass
class GuardedYear:
    """All that may be told of one year; asked for once, however many figures are told of it."""

    session: Session
    year: int
    now: datetime

    def told(self, figure: Figure, period: Period) -> Told:
        """One of the figures below, of a period of this year that is over."""
        kind = figure.key.partition(".")[2]
        if figure.key.startswith("rewards."):
            return self._reward(figure, period)
        if not self._told.is_told(period):
            return _hidden(figure)
        line = self._counted(period).total
        open_ = tip_figures.shown({"all": line})["all"] or {}
        match kind:
            case "received":
                return Told(figure, line.received, line.received)
            case "accepted":
                count = self._cell("accepted", "accepted", period)
                return _hidden(figure) if count is None else Told(figure, count, count)
            case "median_days":
                days = open_.get("median_days")
                return _hidden(figure) if days is None else Told(figure, days)
            case _:
                return self._share(figure, kind, line, open_, period)

    def _share(
        self,
        figure: Figure,
        kind: str,
        line: tip_figures.Line,
        open_: Mapping[str, Any],
        period: Period,
    ) -> Told:
        """A share is told where both its parts may be, or where it is all or nothing of enough."""
        table = kind.removesuffix("_share")
        part, rest = (self._cell(table, word, period) for word in list(PARTS[table])[:2])
        if open_.get(kind) is None:
            return _hidden(figure)
        if part is not None and rest is not None:
            return Told(figure, value_of(figure.form, part, part + rest), part, part + rest)
        count, whole = _SHARES[table](line)
        return Told(figure, value_of(figure.form, count, whole)) if count in {0, whole} else _hidden(figure)

    def _reward(self, figure: Figure, period: Period) -> Told:
        if self._paid[place_of(period)] is None:
            return _hidden(figure)
        scope = Scope(period, None, self.now)
        count = int(self.session.execute(figure.select(scope)).one().numerator)
        return Told(figure, value_of(figure.form, count, None), count)

    def _counted(self, period: Period) -> tip_figures.Figures:
        return tip_figures.figures(self.session, period.first, period.last, self.now)

    def _cell(self, table: str, word: str, period: Period) -> int | None:
        # A word that fits nobody in the whole year stands in no cell.
        return self._told.tables[table].get((*place_of(period), word))

    @cached_property
    def _told(self) -> ToldYear:
        return ToldYear(self._counted, self.year, self.now)

    @cached_property
    def _paid(self) -> Mapping[Key, int | None]:
        counts: dict[Key, int] = {}
        for month in MONTHS:
            period = month_of(self.year, month)
            row = self.session.execute(_paid(Scope(period, None, self.now), amount=False)).one()
            counts[place_of(period)] = int(row.numerator)
        return self._told.guard.alone(counts)


def figures() -> Iterator[Figure]:
    """The figures of tips, as far as they may be told."""
    tips = partial(_figure, select=_counts)
    yield tips("tips.received", "收到举报", "件", _RECEIVED, "举报件数")
    yield tips("tips.accepted", "受理举报", "件", f"{_RECEIVED}；其中已受理的", "受理件数")
    share = partial(tips, unit="%", form=Form.SHARE)
    yield share(
        "tips.accepted_share",
        "受理率",
        definition=f"{_RECEIVED}；受理的除以收到的",
        part="受理件数",
        whole="收到件数",
    )
    yield share(
        "tips.on_time_share",
        "按期答复率",
        definition=f"{_RECEIVED}；按答应的日期答复的，除以到期应答复和已答复的；没有到期就撤回的不算",
        part="按期答复件数",
        whole="到期应答复和已答复的件数",
    )
    yield share(
        "tips.substantiated_share",
        "属实率",
        definition=f"{_RECEIVED}；属实和部分属实的，除以有核查结论的",
        part="属实和部分属实件数",
        whole="有核查结论的件数",
    )
    yield tips(
        "tips.median_days", "从提交到答复的中位天数", "天", f"{_RECEIVED}；已答复的", "天数", form=Form.MEAN
    )
    paid = "期内支付成功的举报奖励"
    yield _figure("rewards.paid", "发放奖励", "笔", paid, "笔数", select=partial(_paid, amount=False))
    yield _figure(
        "rewards.amount",
        "发放奖励金额",
        "元",
        paid,
        "金额（分）",
        select=partial(_paid, amount=True),
        form=Form.MONEY,
    )


def _counts(scope: Scope) -> Select[Any]:
    return tip_figures.counts_between(scope.period.first, scope.period.last, scope.now)


def _paid(scope: Scope, *, amount: bool) -> Select[Any]:
    count = total(RewardPayment.amount_fen) if amount else rows()
    return (
        select(numerator(count))
        .select_from(RewardPayment)
        .where(RewardPayment.succeeded.is_(True), scope.moment(RewardPayment.settled_at))
    )


def _figure(
    key: str, name: str, unit: str, definition: str, part: str, whole: str = "", **more: Any
) -> Figure:
    return Figure(
        key=key,
        name=name,
        chapter=Chapter.TIPS,
        unit=unit,
        definition=definition,
        numerator=part,
        denominator=whole,
        is_guarded=True,
        **more,
    )


def _hidden(figure: Figure) -> Told:
    return Told(figure, None, why_not=HIDDEN_LABEL)
