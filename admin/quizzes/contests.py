"""Contests: the list, and one contest with its papers, boards, prizes and what is to be looked at."""

from collections.abc import Iterator, Sequence

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import words_of
from admin.forms import Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.quizzes.results import result_sheets
from admin.routes import Routes
from admin.sheets import Cell, as_book, noted, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from core.optimistic_locking import fingerprint_of
from core.sort_orders import Page
from core.workbooks import write_xlsx
from knowledge.categories import CATEGORY_LABELS
from quizzes.boards import FEWEST_PEOPLE, people_board, towns_board, units_board
from quizzes.contests import is_open
from quizzes.figures import papers_of_contest
from quizzes.models import QuizContest
from quizzes.papers import rule_from
from quizzes.permissions import QuizPermission
from quizzes.prizes import handed_over, promised
from quizzes.queries import CONTEST_ORDERS, contest_file, contest_lines, doubted
from quizzes.question import DIFFICULTIES
from quizzes.status import PlanState
from staff.services import names_of

SEE = QuizPermission.SEE
TEAMS = {"unit": units_board, "town": towns_board}
BOARDS = {"people": "个人榜", "unit": "单位榜", "town": "乡镇榜"}

HEADS = ("编号", "名称", "状态", "开始", "结束", "谁建的", "谁发布的")


class Contests:
    """The list, and one of them."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[QuizContest] = Listing(
            needs, "contests", "知识竞赛", CONTEST_ORDERS, _contests, HEADS, _rows, widths={"名称": 40}
        )

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/quizzes/contests", self.listed, name="contests", permission=SEE)
        self._list.add_to(routes, "/quizzes/contests", SEE)
        routes.add("/quizzes/contests/<int:number>", self.one, name="contest", permission=SEE)
        rule = "/quizzes/contests/<int:number>/results"
        routes.add(rule, self.results, name="contest_results", permission=SEE, methods=("POST",))

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The contests, those of a state where the address names one."""
        now = self._needs.clock.now()
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
        return page(
            "quizzes/contests",
            leaf=leaf, lines=[(one, is_open(one, now)) for one in leaf.lines], now=now,
            states=PlanState, chosen=words_of(PlanState, "state"),
            may_edit=visitor.actor.may(QuizPermission.EDIT),
        )  # fmt: skip

    def one(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """One contest: its rules, prizes, lists, and the papers that are doubted."""
        return self.show(visitor, number)

    def results(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """What came of it, as a workbook; the log remembers who took it."""
        with self._needs.database.reading() as session:
            contest = contest_file(session, number, visitor.actor)
            sheets = result_sheets(session, contest)
            name = f"{contest.title}结果{china_date(self._needs.clock.now()):%Y%m%d}"
            file = as_book(name, lambda out: write_xlsx(out, sheets))
        return noted(file, self._needs, visitor, "quizzes.results", f"quiz:contest:{number}")

    def show(
        self, visitor: Visitor, number: int, refusal: str = "", form: Typed | None = None, failed: str = ""
    ) -> ResponseReturnValue:
        """One contest; after a refusal with what was typed."""
        actor, now = visitor.actor, self._needs.clock.now()
        by = request.args.get("by", "")
        by = by if by in TEAMS else "people"
        with self._needs.database.reading() as session:
            contest = contest_file(session, number, actor)
            papers = papers_of_contest(session, number)
            people = people_board(session, number) if by == "people" else []
            teams = TEAMS[by](session, contest) if by in TEAMS else []
            prizes = self._needs.quizzes().prizes.of(session, number)
            handed = handed_over(session, number)
            waiting = doubted(session, number, actor)
            names = names_of(session, {one for one in (contest.created_by, contest.published_by) if one})
        return page(
            "quizzes/contest",
            409 if refusal else 200,
            contest=contest, rule=rule_from(contest.rule), papers=papers, people=people, teams=teams,
            by=by, boards=BOARDS, prizes=prizes, handed=handed, waiting=waiting, names=names,
            is_open=is_open(contest, now), is_over=now >= contest.closes_at, refusal=refusal,
            form=form or Typed({}), failed=failed, labels=CATEGORY_LABELS, difficulties=DIFFICULTIES,
            fewest=FEWEST_PEOPLE, seen=fingerprint_of(promised(prizes)),
            own=actor.id, may_edit=actor.may(QuizPermission.EDIT),
            may_publish=actor.may(QuizPermission.PUBLISH), may_judge=actor.may(QuizPermission.JUDGE),
        )  # fmt: skip


def _contests(session: Session, visitor: Visitor, page: Page) -> Sequence[QuizContest]:
    states = words_of(PlanState, "state")
    return contest_lines(session, visitor.actor, states=states, page=page)


def _rows(session: Session, lines: Sequence[QuizContest]) -> Iterator[Sequence[Cell]]:
    hands = {name for one in lines for name in (one.created_by, one.published_by) if name}
    people = names_of(session, hands)
    for one in lines:
        yield [
            one.id, one.title, one.state.label, stamp(one.opens_at), stamp(one.closes_at),
            people.get(one.created_by, one.created_by),
            people.get(one.published_by or "", one.published_by or ""),
        ]  # fmt: skip
