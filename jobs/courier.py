"""Sends one delivery: claims the row, speaks to the platform outside any transaction, writes the fate."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from core.clock import Clock
from core.db import DATABASE_AWAY, Database
from core.text import short_openid
from deliveries.messages import Picture, SubscriptionNotice, TemplateNotice, Text
from deliveries.ports import GatewayRefusal, PersonGateway
from deliveries.queries import IS_ANY_DUE_IN, IS_ANY_EXPIRED
from deliveries.queue import Claim, DeliveryQueue
from deliveries.status import Lane, State
from jobs.ports import Job, Queue
from wechat.errcodes import MEDIA_GONE

log = structlog.get_logger()

QUEUES = {Lane.ALERT: Queue.ALERT, Lane.REPLY: Queue.REPLY, Lane.CAMPAIGN: Queue.CAMPAIGN}
PATIENCE_SECONDS = 30.0
_PAUSE_SECONDS = 0.5

T = TypeVar("T")


class Courier:
    """Carries deliveries from the outbox to the platform.

    The claim is committed before the call and the fate after it, so a courier that dies in between leaves
    the row in ``sending``, which becomes ``unknown``. A database that goes away during the call is waited
    for as long as the lease allows, because what is known must not be lost.
    ``media_gone`` is told of a picture whose name the platform does not know any more.
    """

    def __init__(
        self,
        database: Database,
        queue: DeliveryQueue,
        gateway: PersonGateway,
        clock: Clock,
        *,
        sleep: Callable[[float], None] = time.sleep,
        media_gone: Callable[[str], None] | None = None,
    ) -> None:
        self._database = database
        self._queue = queue
        self._gateway = gateway
        self._clock = clock
        self._sleep = sleep
        self._media_gone = media_gone

    def deliver(self, delivery_id: int) -> State | None:
        """Make one attempt; return the new state, or None when there was nothing to send."""
        with self._database.writing() as session:
            claim = self._queue.claim(session, delivery_id, self._clock.now())
        if claim is None:
            return None
        if self._clock.now() >= claim.lease_until:
            # This process slept through its lease; by now somebody else may have decided about the row.
            return self._write(lambda session, now: self._queue.release(session, claim, now))
        try:
            send(self._gateway, claim)
        except GatewayRefusal as refused:
            refusal = refused
            state = self._write(lambda s, now: self._queue.settle_failed(s, claim, refusal, now))
            log.warning(
                "delivery_refused",
                delivery=claim.delivery_id,
                actor=short_openid(claim.openid),
                failure=refusal.failure.value,
                errcode=refusal.errcode,
                rid=refusal.rid,
                state=state,
            )
            if refusal.errcode == MEDIA_GONE and isinstance(claim.message, Picture) and self._media_gone:
                self._media_gone(claim.message.media_id)
        else:
            state = self._write(lambda session, now: self._queue.settle_sent(session, claim, now))
            log.info(
                "delivery_sent", delivery=claim.delivery_id, actor=short_openid(claim.openid), state=state
            )
        return state

    def _write(self, step: Callable[[Session, datetime], T]) -> T:
        waited = 0.0
        while True:
            try:
                with self._database.writing() as session:
                    return step(session, self._clock.now())
            except DATABASE_AWAY:
                if waited >= PATIENCE_SECONDS:
                    raise
                self._sleep(_PAUSE_SECONDS)
                waited += _PAUSE_SECONDS


def send(gateway: PersonGateway, claim: Claim) -> None:
    """Make the one call that a claim is for; ``GatewayRefusal`` when the platform does not take it."""
    match claim.message:
        case Text(text):
            gateway.send_text(claim.openid, text)
        case Picture(media_id):
            gateway.send_image(claim.openid, media_id)
        case TemplateNotice(template_id, data, url, client_id):
            gateway.send_template(claim.openid, template_id, data, url=url, client_id=client_id)
        case SubscriptionNotice(template_id, data, url):
            gateway.send_subscription(claim.openid, template_id, data, url=url)


def delivery_jobs(
    database: Database,
    queue: DeliveryQueue,
    gateway: PersonGateway,
    clock: Clock,
    *,
    media_gone: Callable[[str], None] | None = None,
) -> list[Job]:
    """One job a lane, each on a queue of its own so that an alert overtakes a campaign; and recovery."""
    courier = Courier(database, queue, gateway, clock, media_gone=media_gone)

    def due_in(lane: Lane) -> Callable[[datetime, int], Sequence[str]]:
        def due(now: datetime, limit: int) -> Sequence[str]:
            with database.reading() as session:
                return [str(number) for number in queue.due_ids(session, lane, now, limit)]

        return due

    def deliver(key: str) -> None:
        courier.deliver(int(key))

    def expired(now: datetime, limit: int) -> Sequence[str]:
        with database.reading() as session:
            return [str(number) for number in queue.expired_ids(session, now, limit)]

    def recover(key: str) -> None:
        with database.writing() as session:
            queue.recover(session, int(key), clock.now())

    return [
        *(
            Job(f"deliver_{lane.value}", broker_queue, due_in(lane), deliver, is_any=IS_ANY_DUE_IN[lane])
            for lane, broker_queue in QUEUES.items()
        ),
        Job("recover_delivery", Queue.REPLY, expired, recover, look_every_seconds=1.0, is_any=IS_ANY_EXPIRED),
    ]
