"""Courses, published by another person than loaded them; certificates, looked up and taken back."""

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import send_on
from admin.forms import Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from quizzes.certificates import Proof, bare_code, written_code
from quizzes.courses import syllabus_of
from quizzes.permissions import QuizPermission
from quizzes.queries import course_lines
from quizzes.status import PlanState
from staff.services import names_of

SEE = QuizPermission.SEE
LONGEST_CODE = 40
LONGEST_REASON = 500


class Courses:
    """The courses, and the check of certificates."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/quizzes/courses", self.listed, name="courses", permission=SEE)
        routes.add(
            "/quizzes/courses/<slug>/publish",
            self.publish,
            name="course_publish",
            permission=QuizPermission.PUBLISH,
            methods=("POST",),
        )
        routes.add("/quizzes/certificates", self.certificate, name="certificates", permission=SEE)
        routes.add(
            "/quizzes/certificates/revoke",
            self.revoke,
            name="certificate_revoke",
            permission=QuizPermission.JUDGE,
            methods=("POST",),
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """All courses, and by whom each was made."""
        return self._courses(visitor)

    def _courses(self, visitor: Visitor, refusal: str = "") -> ResponseReturnValue:
        actor = visitor.actor
        with self._needs.database.reading() as session:
            found = course_lines(session, actor)
            people = names_of(session, {one.course.created_by for one in found})
        return page(
            "quizzes/courses",
            409 if refusal else 200,
            lines=[(one, syllabus_of(one.course)) for one in found], people=people, refusal=refusal,
            draft=PlanState.DRAFT, own=actor.id, may_publish=actor.may(QuizPermission.PUBLISH),
        )  # fmt: skip

    def publish(self, visitor: Visitor, slug: str) -> ResponseReturnValue:
        """Publish a course: from now on people can take it."""
        needs = self._needs
        try:
            with needs.database.writing() as session:
                needs.quizzes().courses.publish(session, slug, visitor.actor, needs.clock.now())
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._courses(visitor, refusal.sentence)
        return send_on("courses", "course_published")

    def certificate(self, visitor: Visitor) -> ResponseReturnValue:
        """What the code of a certificate proves."""
        return self._shown(visitor, request.args.get("code", "")[:LONGEST_CODE])

    def _shown(self, visitor: Visitor, code: str, refusal: str = "") -> ResponseReturnValue:
        bare = bare_code(code)
        proof: Proof | None = None
        if bare:
            with self._needs.database.reading() as session:
                proof = self._needs.quizzes().certificates.verify(session, bare)
        return page(
            "quizzes/certificates",
            409 if refusal else 200,
            code=code, written=written_code(bare), proof=proof, refusal=refusal, is_asked=bool(bare),
            may_revoke=visitor.actor.may(QuizPermission.JUDGE),
        )  # fmt: skip

    def revoke(self, visitor: Visitor) -> ResponseReturnValue:
        """Take a certificate back."""
        form, needs = Typed.sent(), self._needs
        code, reason = form.text("code")[:LONGEST_CODE], form.text("reason")[:LONGEST_REASON]
        if not reason:
            return self._shown(visitor, code, notices.SAY_WHY)
        with needs.database.writing() as session:
            certificates = needs.quizzes().certificates
            certificates.revoke(session, code, reason, visitor.actor, needs.clock.now())
        return send_on("certificates", "certificate_revoked", code=code)
