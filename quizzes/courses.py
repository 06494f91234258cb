"""Courses (网络学院): steps in order, time counted by the server, a paper with a pass mark at the end."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.statements import insert_once
from quizzes.attempts import Attempts, paper_of
from quizzes.bank_holder import BankHolder
from quizzes.models import QuizAttempt, QuizCourse, QuizCourseStep, QuizEnrolment
from quizzes.papers import draw
from quizzes.permissions import QuizPermission
from quizzes.refusals import NotOpen, NotYet, SelfApproval, TooFast
from quizzes.status import AttemptState, PlanState, PlanVerb, after
from quizzes.syllabus import Syllabus, syllabus_from
from staff import audit
from staff.actors import Actor

PAPERS_A_DAY = 5
"""Tries of the paper of one course in 24 hours; each is drawn anew."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a course."""

    enrolment: QuizEnrolment
    done: frozenset[int]

    def next_step(self, syllabus: Syllabus) -> int | None:
        """The first step that is not done."""
        return next((step.number for step in syllabus.steps if step.number not in self.done), None)


class CourseService:
    """Staff load and publish courses, people take them."""

    def __init__(self, bank_holder: BankHolder) -> None:
        self._bank_holder = bank_holder
        self.attempts = Attempts(bank_holder)

    def load(
        self, session: Session, trees: Mapping[str, Mapping[str, Any]], actor: Actor, now: datetime
    ) -> list[str]:
        """Bring course files into the table as drafts; returns those that are new or changed.

        A changed course is a draft again until somebody else publishes it; what people have done stays.
        """
        actor.require(QuizPermission.EDIT)
        changed = []
        for slug, tree in trees.items():
            syllabus = syllabus_from(slug, tree)
            course = session.get(QuizCourse, slug, with_for_update=True)
            content = dict(tree)
            if course is None:
                course = QuizCourse(slug=slug, created_at=now)
                session.add(course)
            elif course.content == content:
                continue
            course.title, course.content, course.state = syllabus.title, content, PlanState.DRAFT
            course.created_by, course.published_by, course.published_at = actor.id, None, None
            changed.append(slug)
        session.flush()
        for slug in changed:
            _note(session, "load", slug, actor, now)
        return changed

    def publish(self, session: Session, slug: str, actor: Actor, now: datetime) -> QuizCourse:
        """Let people take it; not by who loaded it."""
        actor.require(QuizPermission.PUBLISH)
        course = session.get(QuizCourse, slug, with_for_update=True)
        if course is None:
            raise NotFound
        if course.created_by == actor.id:
            raise SelfApproval
        rule = syllabus_of(course).steps[-1].rule
        assert rule is not None
        draw(self._bank_holder.current(session).live, rule, "trial")
        course.state = after(course.state, PlanVerb.PUBLISH)
        course.published_by, course.published_at = actor.id, now
        session.flush()
        _note(session, "publish", slug, actor, now)
        return course

    def on_show(self, session: Session) -> Sequence[QuizCourse]:
        """The courses that can be taken."""
        return session.scalars(
            select(QuizCourse)
            .where(QuizCourse.state == PlanState.PUBLISHED)
            .order_by(QuizCourse.title, QuizCourse.slug)
        ).all()

    def get(self, session: Session, slug: str) -> QuizCourse:
        """A course that can be taken; ``NotFound`` for a draft too."""
        course = session.get(QuizCourse, slug)
        if course is None or course.state is not PlanState.PUBLISHED:
            raise NotFound
        return course

    def enrol(self, session: Session, slug: str, person: str, now: datetime) -> Standing:
        """Begin a course; begun before, it goes on."""
        self.get(session, slug)
        row = {"course": slug, "person": person, "begun_at": now, "minutes": 0}
        insert_once(session, QuizEnrolment, [row], conflict=["course", "person"])
        standing = self.find(session, slug, person)
        assert standing is not None
        return standing

    def find(self, session: Session, slug: str, person: str, *, lock: bool = False) -> Standing | None:
        """Where this person stands in a course, if they have begun it."""
        wanted = select(QuizEnrolment).where(QuizEnrolment.course == slug, QuizEnrolment.person == person)
        if lock:
            wanted = wanted.with_for_update().execution_options(populate_existing=True)
        enrolment = session.scalars(wanted).one_or_none()
        if enrolment is None:
            return None
        done = session.scalars(
            select(QuizCourseStep.number).where(
                QuizCourseStep.enrolment_id == enrolment.id, QuizCourseStep.done_at.is_not(None)
            )
        ).all()
        return Standing(enrolment, frozenset(done))

    def open_step(self, session: Session, slug: str, person: str, number: int, now: datetime) -> None:
        """Note that somebody has an article before them; the time begins with the first look."""
        standing = self._standing(session, slug, person, number)
        row = {"enrolment_id": standing.enrolment.id, "number": number, "opened_at": now}
        insert_once(session, QuizCourseStep, [row], conflict=["enrolment_id", "number"])

    def finish_step(self, session: Session, slug: str, person: str, number: int, now: datetime) -> Standing:
        """Count an article as read; ``TooFast`` before half of its minutes are over, once and no more."""
        syllabus = syllabus_of(self.get(session, slug))
        standing = self._standing(session, slug, person, number, lock=True)
        step = syllabus.step(number)
        row = session.scalars(
            select(QuizCourseStep).where(
                QuizCourseStep.enrolment_id == standing.enrolment.id, QuizCourseStep.number == number
            )
        ).one_or_none()
        if step is None or step.article is None or row is None:
            raise NotYet
        if row.done_at is not None:
            return standing
        left = row.opened_at + timedelta(seconds=step.least_seconds) - now
        if left > timedelta():
            raise TooFast(f"这一节还没看够时间，再看{ceil(left.total_seconds())}秒，就可以点“学完了”。")
        row.done_at = now
        standing.enrolment.minutes += step.minutes
        session.flush()
        return Standing(standing.enrolment, standing.done | {number})

    def begin_paper(self, session: Session, slug: str, person: str, now: datetime) -> QuizAttempt:
        """Draw the paper at the end, or give the one that runs."""
        syllabus = syllabus_of(self.get(session, slug))
        number = len(syllabus.steps)
        standing = self._standing(session, slug, person, number, lock=True)
        step, enrolment = syllabus.steps[-1], standing.enrolment
        assert step.rule is not None
        assert step.seconds is not None
        tries = select(QuizAttempt).where(QuizAttempt.enrolment_id == enrolment.id)
        running = session.scalars(
            tries.where(QuizAttempt.state == AttemptState.RUNNING, QuizAttempt.due_at >= now).order_by(
                QuizAttempt.id
            )
        ).first()
        if running is not None:
            return running
        recent = session.scalar(
            select(func.count())
            .select_from(QuizAttempt)
            .where(
                QuizAttempt.enrolment_id == enrolment.id, QuizAttempt.started_at > now - timedelta(hours=24)
            )
        )
        if (recent or 0) >= PAPERS_A_DAY:
            raise NotOpen(f"一天最多考{PAPERS_A_DAY}次，歇一歇，明天再来。")
        seed = secrets.token_hex(16)
        attempt = QuizAttempt(
            enrolment_id=enrolment.id,
            step=number,
            person=person,
            seed=seed,
            paper=paper_of(draw(self._bank_holder.current(session).live, step.rule, seed)),
            answers={},
            state=AttemptState.RUNNING,
            pass_mark=syllabus.pass_mark,
            started_at=now,
            due_at=now + timedelta(seconds=step.seconds),
        )
        session.add(attempt)
        session.flush()
        return attempt

    def take_result(self, session: Session, attempt: QuizAttempt, now: datetime) -> bool:
        """After a paper is scored: whether the course is finished with it. Counted once."""
        if attempt.enrolment_id is None or not attempt.passed or attempt.step is None:
            return False
        enrolment = session.get(QuizEnrolment, attempt.enrolment_id, with_for_update=True)
        assert enrolment is not None
        course = session.get(QuizCourse, enrolment.course)
        assert course is not None
        step = syllabus_of(course).step(attempt.step)
        if enrolment.finished_at is not None or step is None:
            return False
        row = {
            "enrolment_id": enrolment.id,
            "number": attempt.step,
            "opened_at": attempt.started_at,
            "done_at": now,
        }
        if insert_once(session, QuizCourseStep, [row], conflict=["enrolment_id", "number"]):
            enrolment.minutes += step.minutes
            enrolment.finished_at = now
            session.flush()
            return True
        return False

    def _standing(
        self, session: Session, slug: str, person: str, number: int, *, lock: bool = False
    ) -> Standing:
        """Where the person stands, once it is sure that this step's turn has come."""
        course = self.get(session, slug)
        standing = self.find(session, slug, person, lock=lock)
        following = standing.next_step(syllabus_of(course)) if standing else None
        if standing is None or (number not in standing.done and number != following):
            raise NotYet
        return standing


def syllabus_of(course: QuizCourse) -> Syllabus:
    """What the course is made of."""
    return syllabus_from(course.slug, course.content)


def _note(session: Session, verb: str, slug: str, actor: Actor, now: datetime) -> None:
    subject = f"quiz:course:{slug}"
    audit.record(session, actor=actor, action=f"quizzes.course.{verb}", subject=subject, now=now)
