"""Mailings on a database, whose verbs are transactions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from core.clock import Clock
from core.crypto import new_key
from core.db import Database
from core.hourly_cipher import HourlyCipher
from deliveries.mailings.bulk import BulkMailingService, Exchanged
from deliveries.mailings.counters import Counters, counted
from deliveries.mailings.models import Mailing
from deliveries.mailings.ports import Unwilling
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.services import MailingService, Plan, get_mailing
from deliveries.mailings.settling import BulkClaim, Outcome
from deliveries.mailings.status import MailingWay, Purpose
from deliveries.messages import Text, Words
from deliveries.models import ContactWindow, Delivery
from deliveries.ports import GatewayRefusal
from deliveries.queue import DeliveryQueue
from deliveries.services import Outbox
from followers.models import Follower, FollowState
from staff.actors import Actor, ActorKind

PLANNER = Actor(ActorKind.STAFF, "planner", permissions=frozenset({"mailings.run", "mailings.see"}))
OTHER = Actor(ActorKind.STAFF, "other", permissions=frozenset({"mailings.run", "mailings.confirm"}))


class Everybody:
    """The people of every mailing: all who follow."""

    def recipients(self, session: Session, mailing: Mailing, now: datetime) -> Select[str]:
        return select(Follower.openid).where(Follower.state == FollowState.FOLLOWING)


class MailingOffice:
    """Followers, mailings and the service that takes people of them."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rules: SendingRules | None = None,
        *,
        key: bytes | None = None,
        unwilling: Unwilling = lambda *_: (),
    ) -> None:
        self.database = database
        self.clock = clock
        self.cipher = HourlyCipher(database, key or new_key(), timedelta(hours=24))
        self.outbox = Outbox(self.cipher)
        self.queue = DeliveryQueue(self.cipher, jitter=lambda: 0.5)
        self.service = MailingService(Everybody())
        self.alarms: list[tuple[str, str]] = []
        self.bulk = BulkMailingService(self.queue, rules or SendingRules(), unwilling, alarm=self._alarm)
        self._names = iter(range(10**6))

    def _alarm(self, _session: Session, key: str, _subject: str, sentence: str, _now: datetime) -> None:
        if key not in [one for one, _ in self.alarms]:
            self.alarms.append((key, sentence))

    def has_followers(self, count: int, *, talking: bool = True, first: int = 0) -> list[str]:
        """So many people who follow, and who have just written to us."""
        people = [f"oMailing{number:020d}" for number in range(first, first + count)]
        now = self.clock.now()
        with self.database.writing() as session:
            session.execute(
                insert(Follower),
                [
                    {
                        "openid": openid,
                        "state": FollowState.FOLLOWING,
                        "state_event_at": now,
                        "first_seen_at": now,
                    }
                    for openid in people
                ],
            )
            if talking:
                session.execute(
                    insert(ContactWindow), [{"openid": openid, "last_message_at": now} for openid in people]
                )
        return people

    def schedules(
        self,
        message: Words | None = None,
        *,
        purpose: Purpose = Purpose.CAMPAIGN,
        way: MailingWay = MailingWay.EACH,
        delay: timedelta = timedelta(),
        not_after: datetime | None = None,
        tag_id: int | None = None,
    ) -> int:
        now = self.clock.now()
        plan = Plan(
            name=f"plan {next(self._names)}",
            message=message or Text("安全生产月到了"),
            purpose=purpose,
            way=way,
            why="测试",
            due_at=now + delay,
            not_after=not_after,
            tag_id=tag_id,
        )
        with self.database.writing() as session:
            return self.service.schedule(session, plan, PLANNER, now).id

    def tends(self, mailing_id: int) -> Mailing:
        """Everything that is due to it, step by step."""
        more = True
        while more:
            with self.database.writing() as session:
                more = self.service.tend(session, mailing_id, self.clock.now())
        return self.mailing(mailing_id)

    def starts(self, *arguments: object, **named: object) -> int:
        """Schedule, and write the people down."""
        mailing_id = self.schedules(*arguments, **named)  # type: ignore[arg-type]
        self.tends(mailing_id)
        return mailing_id

    def exchanges(self, outcomes: Sequence[Outcome] = (), free: int = 32, look: int = 0) -> Exchanged:
        now = self.clock.now()
        self.cipher.ensure_key(now)
        with self.database.writing() as session:
            return self.bulk.exchange(session, outcomes, free, now, look=look)

    def takes(self, free: int = 32) -> list[BulkClaim]:
        return list(self.exchanges(free=free).claims)

    def has_sent(self, *claims: BulkClaim) -> None:
        self.exchanges([Outcome(claim) for claim in claims], free=0)

    def was_refused(self, claim: BulkClaim, refusal: GatewayRefusal) -> None:
        self.exchanges([Outcome(claim, refusal)], free=0)

    def mailing(self, mailing_id: int) -> Mailing:
        with self.database.reading() as session:
            return get_mailing(session, mailing_id)

    def counters(self, mailing_id: int) -> Counters:
        with self.database.reading() as session:
            return counted(session, [mailing_id])

    def rows(self, mailing_id: int) -> list[Delivery]:
        with self.database.reading() as session:
            return list(
                session.scalars(
                    select(Delivery).where(Delivery.mailing_id == mailing_id).order_by(Delivery.openid)
                )
            )
