"""Mass sends up to the platform's answer: claiming a call, and recording its fate.

What the platform reports later is handled by ``reports``.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Integer, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session

from core.statements import NOW
from deliveries.mailings.messages import mass_message_of
from deliveries.mailings.models import Mailing
from deliveries.mailings.pausing import Alarm, pause_for_quota
from deliveries.mailings.ports import Unwilling
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.status import MASS, MailingState, MailingWay
from deliveries.masses.articles import LOOK_AGAIN, is_made_again, is_ready
from deliveries.masses.models import MassSend
from deliveries.masses.ports import Articles
from deliveries.masses.preparing import is_still_wanted, prepare
from deliveries.masses.reports import people_of, take_back
from deliveries.masses.status import MassState
from deliveries.masses.telling import tell
from deliveries.messages import MassMessage
from deliveries.models import Delivery
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import Reason, State

LEASE = timedelta(seconds=120)
ASK_AGAIN = timedelta(seconds=65)
"""A repetition within a minute is refused (45066); after it, it is told of the job that there is (45065)."""
REMEMBERED = timedelta(hours=23)
"""How long the platform knows the name of a call; later a repetition might be sent a second time."""
MOST_TRIES = 8
# Built once: every worker asks it each second, and building it costs five times as much as the query.
_IS_DUE: Final = and_(
    MassSend.mailing_id == Mailing.id,
    # A call that may have been made is asked about, whatever was decided about the mailing since.
    or_(Mailing.state == MailingState.RUNNING, MassSend.called_at.is_not(None)),
    MassSend.state.in_((MassState.WAITING, MassState.CALLING)),
    MassSend.due_at <= NOW,
    or_(MassSend.lease_until.is_(None), MassSend.lease_until < NOW),
)
_DUE: Final = (
    select(MassSend.id, MassSend.called_at, Mailing)
    .where(_IS_DUE)
    .order_by(MassSend.due_at, MassSend.id)
    .limit(bindparam("limit", type_=Integer))
)
_UNCUT: Final = select(Mailing.id).where(
    Mailing.state == MailingState.RUNNING,
    Mailing.frozen_at.is_not(None),
    Mailing.way.in_(MASS),
    ~exists().where(MassSend.mailing_id == Mailing.id),
    exists().where(Delivery.mailing_id == Mailing.id, Delivery.state == State.WAITING),
)
"""Running mailings that wait to be cut into calls."""
IS_ANY_DUE: Final = or_(exists(_UNCUT), exists(select(MassSend.id).where(_IS_DUE)))
"""Whether a mailing is to be cut, or a call may have to be made, at ``NOW``."""


@dataclass(frozen=True, slots=True)
class MassClaim:
    """The right to make one call, and to record how it ended."""

    mass_id: int
    token: str
    way: MailingWay
    openids: Sequence[str]
    tag_id: int | None
    message: MassMessage
    client_id: str
    lease_until: datetime


class MassSendService:
    """Every mass send, from the list of recipients to the platform's answer to the call."""

    def __init__(
        self,
        rules: SendingRules,
        unwilling: Unwilling,
        *,
        alarm: Alarm | None = None,
        articles: Articles | None = None,
    ) -> None:
        """``unwilling`` knows who opted out since a campaign was written down."""
        self._rules = rules
        self._unwilling = unwilling
        self._alarm = alarm
        self._articles = articles

    def has_to_prepare(self, session: Session) -> bool:
        """Whether a mailing whose recipients are written down is not yet split into calls."""
        return session.scalar(_UNCUT.limit(1)) is not None

    def prepare_due(self, session: Session, now: datetime) -> None:
        """Split those mailings into calls."""
        mailings = session.scalars(
            select(Mailing).where(Mailing.id.in_(_UNCUT)).with_for_update().order_by(Mailing.id)
        ).all()
        for mailing in mailings:
            prepare(session, mailing, self._rules, now)

    def due_ids(self, session: Session, now: datetime, limit: int) -> Sequence[int]:
        """The calls to make now, and those whose worker has not been heard of any more."""
        found = session.execute(_DUE, {"now": now, "limit": limit}).all()
        return [number for number, called, mailing in found if called or self._may_go(mailing, now)]

    def _may_go(self, mailing: Mailing, now: datetime) -> bool:
        if mailing.way is MailingWay.MASS_ALL and mailing.confirmed_by is None:
            return False
        if mailing.hold_until is not None and mailing.hold_until > now:
            return False
        return self._rules.held_until(mailing.purpose, now) is None

    def claim(self, session: Session, mass_id: int, now: datetime) -> MassClaim | None:
        """Take one call; None if there is none to make.

        A call whose answer was lost is taken again under its old name: the platform then returns the job it
        already has instead of sending twice. Once the platform may have forgotten the name, nobody knows the
        fate.
        """
        if mass_id not in self.due_ids(session, now, limit=10_000):
            return None
        if not is_ready(session, session.get_one(MassSend, mass_id), self._articles, now):
            return None
        token = secrets.token_hex(16)
        row = _leased(session, mass_id, token, now)
        if row is None or row.mailing_id is None or row.client_id is None:
            return None
        mailing = session.get_one(Mailing, row.mailing_id)
        if self._is_over(session, row, mailing, now):
            return None
        row.called_at = row.called_at or now
        openids = session.scalars(
            update(Delivery)
            .where(*people_of(row), Delivery.state.in_((State.WAITING, State.SENDING)))
            # No lease: the platform is asked whether it was sent; nothing is guessed after a timeout.
            .values(state=State.SENDING, claimed_at=now, attempts=Delivery.attempts + 1)
            .returning(Delivery.openid)
            .execution_options(synchronize_session=False)
        ).all()
        session.flush()
        return MassClaim(
            row.id,
            token,
            mailing.way,
            sorted(openids) if mailing.way is MailingWay.MASS_LIST else (),
            mailing.tag_id,
            mass_message_of(mailing),
            row.client_id,
            now + LEASE,
        )

    def _is_over(self, session: Session, row: MassSend, mailing: Mailing, now: datetime) -> bool:
        """Whether the call is no longer to be made; the reason is then in its row."""
        if row.called_at is not None:
            if now <= row.called_at + REMEMBERED:
                return False
            self._end(session, row, MassState.UNKNOWN, State.UNKNOWN, Reason.LOST, now)
            tell(session, self._alarm, row, "群发的结果不明，请到公众平台查看是否已经发出", now)
        elif mailing.not_after is not None and now > mailing.not_after:
            self._end(session, row, MassState.FAILED, State.SKIPPED, Reason.TOO_LATE, now)
        elif not is_still_wanted(session, row, mailing, self._unwilling, now):
            self._end(session, row, MassState.FAILED, State.SKIPPED, Reason.TOO_FEW, now)
        else:
            return False
        return True

    def settle_accepted(self, session: Session, claim: MassClaim, msg_id: str, now: datetime) -> bool:
        """Record that the platform accepted the job; False if this claim may no longer say so."""
        row = self._held(session, claim)
        if row is None:
            return False
        self._adopt_report(session, row, msg_id)
        row.msg_id, row.accepted_at = msg_id, now
        self._end(session, row, row.state, State.SENT, None, now)
        if row.state is MassState.CALLING:
            row.state = MassState.ACCEPTED
        elif row.state is MassState.FAILED:
            take_back(session, row, now)
        session.flush()
        return True

    @staticmethod
    def _adopt_report(session: Session, row: MassSend, msg_id: str) -> None:
        """The report overtook the answer and was taken for one of the console: attach it to our call."""
        early = session.scalar(
            select(MassSend).where(MassSend.msg_id == msg_id, MassSend.mailing_id.is_(None))
        )
        if early is None:
            return
        for name in ("state", "verdict", "reported_at", "total", "filtered", "sent", "failed", "disagrees"):
            setattr(row, name, getattr(early, name))
        session.delete(early)
        session.flush()

    def settle_failed(
        self, session: Session, claim: MassClaim, refusal: GatewayRefusal, now: datetime
    ) -> MassState | None:
        """Record that the platform refused or did not answer; the failure class decides what follows."""
        row = self._held(session, claim)
        if row is None:
            return None
        row.failure, row.errcode = refusal.failure, refusal.errcode
        row.rid = refusal.rid[:64] if refusal.rid else None
        match refusal.failure:
            case _ if refusal.until is not None:
                # The platform was not even asked, however long the wait: this was no attempt.
                self._wait(session, row, refusal.until)
                row.tries -= 1
            case _ if row.tries < MOST_TRIES and is_made_again(
                session, row, self._articles, refusal.errcode, now
            ):
                self._wait(session, row, now + LOOK_AGAIN)
            case FailureClass.LOST:
                # Stays ``calling``: the same name is called again, and the platform says whether it has it.
                row.due_at, row.lease_until = now + ASK_AGAIN, None
            case FailureClass.QUOTA:
                self._wait(session, row, now)
                mailing = session.get_one(Mailing, row.mailing_id)
                pause_for_quota(session, mailing, now, self._alarm)
            case FailureClass.BUSY | FailureClass.TOKEN | FailureClass.CONFIG if row.tries < MOST_TRIES:
                if refusal.errcode == TOO_SOON:
                    row.due_at, row.lease_until = now + ASK_AGAIN, None
                else:
                    self._wait(session, row, now + timedelta(seconds=10 * 2**row.tries))
                if refusal.failure is FailureClass.CONFIG:
                    sentence = f"公众号不能群发（{refusal.errcode}），处理好会自动再试"
                    tell(session, self._alarm, row, sentence, now)
            case _:
                reason = _REASONS.get(refusal.failure, Reason.CONTENT)
                self._end(session, row, MassState.FAILED, State.FAILED, reason, now)
                tell(session, self._alarm, row, f"群发没有被平台接收（{refusal.errcode}）", now)
        session.flush()
        return row.state

    def _wait(self, session: Session, row: MassSend, until: datetime) -> None:
        """Wait: this attempt certainly sent nothing; an earlier one, which may have, keeps its people."""
        row.due_at, row.lease_until = until, None
        if row.tries <= 1:
            row.state, row.called_at = MassState.WAITING, None
            session.execute(
                update(Delivery)
                .where(*people_of(row), Delivery.state == State.SENDING)
                .values(state=State.WAITING)
                .execution_options(synchronize_session=False)
            )

    @staticmethod
    def _held(session: Session, claim: MassClaim) -> MassSend | None:
        return session.scalar(
            select(MassSend)
            .where(MassSend.id == claim.mass_id, MassSend.token == claim.token)
            .where(MassSend.state == MassState.CALLING)
            .with_for_update()
            .execution_options(populate_existing=True)
        )

    @staticmethod
    def _end(
        session: Session,
        row: MassSend,
        state: MassState,
        people: State,
        reason: Reason | None,
        now: datetime,
    ) -> None:
        row.state, row.token, row.lease_until = state, None, None
        session.execute(
            update(Delivery)
            .where(*people_of(row), Delivery.state.in_((State.WAITING, State.SENDING)))
            .values(state=people, reason=reason, settled_at=now)
            .execution_options(synchronize_session=False)
        )
        session.flush()


TOO_SOON = 45066
_REASONS = {
    FailureClass.RECIPIENT: Reason.RECIPIENT,
    FailureClass.BUSY: Reason.BUSY,
    FailureClass.TOKEN: Reason.TOKEN,
    FailureClass.CONFIG: Reason.CONFIG,
}
"""Why a call was given up for good; anything else means that the platform does not take what we say."""


def _leased(session: Session, mass_id: int, token: str, now: datetime) -> MassSend | None:
    """The call, locked for the holder of the token; None if another worker has it or it is not due."""
    return session.scalar(
        update(MassSend)
        .where(
            MassSend.id == mass_id,
            MassSend.state.in_((MassState.WAITING, MassState.CALLING)),
            MassSend.due_at <= now,
            (MassSend.lease_until.is_(None)) | (MassSend.lease_until < now),
        )
        .values(state=MassState.CALLING, token=token, lease_until=now + LEASE, tries=MassSend.tries + 1)
        .returning(MassSend)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
