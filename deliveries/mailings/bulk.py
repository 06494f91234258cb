"""One turn of a mailing, in one transaction: writes the fates of finished calls and claims new people.

It claims no more than the worker has room for (its threads, and a few ahead of them); a killed worker leaves
at most that many rows ``sending``.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, or_, select, update
from sqlalchemy.orm import Session

from deliveries.mailings import settling, statements
from deliveries.mailings.choosing import Chosen, Person, WordedMailing, choose
from deliveries.mailings.messages import message_of
from deliveries.mailings.models import Mailing
from deliveries.mailings.pausing import Alarm, pause_for_quota
from deliveries.mailings.ports import Unwilling
from deliveries.mailings.rates import Rates, RemainingCalls
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.settling import BulkClaim, Outcome
from deliveries.mailings.status import MASS, MailingState
from deliveries.models import Delivery
from deliveries.ports import DeliveryMeter, NullMeter
from deliveries.queue import LEASE, DeliveryQueue
from deliveries.status import Lane, Reason, State

LOOK_AT_MOST = 500
"""How many people are looked at in one transaction when most of them are skipped."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What one transaction did: the people to send to now, and how many were skipped."""

    claims: Sequence[BulkClaim]
    skipped: int


class BulkMailingService:
    """Claims people of running mailings, and records what became of them.

    ``unwilling`` knows who opted out since a campaign was written down; ``alarm`` tells staff what stops a
    whole mailing; ``lease`` is how long one call may take.
    """

    def __init__(
        self,
        queue: DeliveryQueue,
        rules: SendingRules,
        unwilling: Unwilling,
        *,
        alarm: Alarm | None = None,
        meter: DeliveryMeter | None = None,
        lease: timedelta = LEASE,
        new_token: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._queue = queue
        self._rules = rules
        self._rates = Rates(rules.caps)
        self._unwilling = unwilling
        self._alarm = alarm
        self._meter = meter or NullMeter()
        self._lease = lease
        self._new_token = new_token

    def has_work(self, session: Session, now: datetime) -> bool:
        """Whether any running mailing has somebody due; a cheap query without a lock."""
        return any(
            session.scalar(
                select(Delivery.id)
                .where(
                    Delivery.mailing_id == mailing.id,
                    Delivery.state == State.WAITING,
                    Delivery.due_at <= now,
                )
                .limit(1)
            )
            for mailing in self._running(session, now)
        )

    def exchange(
        self, session: Session, outcomes: Sequence[Outcome], free: int, now: datetime, *, look: int = 0
    ) -> Exchanged:
        """Write the fates of ``outcomes``, then claim at most ``free`` people.

        ``look`` is how many people to examine, if more than ``free``: most of them may have to be skipped.
        """
        remaining = self._rates.hold(session, now)
        if outcomes:
            settling.settle(
                session, self._queue, self._rates, outcomes, now, alarm=self._alarm, meter=self._meter
            )
        claims: list[BulkClaim] = []
        skipped = 0
        if free > 0 and remaining.is_any_open():
            for mailing in self._running(session, now):
                if len(claims) >= free:
                    break
                taken = self._take(session, mailing, remaining, free - len(claims), look, now)
                claims += taken.claims
                skipped += taken.skipped
        elif free > 0:
            self._pause_if_the_day_is_over(session, remaining, now)
        self._rates.note_taken(session, remaining, now)
        return Exchanged(claims, skipped)

    def _running(self, session: Session, now: datetime) -> list[Mailing]:
        """The mailings that may send now, the most urgent first."""
        rank = case({lane: number for number, lane in enumerate(Lane)}, value=Mailing.lane)
        found = session.scalars(
            select(Mailing)
            .where(
                Mailing.state == MailingState.RUNNING,
                Mailing.frozen_at.is_not(None),
                Mailing.way.not_in(MASS),
                or_(Mailing.hold_until.is_(None), Mailing.hold_until <= now),
                or_(Mailing.not_after.is_(None), Mailing.not_after >= now),
            )
            .order_by(rank, Mailing.due_at, Mailing.id)
            .execution_options(populate_existing=True)
        ).all()
        return [one for one in found if self._rules.held_until(one.purpose, now) is None]

    def _take(
        self,
        session: Session,
        mailing: Mailing,
        remaining: RemainingCalls,
        free: int,
        look: int,
        now: datetime,
    ) -> Exchanged:
        most = min(max(free, look), LOOK_AT_MOST)
        values = {"mailing": mailing.id, "now": now, "most": most}
        waiting = session.execute(statements.WAITING, values).all()
        if not waiting:
            return Exchanged([], 0)
        message = message_of(mailing)
        worded = WordedMailing(mailing, message, self._rules)
        people = [(row.id, row.openid) for row in waiting]
        chosen = choose(session, worded, people, now, self._unwilling)
        skipped = self._skip(session, mailing, chosen.skipped, now)
        claims: list[BulkClaim] = []
        token = self._new_token()
        for way, fit in chosen.ways.items():
            fitting: list[Person] = []
            for delivery_id, openid in fit:
                if len(fitting) + len(claims) >= free or not remaining.has(way.channel):
                    break
                remaining.take(way.channel)
                fitting.append((delivery_id, openid))
            claims += self._claim(session, mailing, worded, way, fitting, token, now)
        if not claims and not skipped:
            self._pause_if_the_day_is_over(session, remaining, now)
        return Exchanged(claims, skipped)

    def _claim(
        self,
        session: Session,
        mailing: Mailing,
        worded: WordedMailing,
        way: Chosen,
        people: Sequence[Person],
        token: str,
        now: datetime,
    ) -> list[BulkClaim]:
        if not people:
            return []
        values = {
            "numbers": [number for number, _ in people],
            "way": way.channel,
            "template": way.template_id,
            "token": token,
            "now": now,
            "until": now + self._lease,
        }
        got = session.scalars(statements.CLAIM, values).all()
        taken = set(got)
        return [
            BulkClaim(
                delivery_id=number,
                token=token,
                openid=openid,
                message=worded.ready(way, number),
                lease_until=now + self._lease,
                mailing_id=mailing.id,
                channel=way.channel,
                template_id=way.template_id,
                claimed_at=now,
                lane=mailing.lane,
            )
            for number, openid in people
            if number in taken
        ]

    def _skip(
        self, session: Session, mailing: Mailing, skipped: dict[Reason, list[int]], now: datetime
    ) -> int:
        for reason, numbers in skipped.items():
            session.execute(
                update(Delivery)
                .where(Delivery.id.in_(numbers), Delivery.state == State.WAITING)
                .values(state=State.SKIPPED, reason=reason, settled_at=now)
                .execution_options(synchronize_session=False)
            )
            for _ in numbers:
                self._meter.settled(mailing.lane, State.SKIPPED, reason)
        return sum(map(len, skipped.values()))

    def _pause_if_the_day_is_over(self, session: Session, remaining: RemainingCalls, now: datetime) -> None:
        """Pause, until the platform's next day, the mailings whose calls of today are used up; say so."""
        for mailing in self._running(session, now):
            if all(remaining.is_day_spent(api) for api in WordedMailing.channels_of(mailing.way)):
                pause_for_quota(session, mailing, now, self._alarm)
