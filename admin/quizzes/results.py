"""The results of a contest as a workbook: what the bureau reports, publishes and files with the prizes.

People stand under the name they chose, as on the board, and without their unit: in a small one that would say
who they are. Units and towns below ten people are named without figures, as everywhere.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlalchemy.orm import Session

from admin.sheets import MOST_ROWS, Cell, stamp
from core.workbooks import Sheet, harmless
from quizzes.boards import FEWEST_PEOPLE, TeamLine, people_board, towns_board, units_board
from quizzes.figures import papers_of_contest
from quizzes.models import QuizContest
from quizzes.prizes import handed_over, prizes_of

_TEAM_HEADS = ("名称", "平均分", "参加人数", "合格人数", "应参加人数", "参加率（%）")


def result_sheets(session: Session, contest: QuizContest) -> Sequence[Sheet]:
    """The whole workbook: figures, the boards that the contest has, and the prizes."""
    sheets = [
        Sheet("概况", ("项目", "数值"), _figures(session, contest), {"项目": 30, "数值": 40}),
        Sheet("个人榜", ("名次", "名字", "得分", "用时（秒）"), _people(session, contest)),
    ]
    for title, teams, board in (
        ("单位榜", contest.units, units_board),
        ("乡镇榜", contest.towns, towns_board),
    ):
        if teams:
            sheets.append(Sheet(title, _TEAM_HEADS, _teams(board(session, contest)), {"名称": 30}))
    heads = ("奖品", "一共几份", "已留", "已领走")
    return [*sheets, Sheet("奖品", heads, _prizes(session, contest), {"奖品": 30})]


def _figures(session: Session, contest: QuizContest) -> Iterator[Sequence[Cell]]:
    papers = papers_of_contest(session, contest.id)
    yield "名称", harmless(contest.title)
    yield "时间", f"{stamp(contest.opens_at)}到{stamp(contest.closes_at)}"
    yield "合格分（满分100）", contest.pass_mark
    yield "开始（人次）", papers.begun
    yield "交卷（人次）", papers.scored
    yield "交卷（人）", papers.people
    yield "合格（人次）", papers.passed
    yield "合格（人）", papers.people_passed
    if papers.pass_rate is not None:
        yield "合格率（%，合格人次÷交卷人次）", _tenths(100 * papers.pass_rate)
    if papers.average is not None:
        yield "平均分", _tenths(papers.average)
    yield "说明", "作废的答卷不算；没有核实的不上榜。"


def _people(session: Session, contest: QuizContest) -> Iterator[Sequence[Cell]]:
    for one in people_board(session, contest.id, limit=MOST_ROWS):
        yield one.place, harmless(one.name), one.score, one.seconds


def _teams(lines: Sequence[TeamLine]) -> Iterator[Sequence[Cell]]:
    for one in lines:
        name, listed = harmless(one.name), "" if one.listed is None else one.listed
        if one.people is None or one.average is None or one.passed is None:
            yield name, f"不足{FEWEST_PEOPLE}人，不显示", "", "", listed, ""
        else:
            share = _tenths(100 * one.people / one.listed) if one.listed else ""
            yield name, _tenths(one.average), one.people, one.passed, listed, share


def _prizes(session: Session, contest: QuizContest) -> Iterator[Sequence[Cell]]:
    handed = handed_over(session, contest.id)
    for one in prizes_of(session, contest.id):
        yield harmless(one.name), one.stock, one.given, handed.get(one.id, 0)


def _tenths(value: float) -> Decimal:
    return Decimal(str(round(value, 1)))
