"""Tends mailings: starts them, writes their people down, skips the late, sees when they are done."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from core.clock import Clock
from core.db import Database
from deliveries.mailings.services import IS_ANY_DUE, MailingService
from jobs.ports import Job, Queue

BUSY_SECONDS = 20.0
"""How long one mailing may keep a thread; what is left is found again a second later."""


def mailing_job(
    database: Database,
    service: MailingService,
    clock: Clock,
    *,
    monotonic: Callable[[], float] = time.monotonic,
) -> Job:
    """Each mailing to which something has to happen, step by step, each step a transaction."""

    def due(now: datetime, limit: int) -> Sequence[str]:
        with database.reading() as session:
            return [str(number) for number in service.due_ids(session, now, limit)]

    def tend(key: str) -> None:
        end = monotonic() + BUSY_SECONDS
        while monotonic() < end:
            with database.writing() as session:
                if not service.tend(session, int(key), clock.now()):
                    return

    return Job(
        "tend_mailing",
        Queue.UPKEEP,
        due,
        tend,
        look_every_seconds=1.0,
        again_after_seconds=30.0,
        is_any=IS_ANY_DUE,
    )
