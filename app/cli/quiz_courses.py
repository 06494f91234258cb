"""``flask quizzes course`` and ``flask quizzes certificate``."""

from collections.abc import Iterator

import click
from sqlalchemy import func, select

from app.cli.commands import REASON, CommandGroup, Row, Step, show
from app.wiring import Container
from quizzes.courses import syllabus_of
from quizzes.models import QuizCourse, QuizEnrolment
from quizzes.permissions import QuizPermission

SLUG = click.argument("slug")
CODE = click.argument("code")


def command(container: Container) -> click.Group:
    """The group ``course``."""

    @click.group("course", help="网络学院的课程；内容是quizzes/syllabi/里的文件，用load入库。")
    def group() -> None:
        pass

    courses = container.quizzes.courses
    commands = CommandGroup(group, container)

    def listed(step: Step) -> Iterator[Row]:
        step.actor.require(QuizPermission.SEE)
        every = select(QuizCourse).order_by(QuizCourse.title, QuizCourse.slug)
        return (course_row(step, one) for one in step.session.scalars(every).all())

    def publish(step: Step, slug: str) -> Row:
        return course_row(step, courses.publish(step.session, slug, step.actor, step.now))

    commands.look("list", "列出课程：开始学的人、学完的人。", listed)
    commands.verb("publish", "审核并发布，不能是入库的人。", publish, SLUG)
    return group


def certificates(container: Container) -> click.Group:
    """The group ``certificate``."""

    @click.group("certificate", help="证书：核对、撤销。")
    def group() -> None:
        pass

    service = container.quizzes.certificates

    @group.command("verify", help="核对编号；和网页上看到的一样多。")
    @CODE
    @click.option("--json", "as_json", is_flag=True, help="一行一个JSON。")
    def verify(code: str, as_json: bool) -> None:
        with container.database.reading() as session:
            proof = service.verify(session, code)
        if proof is None:
            raise click.ClickException("没有这张证书。")
        row = {
            "title": proof.title,
            "name": proof.name,
            "earned_on": proof.earned_on,
            "valid": proof.is_valid,
        }
        show(row, as_json)

    def revoke(step: Step, code: str, reason: str) -> Row:
        found = service.revoke(step.session, code, reason, step.actor, step.now)
        return {"code": found.code, "revoked_at": found.revoked_at}

    CommandGroup(group, container).verb("revoke", "撤销一张证书。", revoke, CODE, REASON)
    return group


def course_row(step: Step, course: QuizCourse) -> Row:
    """A course as a line: 人, since nobody begins the same course twice."""
    begun, finished = step.session.execute(
        select(func.count(), func.count(QuizEnrolment.finished_at)).where(QuizEnrolment.course == course.slug)
    ).one()
    syllabus = syllabus_of(course)
    return {
        "slug": course.slug,
        "title": course.title,
        "state": course.state,
        "minutes": syllabus.minutes,
        "periods": syllabus.periods,
        "people_begun": begun,
        "people_finished": finished,
    }
