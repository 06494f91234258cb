"""The Tips section: the work lists, narrowed and sorted by the address, and a look for one number."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of, words_of
from admin.cases.deadlines import Remaining, remaining
from admin.cases.lists import Names, wanted_by_address
from admin.listing import Leaf, case_place, leaf_of
from admin.marks import case_mark
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.visitors import Visitor
from core.types import Labelled
from places.calendar import load_workdays
from places.workdays import Workdays
from staff.actors import Actor
from staff.services import names_of
from tipoffs.clocks.models import CaseClock
from tipoffs.clocks.queries import next_due
from tipoffs.permissions import Permission
from tipoffs.tips.status import CAN_BE_TALKED_ABOUT, CAN_LEAD_OTHERS, FINISHED, OPEN, TipState
from tipoffs.worklists import PAGE, DueLine, TipLine, Wanted, due_next, newest_tips, tip_lines


class TipGroup(Labelled):
    """The groups into which the list sorts its tips."""

    OPEN = "open", "在办"
    NEW = "new", "待受理"
    WAITING = "waiting", "待补充"
    HANDLING = "handling", "核查办理"
    ANSWER = "answer", "待答复"
    REVIEW = "review", "异议复查"
    ASKED = "asked", "留言待回复"
    FINISHED = "finished", "已办结"
    ALL = "all", "全部"


class Sort(Labelled):
    """The order of a list."""

    NEWEST = "newest", "最新的在前"
    DUE = "due", "最急的在前"


_TO_ANSWER = frozenset({TipState.UNFOUNDED, TipState.VERIFIED, TipState.PARTLY_VERIFIED, TipState.IN_REMEDY})
TIP_GROUPS: dict[TipGroup, frozenset[TipState]] = {
    TipGroup.OPEN: OPEN,
    TipGroup.NEW: frozenset({TipState.SUBMITTED, TipState.EMERGENCY}),
    TipGroup.WAITING: frozenset({TipState.NEED_INFO}),
    TipGroup.HANDLING: CAN_LEAD_OTHERS - _TO_ANSWER,
    TipGroup.ANSWER: _TO_ANSWER,
    TipGroup.REVIEW: frozenset({TipState.UNDER_REVIEW}),
    TipGroup.ASKED: CAN_BE_TALKED_ABOUT,
    TipGroup.FINISHED: FINISHED | {TipState.NOT_ACCEPTED, TipState.TRANSFERRED},
    TipGroup.ALL: frozenset(),
}
_CLOCK_DIGITS = 16
FILTERS = ("state", "department", "category", "region", "square", "sort")


class TipLists:
    """The lists of tips."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the page."""
        routes.add(
            "/tips", self.tips, name="tips", permission=Permission.TIPS_SEE, menu=MenuItem("举报件", "tip")
        )

    def tips(self, visitor: Visitor) -> ResponseReturnValue:
        """The list; ``number`` leads to a case."""
        number = request.args.get("number", "").strip().upper()
        if number.isalnum():
            return redirect(url_for("admin.tip", number=number))
        services, now = self._needs.cases(), self._needs.clock.now()
        sort = word_of(Sort, "sort") or Sort.NEWEST
        with self._needs.database.reading() as session:
            names = Names.of(session, services)
            wanted = wanted_tips(names)
            leaf = _listed(session, visitor.actor, wanted, sort)
            lines = leaf.lines
            left = self._left(session, lines, now)
            people = names_of(session, {one.held_by for one in lines if one.held_by})
        shown = {name: request.args.get(name, "") for name in FILTERS} | {"group": _group().value}
        return page(
            "cases/tips",
            leaf=leaf, left=left, names=names, people=people, groups=TipGroup, sorts=Sort,
            states=list(TipState)[1:], shown=shown, sort=sort,
            is_narrowed=any(request.args.get(name) for name in FILTERS[:-1]),
        )  # fmt: skip

    def _left(
        self, session: Session, lines: Sequence[TipLine], now: datetime
    ) -> dict[str, tuple[str, Remaining]]:
        """By number: which clock runs out first, and what is left of it."""
        rules, workdays = self._needs.cases().rules, load_workdays(session)
        found = next_due(session, [one.number for one in lines]) if lines else {}
        return {
            number: clock_words(clock, rules[clock.kind].name, now, workdays)
            for number, clock in found.items()
        }


def wanted_tips(names: Names) -> Wanted:
    """What the address narrows the list to."""
    group = _group()
    wanted = wanted_by_address(names, words_of(TipState, "state") or TIP_GROUPS[group])
    return replace(wanted, unanswered=group is TipGroup.ASKED)


def _group() -> TipGroup:
    return word_of(TipGroup, "group") or TipGroup.OPEN


def clock_words(clock: CaseClock, name: str, now: datetime, workdays: Workdays) -> tuple[str, Remaining]:
    """The name of a running clock and what is left of it."""
    assert clock.due_at is not None
    return name, remaining(clock.due_at, now, workdays, by_hours=not clock.unit.is_days)


def _listed(session: Session, actor: Actor, wanted: Wanted, sort: Sort) -> Leaf[TipLine]:
    """A page of the list."""
    mark = case_mark()
    # A mark of the other order is none.
    is_clock = mark is not None and mark.key.isdecimal() and len(mark.key) < _CLOCK_DIGITS
    if mark is None or mark.at is None or is_clock is not (sort is Sort.DUE):
        mark = None
    if sort is Sort.DUE:
        due = due_next(session, actor, wanted, mark, PAGE)
        return leaf_of("tips", _lines_of(session, due), case_place(due, PAGE))
    lines = newest_tips(session, actor, wanted, mark, PAGE)
    return leaf_of("tips", lines, case_place(lines, PAGE))


def _lines_of(session: Session, due: Sequence[DueLine]) -> list[TipLine]:
    """The tips of these clocks, each once, the most urgent first."""
    numbers = list(dict.fromkeys(one.number for one in due))
    found = tip_lines(session, numbers)
    return [found[number] for number in numbers]
