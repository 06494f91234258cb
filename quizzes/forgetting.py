"""Forgetting people and keeping figures: a person's digest is replaced by a random one.

What was answered stays countable, different people stay different, and no key leads back. A certificate is
deleted, because its name and code would. One thing stays until a contest is over: that a seat in it is taken,
or whoever deletes their records could be scored twice.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from core.clock import china_date
from quizzes.models import (
    QuizAnswer,
    QuizAttempt,
    QuizCertificate,
    QuizContest,
    QuizEnrolment,
    QuizPrizeClaim,
)

NOBODY = "~"
"""Begins the digest of somebody who was forgotten; a keyed digest never does."""


def forget_person(session: Session, person: str, now: datetime) -> None:
    """Make what somebody did nobody's; certificates go, and a prize that waits can no longer be fetched."""
    nobody = NOBODY + secrets.token_hex(15)
    session.execute(delete(QuizCertificate).where(QuizCertificate.person == person))
    theirs = select(QuizAttempt).where(QuizAttempt.person == person).order_by(QuizAttempt.id)
    for attempt in session.scalars(theirs.with_for_update()):
        contest = session.get(QuizContest, attempt.contest_id) if attempt.contest_id is not None else None
        if contest is None or contest.closes_at <= now:
            attempt.once = None
        attempt.person, attempt.nickname, attempt.seed = nobody, None, secrets.token_hex(16)
        session.execute(
            update(QuizPrizeClaim)
            .where(QuizPrizeClaim.attempt_id == attempt.id)
            .values(phone=secrets.token_hex(16))
        )
    session.flush()
    session.execute(
        update(QuizAnswer)
        .where(QuizAnswer.person == person, QuizAnswer.attempt_id.is_(None))
        .values(once=None)
    )
    session.execute(update(QuizAnswer).where(QuizAnswer.person == person).values(person=nobody))
    session.execute(update(QuizEnrolment).where(QuizEnrolment.person == person).values(person=nobody))


def forget_seats(session: Session, now: datetime) -> None:
    """Forget the seats of forgotten people in contests that are over."""
    over = select(QuizContest.id).where(QuizContest.closes_at <= now)
    session.execute(
        update(QuizAttempt)
        .where(
            QuizAttempt.once.is_not(None),
            QuizAttempt.person.like(f"{NOBODY}%"),
            QuizAttempt.contest_id.in_(over),
        )
        .values(once=None)
        .execution_options(synchronize_session=False)
    )


def idle_people(session: Session, before: datetime, after: str, limit: int) -> Sequence[str]:
    """The next people who did nothing since this moment, in the order of their digests."""
    query = _idle(before)
    person = query.selected_columns[0]
    return session.scalars(query.where(person > after).order_by(person).limit(limit)).all()


def _idle(before: datetime) -> Select[str]:
    day = china_date(before)
    recent = select(QuizAnswer.person).where(QuizAnswer.day >= day, QuizAnswer.person.is_not(None))
    recent_papers = select(QuizAttempt.person).where(QuizAttempt.started_at >= before)
    recent_courses = select(QuizEnrolment.person).where(QuizEnrolment.begun_at >= before)
    known = (
        select(QuizAnswer.person)
        .where(QuizAnswer.person.is_not(None))
        .union(select(QuizAttempt.person), select(QuizEnrolment.person), select(QuizCertificate.person))
        .subquery()
    )
    return select(known.c.person).where(
        known.c.person.not_like(f"{NOBODY}%"),
        known.c.person.not_in(recent.union(recent_papers, recent_courses)),
    )
