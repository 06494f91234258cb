"""Certificates: made once for a passed paper or a finished course, checked by whoever has the code.

The name is what the person entered; it lies sealed, and only its bearer sees it whole. Whoever checks a code
learns what it is for, when, and a name half hidden: enough to compare it with the paper in hand.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.crypto import BadSeal, seal, unseal
from core.errors import NotFound
from core.statements import insert_once
from core.text import width_folded
from quizzes.models import QuizAttempt, QuizCertificate, QuizContest, QuizCourse, QuizEnrolment
from quizzes.names import half_hidden, holder
from quizzes.permissions import QuizPermission
from quizzes.refusals import NotPassed
from quizzes.status import AttemptState
from staff import audit
from staff.actors import Actor

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_SIGNS = 12
"""Sixty random bits: nobody meets a certificate by trying."""


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a certificate certifies: a contest with its ``score``, or a course with its ``minutes``."""

    title: str
    on: date
    score: int | None = None
    minutes: int | None = None

    @property
    def is_course(self) -> bool:
        """Whether it is a course."""
        return self.minutes is not None


@dataclass(frozen=True, slots=True)
class Proof:
    """What a stranger may know of a certificate."""

    title: str
    name: str
    earned_on: date
    is_valid: bool


class CertificateService:
    """Makes and checks certificates; ``key`` seals the names."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of_contest(self, session: Session, attempt: QuizAttempt, name: str, now: datetime) -> QuizCertificate:
        """The certificate of a passed paper of a contest; asked again, the same one."""
        if attempt.state is not AttemptState.SCORED or not attempt.passed or attempt.contest_id is None:
            raise NotPassed
        contest = session.get_one(QuizContest, attempt.contest_id)
        assert attempt.submitted_at is not None
        return self._make(
            session,
            f"attempt:{attempt.id}",
            attempt.person,
            name,
            Achievement(contest.title, china_date(attempt.submitted_at), score=attempt.score),
            now,
        )

    def of_course(
        self, session: Session, enrolment: QuizEnrolment, name: str, now: datetime
    ) -> QuizCertificate:
        """The certificate of a finished course; asked again, the same one."""
        if enrolment.finished_at is None:
            raise NotPassed
        course = session.get_one(QuizCourse, enrolment.course)
        return self._make(
            session,
            f"enrolment:{enrolment.id}",
            enrolment.person,
            name,
            Achievement(course.title, china_date(enrolment.finished_at), minutes=enrolment.minutes),
            now,
        )

    def of_person(self, session: Session, person: str) -> Sequence[QuizCertificate]:
        """What somebody has earned, the latest first; without what was taken back."""
        return session.scalars(
            select(QuizCertificate)
            .where(QuizCertificate.person == person, QuizCertificate.revoked_at.is_(None))
            .order_by(QuizCertificate.issued_at.desc(), QuizCertificate.code)
        ).all()

    def own(self, session: Session, code: str, person: str) -> QuizCertificate:
        """One's own certificate; somebody else's is not found."""
        found = session.get(QuizCertificate, code)
        if found is None or found.person != person or found.revoked_at is not None:
            raise NotFound
        return found

    def name_on(self, certificate: QuizCertificate) -> str:
        """The whole name, for the picture that its bearer gets; empty once the key was changed."""
        try:
            return unseal(certificate.holder, self._key, _place(certificate.code)).decode()
        except BadSeal:
            return ""

    def verify(self, session: Session, code: str) -> Proof | None:
        """What a code proves; None where there is no such certificate."""
        found = session.get(QuizCertificate, bare_code(code))
        if found is None:
            return None
        return Proof(
            title=found.title,
            name=half_hidden(self.name_on(found)),
            earned_on=found.earned_on,
            is_valid=found.revoked_at is None,
        )

    def revoke(
        self, session: Session, code: str, reason: str, actor: Actor, now: datetime
    ) -> QuizCertificate:
        """Take a certificate back; the check page says so from now on."""
        actor.require(QuizPermission.JUDGE)
        found = session.get(QuizCertificate, bare_code(code), with_for_update=True)
        if found is None:
            raise NotFound
        found.revoked_at = found.revoked_at or now
        session.flush()
        subject = f"quiz:certificate:{found.once}"
        audit.record(
            session,
            actor=actor,
            action="quizzes.certificate.revoke",
            subject=subject,
            now=now,
            reason=reason,
        )
        return found

    def _make(
        self,
        session: Session,
        once: str,
        person: str,
        name: str,
        earned: Achievement,
        now: datetime,
    ) -> QuizCertificate:
        code = "".join(secrets.choice(_SIGNS) for _ in range(CODE_SIGNS))
        row = {
            "code": code,
            "once": once,
            "person": person,
            "title": earned.title,
            "is_course": earned.is_course,
            "holder": seal(holder(name).encode(), self._key, _place(code)),
            "minutes": earned.minutes,
            "score": earned.score,
            "earned_on": earned.on,
            "issued_at": now,
        }
        insert_once(session, QuizCertificate, [row], conflict=["once"])
        return session.scalars(select(QuizCertificate).where(QuizCertificate.once == once)).one()


def bare_code(code: str) -> str:
    """A code as it is stored, from what somebody typed: spaces, dashes, small letters, full width."""
    return "".join(one for one in width_folded(code).upper() if one.isalnum())[:40]


def written_code(code: str) -> str:
    """A code in groups of four, to be read aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _place(code: str) -> str:
    return f"quiz certificate/{code}"
