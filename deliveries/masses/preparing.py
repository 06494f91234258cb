"""Before a mass send: leaves out those who have had enough, and splits the rest into calls."""

from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, Select, func, select, update
from sqlalchemy.orm import Session, aliased

from deliveries.mailings.frequency import had_enough
from deliveries.mailings.models import Mailing
from deliveries.mailings.ports import Unwilling
from deliveries.mailings.rules import SendingRules, month_start
from deliveries.mailings.status import MailingWay, Purpose
from deliveries.masses.chunks import LEAST, part_sizes
from deliveries.masses.models import MassSend
from deliveries.masses.status import WENT_OUT, MassState
from deliveries.models import Delivery
from deliveries.status import Channel, Reason, State

GOT_IT = (State.SENT, State.SENDING, State.UNKNOWN)


def got_this_month(delivery: type[Delivery], now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Whether somebody got, or may have got, this mass send in the calendar month of ``now`` in China."""
    return (
        delivery.channel == Channel.MASS,
        delivery.state.in_(GOT_IT),
        delivery.claimed_at >= month_start(now),
    )


def console_sends(session: Session, now: datetime) -> int:
    """How many mass sends of this month were made from the console.

    Nobody tells us their recipients, so each counts for everybody: better one mass send too few than a fifth.
    """
    return session.scalars(
        select(func.count())
        .select_from(MassSend)
        .where(
            MassSend.mailing_id.is_(None),
            MassSend.state.in_(WENT_OUT),
            MassSend.reported_at >= month_start(now),
        )
    ).one()


def prepare(session: Session, mailing: Mailing, rules: SendingRules, now: datetime) -> None:
    """Leave out those who may not get another one, and write down the calls.

    A send by tag or to everybody cannot leave anybody out, so a list replaces it where that is necessary.
    """
    limit = rules.monthly_limit(is_disaster=mailing.purpose is Purpose.DISASTER)
    spent = _leave_out(session, mailing, limit, now)
    sated = _leave_out_the_sated(session, mailing, rules, now)
    people = session.scalars(select(func.count()).select_from(_waiting(mailing).subquery())).one()
    if people < LEAST and mailing.way is MailingWay.MASS_LIST:
        _skip(session, mailing, Reason.TOO_FEW, now)
        return
    if (spent or sated) and mailing.way is not MailingWay.MASS_LIST:
        had = [f"{spent}人本月已经收到足够的群发"] if spent else []
        had += [f"{sated}人7天里的宣传已经收满"] if sated else []
        mailing.why = f"{mailing.why}有{'，'.join(had)}，改为按名单发送，把他们排除在外。"[:400]
        mailing.way = MailingWay.MASS_LIST
        if people < LEAST:
            _skip(session, mailing, Reason.TOO_FEW, now)
            return
    sizes = part_sizes(people) if mailing.way is MailingWay.MASS_LIST else [people] if people else []
    last = ""
    for number, size in enumerate(sizes, start=1):
        first, last = _range(session, mailing, last, size)
        session.add(
            MassSend(
                mailing_id=mailing.id,
                number=number,
                first_openid=first,
                last_openid=last,
                size=size,
                client_id=f"mailing-{mailing.id}-{number}",
                state=MassState.WAITING,
                due_at=mailing.due_at,
            )
        )
    session.flush()


def is_still_wanted(
    session: Session, row: MassSend, mailing: Mailing, unwilling: Unwilling, now: datetime
) -> bool:
    """Remove from a call by list, before its first attempt, those who opted out since it was prepared.

    False if nobody is left, or fewer people than the platform accepts. A call that may have been made is
    repeated unchanged: under the same name the platform refuses another list.
    """
    if mailing.purpose is not Purpose.CAMPAIGN or mailing.way is not MailingWay.MASS_LIST:
        return True
    waiting = _waiting(mailing).where(Delivery.openid.between(row.first_openid, row.last_openid))
    openids = session.scalars(waiting).all()
    stopped = unwilling(session, mailing.id, openids)
    if stopped:
        _skip(session, mailing, Reason.NOT_ASKED_FOR, now, Delivery.openid.in_(stopped))
    return len(openids) - len(stopped) >= LEAST


def _waiting(mailing: Mailing) -> Select[str]:
    return select(Delivery.openid).where(Delivery.mailing_id == mailing.id, Delivery.state == State.WAITING)


def _leave_out(session: Session, mailing: Mailing, limit: int, now: datetime) -> int:
    """Skip those whose monthly allowance is used up; return how many."""
    rest = limit - console_sends(session, now)
    if rest <= 0:
        return _skip(session, mailing, Reason.MONTH_SPENT, now)
    got = aliased(Delivery)
    times = (
        select(func.count())
        .select_from(got)
        .where(got.openid == Delivery.openid, *got_this_month(got, now))
        .scalar_subquery()
    )
    return _skip(session, mailing, Reason.MONTH_SPENT, now, times >= rest)


def _leave_out_the_sated(session: Session, mailing: Mailing, rules: SendingRules, now: datetime) -> int:
    """Skip those whose weekly limit of campaigns is reached; return how many."""
    enough = had_enough(rules, mailing.purpose, now)
    if enough is None:
        return 0
    # As a subquery: a bare one would refer to the very rows that are written.
    whose = select(enough.subquery().c[0])
    return _skip(session, mailing, Reason.FREQUENCY, now, Delivery.openid.in_(whose))


def _skip(
    session: Session, mailing: Mailing, reason: Reason, now: datetime, *whom: ColumnElement[bool]
) -> int:
    # Counted in the database: a mailing may have a hundred thousand people.
    skipped = session.execute(
        update(Delivery)
        .where(Delivery.mailing_id == mailing.id, Delivery.state == State.WAITING, *whom)
        .values(state=State.SKIPPED, reason=reason, settled_at=now)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(skipped, CursorResult)
    return skipped.rowcount


def _range(session: Session, mailing: Mailing, after: str, size: int) -> tuple[str, str]:
    """The first and the last of the next ``size`` people after ``after``."""
    following = _waiting(mailing).where(Delivery.openid > after).order_by(Delivery.openid)
    first = session.scalars(following.limit(1)).one()
    last = session.scalars(following.offset(size - 1).limit(1)).one()
    return first, last
