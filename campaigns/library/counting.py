"""Figures out of scans and sign-ins, and the head-count of an activity with the basis 签到.

人次 are scans, 人 are people; the two stand beside each other and are never added up.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select, union_all, update
from sqlalchemy.orm import Session

from campaigns.library.models import APART, QrCode, Scan, SignIn
from campaigns.planning.activities import ActivityService
from campaigns.planning.kinds import Basis, Counted, Measure, Unit
from campaigns.planning.models import Activity, Headcount
from campaigns.planning.permissions import Permission as PlanningPermission
from campaigns.planning.status import ActivityState
from staff.actors import Actor, ActorKind

SIGN_INS = Actor(ActorKind.SYSTEM, "sign-ins")
"""Enters head-counts of sign-ins."""

SOURCE = "扫码签到"
NOBODY = "~"
"""So begins the name of somebody who was forgotten; no pseudonym does."""

_BATCH = 500


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """What came of one code in a period."""

    code: QrCode
    scans: int
    people: int
    followed: int
    new: int
    last_at: datetime | None


def code_figures(
    session: Session,
    actor: Actor,
    since: datetime,
    until: datetime,
    campaign_id: int | None = None,
    limit: int = 1000,
) -> Sequence[CodeFigures]:
    """Scans (人次), people (人), followers won (人), and those never seen before (人), code by code.

    From ``since`` until before ``until``; codes that nobody scanned stand there with zeros.
    """
    actor.require(PlanningPermission.SEE)
    within = (Scan.code_id == QrCode.id) & (Scan.at >= since) & (Scan.at < until)
    query = (
        select(
            QrCode,
            func.count(Scan.id),
            func.count(APART.distinct()),
            func.count(case((Scan.follows, Scan.person)).distinct()),
            func.count(case((Scan.is_new, Scan.person)).distinct()),
            func.max(Scan.at),
        )
        .outerjoin(Scan, within)
        .group_by(QrCode.id)
        .order_by(func.count(Scan.id).desc(), QrCode.id)
        .limit(limit)
    )
    if campaign_id is not None:
        query = query.where(QrCode.campaign_id == campaign_id)
    return [CodeFigures(*row) for row in session.execute(query)]


def signed_in(session: Session, activity_id: int) -> int:
    """How many people signed in."""
    query = select(func.count()).select_from(SignIn).where(SignIn.activity_id == activity_id)
    return session.scalars(query).one()


def feed_headcounts(session: Session, activities: ActivityService, now: datetime) -> int:
    """Enter the sign-ins of every activity that is behind, in one transaction; says for how many."""
    behind = behind_sign_ins(session, now, 0, None)
    for activity_id in behind:
        feed_headcount(session, activities, activity_id, now)
    return len(behind)


def behind_sign_ins(session: Session, _now: datetime, after: int, limit: int | None) -> Sequence[int]:
    """The next held activities whose people by sign-in have changed, in the order of their ids.

    What a clerk entered of people stands: it was counted, and more may have come than signed in.
    """
    return session.scalars(
        select(SignIn.activity_id)
        .join(Activity, Activity.id == SignIn.activity_id)
        .outerjoin(
            Headcount,
            (Headcount.activity_id == SignIn.activity_id)
            & (Headcount.measure == Measure.ATTENDED)
            & (Headcount.unit == Unit.PEOPLE),
        )
        .where(
            Activity.state == ActivityState.HELD,
            SignIn.activity_id > after,
            or_(Headcount.entered_by.is_(None), Headcount.entered_by == SIGN_INS.id),
        )
        .group_by(SignIn.activity_id, Headcount.value)
        .having(func.count() != func.coalesce(Headcount.value, 0))
        .order_by(SignIn.activity_id)
        .limit(limit)
    ).all()


def feed_headcount(session: Session, activities: ActivityService, activity_id: int, now: datetime) -> None:
    """Enter the sign-ins of a held activity as people with the basis 签到."""
    people = signed_in(session, activity_id)
    counted = Counted(Measure.ATTENDED, people, Unit.PEOPLE, Basis.SIGNED_IN, SOURCE)
    activities.count(session, activity_id, counted, SIGN_INS, now)


def forget(session: Session, person: str) -> None:
    """Make what one person scanned and signed nobody's; that somebody did stays, and the numbers with it."""
    nobody = f"{NOBODY}{secrets.token_hex(15)}"
    for table in (Scan, SignIn):
        session.execute(
            update(table)
            .where(table.person == person)
            .values(person=nobody)
            .execution_options(synchronize_session=False)
        )


def forget_before(session: Session, moment: datetime) -> int:
    """Make everybody nobody who last scanned or signed in before ``moment``; says how many people.

    At most some hundred a call, so that no transaction is long: the clock comes again.
    """
    seen = union_all(select(Scan.person, Scan.at), select(SignIn.person, SignIn.at)).subquery()
    old = (
        select(seen.c.person)
        .where(seen.c.person.not_like(f"{NOBODY}%"))
        .group_by(seen.c.person)
        .having(func.max(seen.c.at) < moment)
        .limit(_BATCH)
    )
    people = session.scalars(old).all()
    for person in people:
        forget(session, person)
    return len(people)
