"""The platform's report of a mass send (MASSSENDJOBFINISH): ours is reconciled, the console's is counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from core.statements import insert_once
from deliveries.mailings.models import Mailing
from deliveries.mailings.pausing import Alarm
from deliveries.mailings.status import MailingWay
from deliveries.masses.models import MassSend
from deliveries.masses.status import MassState, is_success, sums_agree, verdict
from deliveries.masses.telling import subject_of, tell
from deliveries.models import Delivery
from deliveries.status import Channel, Reason, State

PROTECTION = timedelta(minutes=30)
"""群发保护: not confirmed within this time, a send to everybody has failed [O, Batch_Sends]."""
REPORT_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Report:
    """What the event contains."""

    msg_id: str
    status: str
    total: int | None
    filtered: int | None
    sent: int | None
    failed: int | None


class MassReportService:
    """Takes reports, and notices missing ones; ``alarm`` tells staff what went wrong."""

    def __init__(self, alarm: Alarm | None = None) -> None:
        self._alarm = alarm

    def take(self, session: Session, report: Report, now: datetime) -> None:
        """Store a report; the same one again changes nothing, a contradicting one raises an alarm."""
        row = session.scalar(
            select(MassSend)
            .where(MassSend.msg_id == report.msg_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if row is None:
            row = self._from_the_console(session, report, now)
        went_out = is_success(report.status)
        if row.reported_at is not None:
            if row.state is not MassState.UNKNOWN and went_out is (row.state is MassState.FAILED):
                self._contradict(session, row, now)
            return
        row.verdict, row.reported_at = report.status[:64], now
        row.total, row.filtered = report.total, report.filtered
        row.sent, row.failed = report.sent, report.failed
        row.disagrees = went_out and not _fits(session, row, report)
        if went_out:
            # Somebody may have had it deleted before the platform reported the result.
            row.state = MassState.DELETED if row.deleted_at else MassState.FINISHED
        else:
            row.state = MassState.FAILED
        if not went_out and row.mailing_id is not None:
            take_back(session, row, now)
        session.flush()
        if not went_out:
            self._tell(session, row, f"群发没有成功：{verdict(report.status)}", now)
        elif row.disagrees:
            self._tell(session, row, "群发报告里的人数对不上，请到公众平台核对", now)

    def raise_overdue(self, session: Session, now: datetime) -> None:
        """Tell staff of jobs that the platform has not reported in time."""
        overdue = session.scalars(
            select(MassSend)
            .where(MassSend.state == MassState.ACCEPTED, MassSend.accepted_at < now - PROTECTION)
            .order_by(MassSend.id)
        ).all()
        for row in overdue:
            mailing = _mailing_of(session, row)
            if row.accepted_at is not None and row.accepted_at < now - REPORT_WITHIN:
                tell(session, self._alarm, row, "群发提交一小时了，平台还没有报告结果", now)
            elif mailing is not None and mailing.way is MailingWay.MASS_ALL:
                sentence = "向全部关注者群发30分钟没有结果，可能没有人在微信里确认群发保护"
                tell(session, self._alarm, row, sentence, now)

    @staticmethod
    def _from_the_console(session: Session, report: Report, now: datetime) -> MassSend:
        insert_once(
            session,
            MassSend,
            [
                {
                    "mailing_id": None,
                    "number": 1,
                    "size": report.total or 0,
                    "state": MassState.ACCEPTED,
                    "due_at": now,
                    "tries": 0,
                    "msg_id": report.msg_id,
                    "disagrees": False,
                }
            ],
            conflict=["msg_id"],
        )
        return session.scalars(select(MassSend).where(MassSend.msg_id == report.msg_id)).one()

    def _contradict(self, session: Session, row: MassSend, now: datetime) -> None:
        """The platform reported both success and failure: better one mass send too few than a fifth."""
        row.disagrees = True
        if row.state is MassState.FAILED:
            row.state = MassState.UNKNOWN
            session.execute(
                update(Delivery)
                .where(*people_of(row), Delivery.state == State.FAILED, Delivery.reason == Reason.REVIEW)
                .values(state=State.UNKNOWN, reason=Reason.LOST, settled_at=now)
                .execution_options(synchronize_session=False)
            )
        session.flush()
        if self._alarm is not None:
            sentence = "群发报告前后矛盾，请到公众平台核对是否已经发出。"
            self._alarm(session, f"mass-contradiction:{row.id}", subject_of(row), sentence, now)

    def _tell(self, session: Session, row: MassSend, sentence: str, now: datetime) -> None:
        """Raise what the one report of this call says, once."""
        if self._alarm is not None:
            self._alarm(session, f"mass-report:{row.id}", subject_of(row), f"{sentence}。"[:200], now)


def protected_until(row: MassSend, mailing: Mailing) -> datetime | None:
    """Until when an administrator may still confirm a send to everybody; None if none is needed."""
    if (
        mailing.way is not MailingWay.MASS_ALL
        or row.state is not MassState.ACCEPTED
        or row.accepted_at is None
    ):
        return None
    return row.accepted_at + PROTECTION


def people_of(row: MassSend) -> tuple[ColumnElement[bool], ...]:
    """The people of one call."""
    return (
        Delivery.mailing_id == row.mailing_id,
        Delivery.channel == Channel.MASS,
        Delivery.openid.between(row.first_openid, row.last_openid),
    )


def take_back(session: Session, row: MassSend, now: datetime) -> None:
    """The platform accepted the job but did not send it: nobody got it, and nobody's allowance is used."""
    session.execute(
        update(Delivery)
        .where(*people_of(row), Delivery.state.in_((State.SENT, State.SENDING, State.UNKNOWN)))
        .values(state=State.FAILED, reason=Reason.REVIEW, settled_at=now)
        .execution_options(synchronize_session=False)
    )


def _mailing_of(session: Session, row: MassSend) -> Mailing | None:
    """The mailing of a mass send; None for what was sent from the platform's console."""
    return session.get(Mailing, row.mailing_id) if row.mailing_id is not None else None


def _fits(session: Session, row: MassSend, report: Report) -> bool:
    """Whether the counts can be true: of a list, nobody outside it can have got the message."""
    if not sums_agree(report.total, report.filtered, report.sent, report.failed):
        return False
    mailing = _mailing_of(session, row)
    is_list = mailing is not None and mailing.way is MailingWay.MASS_LIST
    return not is_list or (report.total or 0) <= row.size
