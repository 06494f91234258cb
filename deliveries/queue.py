"""The queue of deliveries: claiming one to send it, and recording its fate."""

import random
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.hourly_cipher import HourlyCipher
from deliveries import consents
from deliveries.contacts import hold_ledger
from deliveries.messages import Sendable, SubscriptionNotice
from deliveries.models import ContactWindow, Delivery
from deliveries.payloads import opened
from deliveries.policy import Ruling, after_silence, ruling
from deliveries.ports import DeliveryMeter, GatewayRefusal, NullMeter
from deliveries.queries import DUE_IN, is_due, is_expired, is_next_to_its_person
from deliveries.status import Lane, Reason, State
from deliveries.ways import take_room_on, way_to

NOT_AGREED = 43101
"""The person has not agreed to this notice, or has used the consent up."""
LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to make one attempt at one delivery, and to record how it ended."""

    delivery_id: int
    token: str
    openid: str
    message: Sendable
    lease_until: datetime


class DeliveryQueue:
    """The deliveries of the outbox, claimed by workers one by one and followed to their fate.

    ``cipher`` opens what ``Outbox`` sealed; ``lease`` is how long a worker may take for one attempt;
    ``meter`` counts what is sent; ``jitter`` returns random numbers from 0 to 1.
    """

    def __init__(
        self,
        cipher: HourlyCipher,
        *,
        lease: timedelta = LEASE,
        meter: DeliveryMeter | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._cipher = cipher
        self._lease = lease
        self._meter = meter or NullMeter()
        self._jitter = jitter

    def due_ids(self, session: Session, lane: Lane, now: datetime, limit: int) -> Sequence[int]:
        """The deliveries of one lane to be sent now, the longest due first; none of a mailing."""
        return session.scalars(DUE_IN[lane], {"now": now, "limit": limit}).all()

    def claim(self, session: Session, delivery_id: int, now: datetime) -> Claim | None:
        """Claim one waiting delivery for this worker; None if there is nothing to send.

        Two workers may see the same row, but only one UPDATE can still find it waiting, so the returned row
        is the lock. A delivery that may not be sent any more (too late, window closed, words gone) gets its
        fate here and is not returned.
        """
        openid = session.scalar(select(Delivery.openid).where(Delivery.id == delivery_id))
        if openid is None:
            return None
        # Locking the person's ledger first keeps two lanes from using the last place in a window twice.
        ledger = hold_ledger(session, openid)
        token = secrets.token_hex(16)
        taken = session.scalars(
            update(Delivery)
            .where(Delivery.id == delivery_id, is_due(now), is_next_to_its_person(now))
            .values(
                state=State.SENDING,
                claim_token=token,
                claimed_at=now,
                lease_until=now + self._lease,
                attempts=Delivery.attempts + 1,
            )
            .returning(Delivery)
            .execution_options(populate_existing=True, synchronize_session=False)
        ).one_or_none()
        if taken is None:
            return None
        return self._examined(session, taken, ledger, now, token)

    def settle_sent(self, session: Session, claim: Claim, now: datetime) -> State | None:
        """Record that the platform accepted it; None if this claim may no longer say so."""
        delivery = self._held(session, claim)
        if delivery is None:
            return None
        return self._write(
            session, delivery, Ruling(State.SENT, strikes=delivery.strikes, took_room=True), now
        )

    def settle_failed(
        self, session: Session, claim: Claim, refusal: GatewayRefusal, now: datetime
    ) -> State | None:
        """Record that the platform refused or did not answer; the class of the refusal decides what follows.

        Returns the new state; None if this claim may no longer say so.
        """
        delivery = self._held(session, claim)
        if delivery is None:
            return None
        if refusal.errcode == NOT_AGREED and isinstance(claim.message, SubscriptionNotice):
            return self._try_another_way(session, delivery, claim.message, now)
        delivery.failure = refusal.failure
        delivery.errcode = refusal.errcode
        delivery.rid = refusal.rid[:64] if refusal.rid else None
        decided = ruling(refusal, delivery, now, self._jitter())
        if decided.alarm:
            self._meter.alarm(refusal.failure, refusal.errcode)
        return self._write(session, delivery, decided, now)

    def release(self, session: Session, claim: Claim, now: datetime) -> State | None:
        """Return a claim that was certainly not used: the delivery waits again."""
        delivery = self._held(session, claim)
        if delivery is None:
            return None
        return self._write(
            session, delivery, Ruling(State.WAITING, due_at=now, strikes=delivery.strikes), now
        )

    def expired_ids(self, session: Session, now: datetime, limit: int) -> Sequence[int]:
        """The deliveries whose worker was not heard of again before its lease ran out."""
        return session.scalars(
            select(Delivery.id).where(is_expired(now)).order_by(Delivery.lease_until).limit(limit)
        ).all()

    def recover(self, session: Session, delivery_id: int, now: datetime) -> State | None:
        """Decide about one delivery with an expired lease: nobody knows whether it was sent.

        It becomes ``unknown`` and is not repeated, unless it was posted with ``resend_when_unknown``. None if
        its lease has not run out after all.
        """
        openid = session.scalar(select(Delivery.openid).where(Delivery.id == delivery_id))
        if openid is None:
            return None
        hold_ledger(session, openid)
        delivery = session.scalar(
            select(Delivery)
            .where(Delivery.id == delivery_id, Delivery.state == State.SENDING, Delivery.lease_until < now)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if delivery is None:
            return None
        token = delivery.claim_token
        decided = after_silence(Reason.WORKER_LOST, delivery, now, self._jitter())
        state = self._write(session, delivery, decided, now)
        if state == State.UNKNOWN:
            delivery.claim_token = token
            session.flush()
        return state

    def _examined(
        self, session: Session, taken: Delivery, ledger: ContactWindow | None, now: datetime, token: str
    ) -> Claim | None:
        if taken.not_after is not None and now > taken.not_after:
            self._end(session, taken, State.SKIPPED, Reason.TOO_LATE, now)
            return None
        in_flight = session.scalars(
            select(func.count())
            .select_from(Delivery)
            .where(Delivery.openid == taken.openid, Delivery.state == State.SENDING, Delivery.id != taken.id)
        ).one()
        message = opened(self._cipher, taken)
        if message is None:
            self._end(session, taken, State.FAILED, Reason.WORDS_GONE, now)
            return None
        way = way_to(session, taken, message, ledger, now, in_flight)
        if isinstance(way, Reason):
            self._end(session, taken, State.SKIPPED, way, now)
            return None
        taken.channel, taken.template_id = way.channel, way.template_id
        return Claim(taken.id, token, taken.openid, way.message, now + self._lease)

    def _held(self, session: Session, claim: Claim) -> Delivery | None:
        hold_ledger(session, claim.openid)
        # A claim whose lease ran out keeps its token until somebody else takes the row: a late worker may
        # still turn "unknown" into what it knows, but never touch the attempt of another.
        return session.scalar(
            select(Delivery)
            .where(
                Delivery.id == claim.delivery_id,
                Delivery.claim_token == claim.token,
                Delivery.state.in_((State.SENDING, State.UNKNOWN)),
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        )

    def _try_another_way(
        self, session: Session, delivery: Delivery, notice: SubscriptionNotice, now: datetime
    ) -> State:
        """The platform knows of no such consent, so our ledger is wrong: correct it and choose again."""
        consents.take_back(session, delivery.openid, notice.template_id, now)
        again = Ruling(State.WAITING, Reason.NO_CONSENT, due_at=now, strikes=delivery.strikes)
        return self._write(session, delivery, again, now)

    def _end(self, session: Session, delivery: Delivery, state: State, reason: Reason, now: datetime) -> None:
        self._write(session, delivery, Ruling(state, reason, strikes=delivery.strikes), now)

    def _write(self, session: Session, delivery: Delivery, decided: Ruling, now: datetime) -> State:
        if decided.took_room:
            take_room_on(session, delivery, now)
        delivery.state = decided.state
        delivery.reason = decided.reason
        delivery.strikes = decided.strikes
        delivery.claim_token = None
        delivery.lease_until = None
        delivery.settled_at = now
        if decided.due_at is not None:
            delivery.due_at = decided.due_at
        if decided.state in (State.SENT, State.SKIPPED):
            delivery.payload = None
            delivery.payload_until = None
        session.flush()
        self._meter.settled(delivery.lane, decided.state, decided.reason)
        return decided.state
