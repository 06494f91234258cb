"""Contests that are over, open and still a draft, papers of made-up people, a course and its certificates."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.county import County
from app.demo.crew import Crew, Diary
from app.demo.plans import Plans
from app.wiring import Container
from core.clock import china_date
from followers.deeds import Deed, note_deed
from quizzes.contests import NewContest, Team
from quizzes.courses import syllabus_of
from quizzes.loading import load
from quizzes.models import QuizAttempt, QuizCourse, QuizQuestion
from quizzes.papers import Rule
from quizzes.reading import read_bank
from quizzes.status import PlanState
from quizzes.syllabus import read_courses

_OVER, _OPEN = 30, 14
"""How many took part in the contest that is over, and in the one that is open."""
_COURSE = "home_basics"
_HOLDERS = ("演示甲", "演示乙")


class QuizMaker:
    """Takes every step through the real services."""

    def __init__(
        self, container: Container, county: County, crew: Crew, diary: Diary, plans: Plans, chance: Random
    ) -> None:
        self._quizzes = container.quizzes
        self._county, self._crew, self._diary, self._plans = county, crew, diary, plans
        self._chance = chance

    def make(self, session: Session) -> None:
        """Load the bank and the courses unless they are there, and have people take part."""
        if session.scalar(select(QuizQuestion.id).limit(1)) is None:
            load(session, read_bank(), self._crew.writer, self._diary.ago(150))
        over = self._contest(session, "演示县秋季安全知识竞赛", 45, 20, prize=True)
        now_open = self._contest(session, "演示县居家安全知识竞赛", 4, -10, prize=True)
        self._draft(session, "演示县冬季防火知识竞赛", -20, -40)
        self._papers(session, over, self._diary.ago(30, 10), _OVER)
        self._papers(session, now_open, self._diary.ago(2, 10), _OPEN, left_open=2)
        self._days(session)
        self._course(session)

    def _draft(self, session: Session, title: str, opens: int, closes: int) -> int:
        rule = Rule(questions=5, difficulties=(1, 2))
        towns = [Team(town.code, town.name, 2_000) for town in self._county.towns]
        new = NewContest(
            title=title,
            intro="五道题，十分钟。人人可以参加，不用关注、不用转发。",
            opens_at=self._diary.ago(opens, 8),
            closes_at=self._diary.ago(closes, 20),
            rule=rule,
            paper_seconds=600,
            pass_mark=60,
            units=[Team("jia", "甲厂", 120), Team("yi", "乙小学", 60), Team("bing", "丙社区")],
            towns=towns,
            campaign_id=self._plans.running,
        )
        at = self._diary.ago(max(opens, 0) + 8)
        return self._quizzes.contests.create(session, new, self._crew.writer, at).id

    def _contest(self, session: Session, title: str, opens: int, closes: int, *, prize: bool) -> int:
        made, at = self._draft(session, title, opens, closes), self._diary.ago(opens + 5)
        if prize:
            self._quizzes.prizes.add(session, made, "家用灭火毯", 20, self._crew.writer, at)
        self._quizzes.contests.publish(session, made, self._crew.first, at)
        return made

    def _papers(
        self, session: Session, contest: int, begins: datetime, people: int, left_open: int = 0
    ) -> None:
        """One paper each, most of it right; one was too quick to have read the questions."""
        contests, chance = self._quizzes.contests, self._chance
        for number in range(people):
            openid, at = f"oDEMO{number:023}", begins + timedelta(minutes=11 * number)
            person, town = self._quizzes.person(openid), chance.choice(self._county.towns).code
            name = f"演示{number + 1:02}" if number % 4 else ""
            unit = ("jia", "yi", "jia", "bing", "yi", "")[number % 6]
            paper = contests.enter(session, contest, person, at, unit=unit, town=town, name=name)
            note_deed(session, openid, Deed.CONTEST, str(contest), at)
            if number < left_open:
                continue
            self._answer(paper)
            session.flush()
            took = 4 if number == 5 else chance.randrange(60, 400)
            contests.attempts.submit(session, paper.id, person, at + timedelta(seconds=took))

    def _answer(self, paper: QuizAttempt) -> None:
        """What somebody ticked in one go, instead of a request for each question."""
        paper.answers = {
            str(number): one["key"] if self._chance.random() < 0.75 else _other(one["key"])
            for number, one in enumerate(paper.paper, start=1)
        }

    def _days(self, session: Session) -> None:
        """每日一题 of the last five days."""
        daily = self._quizzes.daily
        for back in range(5, 0, -1):
            at = self._diary.ago(back, 12)
            question = daily.question(session, at)
            for number in range(8):
                right = self._chance.random() < 0.7
                chosen = (
                    "".join(sorted(question.right)) if right else _wrong(question.letters, question.right)
                )
                person = self._quizzes.person(f"oDEMO{number:023}")
                daily.answer(session, person, china_date(at), chosen, at)

    def _course(self, session: Session) -> None:
        """Two finished it and have a certificate, a third is still reading."""
        courses, crew = self._quizzes.courses, self._crew
        if session.get(QuizCourse, _COURSE) is None:
            courses.load(session, read_courses(), crew.writer, self._diary.ago(60))
        course = session.get_one(QuizCourse, _COURSE)
        if course.state is PlanState.DRAFT:
            courses.publish(session, _COURSE, crew.first, self._diary.ago(55))
        for place, holder in enumerate((*_HOLDERS, "")):
            person, at = self._quizzes.person(f"oDEMO{place + 40:023}"), self._diary.ago(25 - place)
            enrolment = courses.enrol(session, _COURSE, person, at).enrolment
            steps = syllabus_of(course).steps
            for step in steps[:-1] if holder else steps[:1]:
                courses.open_step(session, _COURSE, person, step.number, at)
                at += timedelta(minutes=step.minutes)
                courses.finish_step(session, _COURSE, person, step.number, at)
            if not holder:
                continue
            paper = courses.begin_paper(session, _COURSE, person, at)
            paper.answers = {str(n): one["key"] for n, one in enumerate(paper.paper, start=1)}
            session.flush()
            at += timedelta(minutes=6)
            courses.take_result(session, courses.attempts.submit(session, paper.id, person, at), at)
            self._quizzes.certificates.of_course(session, enrolment, holder, at)


def _other(key: str) -> str:
    return "B" if key == "A" else "A"


def _wrong(letters: Sequence[str], right: frozenset[str]) -> str:
    return next((letter for letter in letters if frozenset(letter) != right), letters[0])
