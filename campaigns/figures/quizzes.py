"""Quizzes, contests, courses and certificates: all online, counted by the system. Void papers are nowhere."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true

from campaigns.figures.columns import Number, denominator, different, numerator, rows, rows_where
from campaigns.figures.figure import Chapter, Figure, Form, Reach, Scope, declared
from quizzes.models import QuizAnswer, QuizAttempt, QuizCertificate, QuizContest, QuizEnrolment
from quizzes.status import AttemptState, Origin, PlanState

_ANSWERED = "期内（按答题那一天）答过的题，一人答一题算一题次"
_SCORED = "期内开始、已经评分、没有作废的答卷"
_CONTESTS, _COURSES = QuizAttempt.contest_id.is_not(None), QuizAttempt.enrolment_id.is_not(None)


def _answers(scope: Scope, count: Number, origin: Origin | None = None) -> Select[Any]:
    which = true() if origin is None else QuizAnswer.origin == origin
    return select(numerator(count)).select_from(QuizAnswer).where(scope.day(QuizAnswer.day), which)


def _right(scope: Scope) -> Select[Any]:
    return select(numerator(rows_where(QuizAnswer.right)), denominator(rows())).where(
        scope.day(QuizAnswer.day)
    )


def _contests(scope: Scope) -> Select[Any]:
    return select(numerator(rows())).where(
        scope.moment(QuizContest.opens_at), QuizContest.state == PlanState.PUBLISHED
    )


def _papers(scope: Scope, count: Number, which: ColumnElement[bool] | None = None) -> Select[Any]:
    return (
        select(numerator(count))
        .select_from(QuizAttempt)
        .where(
            scope.moment(QuizAttempt.started_at),
            QuizAttempt.state == AttemptState.SCORED,
            true() if which is None else which,
        )
    )


def _passed(scope: Scope, which: ColumnElement[bool]) -> Select[Any]:
    passed = rows_where(QuizAttempt.passed.is_(True))
    return _papers(scope, passed, which).add_columns(denominator(rows()))


def _enrolments(scope: Scope, when: Any, count: Number) -> Select[Any]:
    return select(numerator(count)).select_from(QuizEnrolment).where(scope.moment(when))


def _certificates(scope: Scope, of_courses: bool | None = None) -> Select[Any]:
    which = true() if of_courses is None else QuizCertificate.is_course.is_(of_courses)
    return select(numerator(rows())).where(
        scope.moment(QuizCertificate.issued_at), QuizCertificate.revoked_at.is_(None), which
    )


_figure = partial(declared, Chapter.QUIZZES, reach=Reach.ONLINE)


def figures() -> Iterator[Figure]:
    """The figures of quizzes."""
    yield from _of_answers()
    yield from _of_papers()
    enrolled = "期内开始的课程，一人学一门算一人次"
    begun, people = rows(), different(QuizEnrolment.person)
    about = partial(_enrolments, when=QuizEnrolment.begun_at)
    yield _figure("courses.begun", "开始课程", "人次", enrolled, partial(about, count=begun))
    yield _figure(
        "courses.people", "学课程的人", "人", f"{enrolled}；这里同一人算一次", partial(about, count=people)
    )
    ended = partial(_enrolments, when=QuizEnrolment.finished_at, count=rows())
    yield _figure("courses.finished", "学完课程", "人次", "期内学完的课程，不论哪天开始", ended)
    issued = "期内发出、没有撤销的证书"
    yield _figure("certificates", "发出证书", "张", issued, _certificates)
    for key, name, of_courses in (("courses", "课程证书", True), ("contests", "竞赛证书", False)):
        yield _figure(
            f"certificates.{key}",
            f"其中：{name}",
            "张",
            f"{issued}中的{name}",
            partial(_certificates, of_courses=of_courses),
            of="certificates",
            split="origin",
        )


def _of_answers() -> Iterator[Figure]:
    yield _figure("answers", "答题", "题次", _ANSWERED, partial(_answers, count=rows()))
    for origin in Origin:
        yield _figure(
            f"answers.{origin}",
            f"其中：{origin.label}",
            "题次",
            f"{_ANSWERED}，限{origin.label}",
            partial(_answers, count=rows(), origin=origin),
            of="answers",
            split="origin",
        )
    people = different(QuizAnswer.person)
    yield _figure(
        "answers.people",
        "答题的人",
        "人",
        "期内答过题的不同的人；不知道是谁的不算",
        partial(_answers, count=people),
    )
    yield _figure(
        "answers.right",
        "答对率",
        "%",
        "期内答对的题次，除以全部题次",
        _right,
        numerator="答对的题次",
        denominator="全部题次",
        form=Form.SHARE,
    )


def _of_papers() -> Iterator[Figure]:
    yield _figure("contests", "线上知识竞赛", "场", "期内开赛、没有取消的线上竞赛", _contests)
    yield _figure("papers", "答卷", "人次", _SCORED, partial(_papers, count=rows()))
    split = {"of": "papers", "split": "origin"}
    for key, name, which in (("contests", "竞赛", _CONTESTS), ("courses", "课程考试", _COURSES)):
        yield _figure(
            f"papers.{key}",
            f"其中：{name}",
            "人次",
            f"{_SCORED}，限{name}",
            partial(_papers, count=rows(), which=which),
            **split,
        )
    for key, name, which in (("contests", "竞赛", _CONTESTS), ("courses", "课程考试", _COURSES)):
        people = different(QuizAttempt.person)
        yield _figure(
            f"papers.{key}.people",
            f"{name}的人",
            "人",
            f"{_SCORED}，限{name}，同一人算一次",
            partial(_papers, count=people, which=which),
        )
        yield _figure(
            f"papers.{key}.passed",
            f"{name}合格率",
            "%",
            f"{_SCORED}，限{name}；合格的答卷除以全部答卷",
            partial(_passed, which=which),
            numerator="合格的答卷",
            denominator="全部答卷",
            form=Form.SHARE,
        )
