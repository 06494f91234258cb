"""An outbox with a database, a clock and a meter, whose verbs are transactions."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from core.clock import Clock
from core.crypto import new_key
from core.db import Database
from core.hourly_cipher import HourlyCipher
from deliveries.contacts import message_write
from deliveries.messages import Text
from deliveries.models import ContactWindow, Delivery
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.queue import Claim, DeliveryQueue
from deliveries.services import Outbox
from deliveries.status import Lane, State
from deliveries.terms import Terms

ALICE = "oAlice0000000000000000000000"
BOB = "oBob000000000000000000000000"


class Meter:
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.settlements: list[tuple[str, str, str | None]] = []
        self.alarms: list[tuple[FailureClass, int | None]] = []

    def settled(self, lane: str, state: str, reason: str | None) -> None:
        self.settlements.append((lane, state, reason))

    def alarm(self, failure: FailureClass, errcode: int | None) -> None:
        self.alarms.append((failure, errcode))


class Office:
    """An outbox with a database and a clock; its verbs are transactions."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        key: bytes | None = None,
        lease: timedelta = timedelta(seconds=60),
    ) -> None:
        self.database = database
        self.clock = clock
        self.meter = Meter()
        self.cipher = HourlyCipher(database, key or new_key(), timedelta(hours=24))
        self.outbox = Outbox(self.cipher)
        self.queue = DeliveryQueue(self.cipher, lease=lease, meter=self.meter, jitter=lambda: 0.5)

    def hears_from(self, *openids: str) -> None:
        with self.database.writing() as session:
            for openid in openids:
                message_write(openid, self.clock.now()).run(session)

    def posts(self, openid: str = ALICE, text: str = "您好", **options: Any) -> int:
        now = self.clock.now()
        self.cipher.ensure_key(now)
        with self.database.writing() as session:
            return self.outbox.post(session, openid, Text(text), now, Terms(**options))

    def replies(self, *texts: str) -> None:
        self.cipher.ensure_key(self.clock.now())
        with self.database.writing() as session:
            for text in texts:
                key = f"late:{text[:10]}"
                self.outbox.post_reply(session, ALICE, Text(text), self.clock.now(), dedupe_key=key)

    def due(self, lane: Lane = Lane.REPLY) -> list[int]:
        with self.database.reading() as session:
            return list(self.queue.due_ids(session, lane, self.clock.now(), 100))

    def claims(self, delivery_id: int) -> Claim | None:
        with self.database.writing() as session:
            return self.queue.claim(session, delivery_id, self.clock.now())

    def takes(self, delivery_id: int) -> Claim:
        claim = self.claims(delivery_id)
        assert claim is not None
        return claim

    def has_sent(self, claim: Claim) -> State | None:
        with self.database.writing() as session:
            return self.queue.settle_sent(session, claim, self.clock.now())

    def was_refused(
        self, claim: Claim, failure: FailureClass, errcode: int | None = None, rid: str | None = None
    ) -> State | None:
        refusal = GatewayRefusal(failure, "refused", errcode=errcode, rid=rid)
        with self.database.writing() as session:
            return self.queue.settle_failed(session, claim, refusal, self.clock.now())

    def recovers(self) -> int:
        with self.database.writing() as session:
            now = self.clock.now()
            expired = self.queue.expired_ids(session, now, 100)
            return sum(self.queue.recover(session, one, now) is not None for one in expired)

    def row(self, delivery_id: int) -> Delivery:
        with self.database.reading() as session:
            return session.scalars(select(Delivery).where(Delivery.id == delivery_id)).one()

    def window(self, openid: str = ALICE) -> ContactWindow:
        with self.database.reading() as session:
            return session.scalars(select(ContactWindow).where(ContactWindow.openid == openid)).one()

    def tally(self) -> dict[State, int]:
        """How many deliveries are in each state."""
        with self.database.reading() as session:
            rows = session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
            return dict(rows.all())
