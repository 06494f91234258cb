"""Courses: steps in their order, time counted by the server, a pass mark, minutes counted once."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.errors import BadContent, NotFound
from knowledge.library import Library
from quizzes.courses import PAPERS_A_DAY, syllabus_of
from quizzes.models import QuizAttempt
from quizzes.refusals import NotOpen, NotYet, SelfApproval, TooFast
from quizzes.syllabus import articles_of, periods_of, read_courses, syllabus_from
from tests.integration.quizzes.conftest import PLANNER, REVIEWER, Office, person

SLUG = "home_basics"
WHO = person(7)


def test_our_courses_name_articles_that_exist(library: Library) -> None:
    assert [article for _, article in articles_of(read_courses()) if article not in library.articles] == []


def test_a_course_ends_with_its_paper() -> None:
    tree = read_courses()[SLUG]
    with pytest.raises(BadContent, match="ends with its one paper"):
        syllabus_from("x", {**tree, "steps": tree["steps"][:-1]})
    assert (periods_of(45), periods_of(33), periods_of(0)) == (1.0, 0.7, 0.0)


def sits(office: Office, session: Session, right: bool) -> QuizAttempt:
    attempt = office.courses.begin_paper(session, SLUG, WHO, office.now)
    later = office.now + timedelta(seconds=100)
    for number, entry in enumerate(attempt.paper, start=1):
        if right:
            office.courses.attempts.answer(session, attempt.id, WHO, number, entry["key"], later)
    scored = office.courses.attempts.submit(session, attempt.id, WHO, later)
    office.courses.take_result(session, scored, later)
    return scored


def test_a_course_is_taken_in_order_and_counted_by_the_clock(office: Office) -> None:
    courses = office.courses
    with office.database.writing() as session:
        with pytest.raises(NotFound):
            courses.enrol(session, SLUG, WHO, office.now)
        both = type(PLANNER)(PLANNER.kind, "cehua", permissions=REVIEWER.permissions)
        with pytest.raises(SelfApproval):
            courses.publish(session, SLUG, both, office.now)
        syllabus = syllabus_of(courses.publish(session, SLUG, REVIEWER, office.now))
        courses.enrol(session, SLUG, WHO, office.now)
        courses.enrol(session, SLUG, WHO, office.now)
        with pytest.raises(NotYet):
            courses.open_step(session, SLUG, WHO, 2, office.now)
        with pytest.raises(NotYet):
            courses.begin_paper(session, SLUG, WHO, office.now)
        for step in syllabus.steps[:-1]:
            courses.open_step(session, SLUG, WHO, step.number, office.now)
            with pytest.raises(TooFast, match=f"再看{step.least_seconds}秒"):
                courses.finish_step(session, SLUG, WHO, step.number, office.now)
            office.clock.advance(seconds=step.least_seconds)
            courses.finish_step(session, SLUG, WHO, step.number, office.now)
            standing = courses.finish_step(session, SLUG, WHO, step.number, office.now)
        assert standing.enrolment.minutes == syllabus.minutes - syllabus.steps[-1].minutes
        assert not sits(office, session, right=False).passed
        assert not standing.enrolment.finished_at
        passed = sits(office, session, right=True)
        assert standing.enrolment.finished_at is not None
        assert standing.enrolment.minutes == syllabus.minutes
        assert not courses.take_result(session, passed, office.now)


def test_the_paper_can_be_tried_again_but_not_all_day(office: Office) -> None:
    courses = office.courses
    with office.database.writing() as session:
        courses.publish(session, SLUG, REVIEWER, office.now)
        courses.enrol(session, SLUG, WHO, office.now)
        for number in range(1, 8):
            courses.open_step(session, SLUG, WHO, number, office.now)
            office.clock.advance(minutes=5)
            courses.finish_step(session, SLUG, WHO, number, office.now)
        papers = [sits(office, session, right=False) for _ in range(PAPERS_A_DAY)]
        assert len({str(one.paper) for one in papers}) == PAPERS_A_DAY
        with pytest.raises(NotOpen, match="明天"):
            courses.begin_paper(session, SLUG, WHO, office.now)
        office.clock.advance(hours=25)
        courses.begin_paper(session, SLUG, WHO, office.now)


def test_a_changed_course_is_a_draft_again(office: Office) -> None:
    with office.database.writing() as session:
        office.courses.publish(session, SLUG, REVIEWER, office.now)
        trees = read_courses()
        assert office.courses.load(session, trees, PLANNER, office.now) == []
        changed = {SLUG: {**trees[SLUG], "pass_mark": 90}}
        assert office.courses.load(session, changed, PLANNER, office.now) == [SLUG]
        with pytest.raises(NotFound):
            office.courses.get(session, SLUG)
