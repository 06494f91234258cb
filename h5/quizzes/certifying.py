"""Certificates: made for a name, shown to their bearer, checked by anybody who has the code."""

from typing import Final, TypeVar

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from h5.quizzes import words
from h5.quizzes.certificate_picture import can_print, certificate_png, verify_url
from h5.quizzes.context import QuizPageContext, quiz_page
from h5.throttle import FORMS, Throttle
from quizzes.certificates import bare_code, written_code
from quizzes.models import QuizAttempt, QuizEnrolment
from quizzes.refusals import BadName

_KINDS: Final = ("contest", "course")
_Row = TypeVar("_Row", QuizAttempt, QuizEnrolment)


class Certifying:
    """Own certificates, and the public check."""

    def __init__(self, context: QuizPageContext, throttle: Throttle) -> None:
        self._context = context
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        rule, known = blueprint.add_url_rule, self._context.for_person
        rule("/quiz/certificates", "quiz_certificates", known(self.mine))
        rule("/quiz/certificates/new/<kind>/<int:of>", "quiz_certificate_form", known(self.form))
        rule(
            "/quiz/certificates/new/<kind>/<int:of>",
            "quiz_certificate_make",
            known(self.make),
            methods=["POST"],
        )
        rule("/quiz/certificates/<code>", "quiz_certificate", known(self.own))
        rule("/quiz/certificates/<code>.png", "quiz_certificate_png", known(self.picture))
        rule("/quiz/verify", "quiz_verify", self._context.kindly(self.verify))

    def mine(self, person: str) -> ResponseReturnValue:
        """The certificates that a visitor has earned."""
        with self._context.needs.database.reading() as transaction:
            found = self._context.services.certificates.of_person(transaction, person)
        return quiz_page("certificates", certificates=found, written_code=written_code)

    def form(self, person: str, kind: str, of: int, said: str = "") -> ResponseReturnValue:
        """Ask for the name that the certificate is to bear."""
        if kind not in _KINDS:
            abort(404)
        return quiz_page("certificate_form", 422 if said else 200, kind=kind, of=of, said=said)

    def make(self, person: str, kind: str, of: int) -> ResponseReturnValue:
        """Make the certificate, once for each course or contest."""
        if kind not in _KINDS:
            abort(404)
        context, name = self._context, request.form.get("name", "").strip()[:60]
        certificates = context.services.certificates
        if not can_print(name):
            return self.form(person, kind, of, words.CANNOT_PRINT)
        try:
            with context.needs.database.writing() as transaction:
                if kind == "contest":
                    attempt = _own(transaction.get(QuizAttempt, of), person)
                    made = certificates.of_contest(transaction, attempt, name, context.now)
                else:
                    enrolment = _own(transaction.get(QuizEnrolment, of), person)
                    made = certificates.of_course(transaction, enrolment, name, context.now)
        except BadName as refused:
            return self.form(person, kind, of, refused.sentence)
        return redirect(url_for("h5.quiz_certificate", code=made.code), 303)

    def own(self, person: str, code: str) -> ResponseReturnValue:
        """The certificate of its bearer, as a picture to keep."""
        context = self._context
        with context.needs.database.reading() as transaction:
            found = context.services.certificates.own(transaction, code, person)
        return quiz_page(
            "certificate",
            certificate=found,
            name=context.services.certificates.name_on(found),
            code=written_code(found.code),
            check_url=verify_url(context.needs.public_url),
        )

    def picture(self, person: str, code: str) -> ResponseReturnValue:
        """The certificate as a picture."""
        context = self._context
        with context.needs.database.reading() as transaction:
            found = context.services.certificates.own(transaction, code, person)
        self._throttle.count_person(FORMS, "certificate", person)
        bureau = context.needs.library_holder.current().facts.fill("{bureau_name}")
        name = context.services.certificates.name_on(found)
        png = certificate_png(found, name, bureau, context.needs.public_url)
        response = Response(png, content_type="image/png")
        response.headers["Cache-Control"] = "private, max-age=600"
        return response

    def verify(self) -> ResponseReturnValue:
        """Check a code; asks nobody who they are and shows no more than it must."""
        code = request.args.get("code", "")[:60]
        proof = None
        if code:
            self._throttle.count(FORMS, "verify")
            with self._context.needs.database.reading() as transaction:
                proof = self._context.services.certificates.verify(transaction, code)
        said = words.NO_CERTIFICATE if code and proof is None else ""
        status = 404 if said else 200
        return quiz_page("verify", status, proof=proof, said=said, code=written_code(bare_code(code)))


def _own(row: _Row | None, person: str) -> _Row:
    """The row, where it is this person's; to anybody else it is not there (404)."""
    if row is None or row.person != person:
        abort(404)
    return row
