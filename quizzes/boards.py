"""Lists of a contest for everybody: people under the name they chose, units and towns if large enough.

Small cells are hidden: of a unit with three people an average says what each of them did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from quizzes.models import QuizAttempt, QuizContest
from quizzes.names import ANONYMOUS
from quizzes.status import AttemptState

FEWEST_PEOPLE = 10
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the list of people."""

    place: int
    name: str
    score: int
    seconds: int
    is_own: bool
    attempt_id: int


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One unit or town. Below ``FEWEST_PEOPLE`` everything but its name is None."""

    code: str
    name: str
    people: int | None
    average: float | None
    passed: int | None
    listed: int | None
    """How many it has by the official list."""

    @property
    def is_hidden(self) -> bool:
        """Whether too few took part to show anything."""
        return self.people is None


def people_board(
    session: Session, contest_id: int, own: str | None = None, limit: int = SHOWN
) -> list[Place]:
    """The best papers: by score, then by time, then by who was first; none that is doubted or void.

    The person's own line is always there, at the end if it stands below the list.
    """
    order = (QuizAttempt.score.desc(), QuizAttempt.seconds, QuizAttempt.submitted_at, QuizAttempt.id)
    ranked = (
        select(
            func.row_number().over(order_by=order).label("place"),
            QuizAttempt.id,
            QuizAttempt.person,
            QuizAttempt.nickname,
            QuizAttempt.score,
            QuizAttempt.seconds,
        )
        .where(_counts(contest_id))
        .subquery()
    )
    rows = session.execute(
        select(ranked)
        .where((ranked.c.place <= limit) | (ranked.c.person == (own or "")))
        .order_by(ranked.c.place)
    ).all()
    return [
        Place(
            row.place,
            row.nickname or ANONYMOUS,
            row.score,
            row.seconds,
            own is not None and row.person == own,
            row.id,
        )
        for row in rows
    ]


def units_board(session: Session, contest: QuizContest) -> list[TeamLine]:
    """The units, the best average first, the hidden ones last."""
    return _team_board(session, contest, QuizAttempt.unit, contest.units)


def towns_board(session: Session, contest: QuizContest) -> list[TeamLine]:
    """The towns, the same way."""
    return _team_board(session, contest, QuizAttempt.town, contest.towns)


def _team_board(
    session: Session, contest: QuizContest, column: Any, teams: Sequence[Mapping[str, Any]]
) -> list[TeamLine]:
    found = {
        code: (people, float(average), passed)
        for code, people, average, passed in session.execute(
            select(
                column,
                func.count(),
                func.avg(QuizAttempt.score),
                func.sum(cast(QuizAttempt.passed, Integer)),
            )
            .where(_counts(contest.id), column.is_not(None))
            .group_by(column)
        )
    }
    lines = []
    for team in teams:
        people, average, passed = found.get(team["code"], (0, 0.0, 0))
        shown = people >= FEWEST_PEOPLE
        lines.append(
            TeamLine(
                code=team["code"],
                name=team["name"],
                people=people if shown else None,
                average=round(average, 1) if shown else None,
                passed=passed if shown else None,
                listed=team["people"],
            )
        )
    return sorted(lines, key=lambda one: (one.is_hidden, -(one.average or 0.0), one.name))


def _counts(contest_id: int) -> ColumnElement[bool]:
    """Papers that stand on lists: scored, and not doubted."""
    return (
        (QuizAttempt.contest_id == contest_id)
        & (QuizAttempt.state == AttemptState.SCORED)
        & QuizAttempt.doubt.is_(None)
    )
