"""An office that runs quizzes, and people who take part, on a real database."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.db import Database
from quizzes.bank_holder import BankHolder
from quizzes.contests import ContestService, NewContest, Team
from quizzes.courses import CourseService
from quizzes.daily import DailyQuiz
from quizzes.loading import load
from quizzes.models import QuizAttempt, QuizContest
from quizzes.papers import Rule
from quizzes.permissions import QuizPermission
from quizzes.prizes import PrizeService
from quizzes.reading import read_bank
from quizzes.syllabus import read_courses
from staff import audit
from staff.actors import Actor, ActorKind
from tests.conftest import StandingClock
from tests.servers import PostgresServer

PLANNER = Actor(ActorKind.STAFF, "cehua", permissions=frozenset({QuizPermission.SEE, QuizPermission.EDIT}))
REVIEWER = Actor(
    ActorKind.STAFF,
    "shenhe",
    permissions=frozenset({QuizPermission.SEE, QuizPermission.PUBLISH, QuizPermission.JUDGE}),
)
NOBODY = Actor(ActorKind.STAFF, "luren")
UNITS = (Team("u1", "甲厂", 40), Team("u2", "乙厂"))
TOWNS = (Team("331081001", "太平街道"), Team("331081002", "城东街道"))


def person(number: int) -> str:
    """The digest of somebody."""
    return f"{number:032x}"


@dataclass
class Office:
    """Everything of quizzes, with verbs for tests."""

    database: Database
    clock: StandingClock
    bank_holder: BankHolder
    daily: DailyQuiz
    contests: ContestService
    courses: CourseService
    prizes: PrizeService

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    def contest(
        self,
        session: Session,
        *,
        stock: int = 0,
        prizes: Sequence[str] = ("灭火毯",),
        **changes: object,
    ) -> QuizContest:
        """A published contest that is open, with so many of each prize."""
        new = NewContest(
            title="安全生产月知识竞赛",
            intro="",
            opens_at=self.now - timedelta(minutes=1),
            closes_at=self.now + timedelta(hours=2),
            rule=Rule(5),
            paper_seconds=300,
            pass_mark=60,
            units=UNITS,
            towns=TOWNS,
        )
        contest = self.contests.create(session, replace(new, **changes), PLANNER, self.now)  # type: ignore[arg-type]
        for prize in prizes if stock else ():
            self.prizes.add(session, contest.id, prize, stock, PLANNER, self.now)
        return self.contests.publish(session, contest.id, REVIEWER, self.now)

    def takes_part(
        self, session: Session, contest_id: int, who: str, right: int = 5, seconds: int = 60, **team: str
    ) -> QuizAttempt:
        """Somebody answers so many questions rightly and hands in."""
        attempt = self.contests.enter(session, contest_id, who, self.now, **team)
        later = self.now + timedelta(seconds=seconds)
        for number, entry in enumerate(attempt.paper, start=1):
            wrong = "A" if entry["key"] != "A" else "B"
            chosen = entry["key"] if number <= right else wrong
            self.contests.attempts.answer(session, attempt.id, who, number, chosen, later)
        return self.contests.attempts.submit(session, attempt.id, who, later)


def open_office(database: Database, clock: StandingClock) -> Office:
    """The office, with the project's own bank and courses loaded."""
    bank_holder = BankHolder()
    made = Office(
        database,
        clock,
        bank_holder,
        DailyQuiz(bank_holder),
        ContestService(bank_holder),
        CourseService(bank_holder),
        PrizeService(b"p" * 32),
    )
    with database.writing() as session:
        load(session, read_bank(), PLANNER, clock.now())
        made.courses.load(session, read_courses(), PLANNER, clock.now())
    return made


@pytest.fixture
def office(database: Database, clock: StandingClock) -> Office:
    """An office on a database of its own."""
    return open_office(database, clock)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shared_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """One database for the tests of a module, each of which makes a contest of its own: quicker by far."""
    name = f"quizzes_{request.module.__name__.rpartition('.')[2]}"
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp(name) / "anwen.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        url = f"sqlite:///{path}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        template = request.getfixturevalue("postgres_template")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        url = server.url(name)
    database = Database(url, info={audit.KEY: b"k" * 32})
    yield database
    database.close()


@pytest.fixture
def shared_office(shared_database: Database, clock: StandingClock) -> Office:
    """An office on the database of the module."""
    return open_office(shared_database, clock)
