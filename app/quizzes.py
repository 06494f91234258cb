"""Quizzes put together: services, the skill of the chat, what the clock does, how people are forgotten."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from app.settings import Settings
from bot.turns import Handler
from core.clock import Clock
from core.crypto import derived_key
from core.db import Database
from core.ids import pseudonym
from h5.addresses import QUIZ
from h5.quizzes.needs import QuizServices
from handlers.quiz import QuizEndingHandler, QuizHandler
from jobs.clock import ScheduledJob
from jobs.rounds import Rows, go_round
from knowledge.library import LibraryHolder
from quizzes.bank_holder import BankHolder
from quizzes.certificates import CertificateService
from quizzes.contests import ContestService
from quizzes.courses import CourseService
from quizzes.daily import DailyQuiz
from quizzes.forgetting import forget_person, forget_seats, idle_people
from quizzes.prizes import PrizeService
from quizzes.refusals import NoSuchQuestion


@dataclass
class QuizContainer:
    """``knowledge`` links a question to the article that explains more."""

    settings: Settings
    database: Database
    clock: Clock
    knowledge: LibraryHolder

    @cached_property
    def bank_holder(self) -> BankHolder:
        """The loaded bank."""
        return BankHolder()

    @cached_property
    def daily(self) -> DailyQuiz:
        """The question of the day (每日一题)."""
        return DailyQuiz(self.bank_holder)

    @cached_property
    def contests(self) -> ContestService:
        """Contests."""
        return ContestService(self.bank_holder)

    @cached_property
    def courses(self) -> CourseService:
        """The verbs of courses (网络学院)."""
        return CourseService(self.bank_holder)

    @cached_property
    def prizes(self) -> PrizeService:
        """Prizes of contests."""
        return PrizeService(self._digest_key("quiz prizes"))

    @cached_property
    def certificates(self) -> CertificateService:
        """Certificates."""
        return CertificateService(
            derived_key(self.settings.vault_key.get_secret_value(), "quiz certificates")
        )

    @cached_property
    def skill(self) -> QuizHandler:
        """The skill that asks the question of the day in the chat (每日一题)."""
        page = f"{self.settings.public_url}{QUIZ}"
        return QuizHandler(self.daily, self.knowledge, self.person, page)

    def ending_on_danger(self, urgent: Handler) -> Handler:
        """An urgent skill after which nobody is asked to go on with a quiz."""
        return QuizEndingHandler(urgent)

    def person(self, openid: str) -> str:
        """The digest under which somebody's answers are kept."""
        return pseudonym(openid, self._digest_key("quiz people"))

    def forget(self, session: Session, openid: str) -> None:
        """Make what this person did nobody's."""
        forget_person(session, self.person(openid), self.clock.now())

    def services(self) -> QuizServices:
        """What the mobile pages stand on."""
        return QuizServices(
            bank_holder=self.bank_holder,
            daily=self.daily,
            contests=self.contests,
            courses=self.courses,
            prizes=self.prizes,
            certificates=self.certificates,
            person=self.person,
        )

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """The question of the day; papers that nobody handed in; people who have not come for long."""
        return [
            ScheduledJob("choose_quiz_question", "0 0 * * *", self._choose),
            ScheduledJob("settle_quiz_papers", "* * * * *", self._settle, grace=timedelta(minutes=1)),
            ScheduledJob("forget_quiz_people", "40 3 * * *", self._forget_idle),
        ]

    def _choose(self, now: datetime) -> None:
        with suppress(NoSuchQuestion), self.database.writing() as session:
            self.daily.question(session, now)

    def _settle(self, now: datetime) -> None:
        def settle(session: Session, attempt_id: int, now: datetime) -> None:
            attempt = self.contests.attempts.settle(session, attempt_id, now)
            if attempt is not None:
                self.courses.take_result(session, attempt, now)

        go_round(self.database, now, Rows("settle_paper", 0, self.contests.attempts.overdue, settle))

    def _forget_idle(self, now: datetime) -> None:
        def idle(session: Session, now: datetime, after: str, limit: int) -> Sequence[str]:
            return idle_people(session, now - timedelta(days=self.settings.quiz_people_days), after, limit)

        with self.database.writing() as session:
            forget_seats(session, now)
        go_round(self.database, now, Rows("forget_quiz_person", "", idle, forget_person, is_secret=True))

    def _digest_key(self, purpose: str) -> bytes:
        return derived_key(self.settings.digest_master, purpose)
