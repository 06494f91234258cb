"""A worker for mailings in a process of its own, to be killed: run ``tests.integration.mailing_process``.

Arguments: address of the database, address of the broker or ``-``, master key in hexadecimal digits, the file
to which the gateway adds one line for each message that it takes, and the share of calls that go wrong.
"""

import logging
import random
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog

from core.clock import SystemClock
from core.db import Database
from core.hourly_cipher import HourlyCipher
from deliveries.mailings.bulk import BulkMailingService
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.services import MailingService
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.queue import DeliveryQueue
from jobs.bulk_courier import BulkCourier
from jobs.courier import delivery_jobs
from jobs.engine import make_broker
from jobs.mailing_clerk import mailing_job
from jobs.worker import Work, Worker
from tests.integration.journal_gateway import CALL_SECONDS, JournalGateway
from tests.integration.mailing_office import Everybody

LEASE = timedelta(seconds=3)
THREADS, AHEAD = 16, 8
ALERTED = "oAlert"
"""Who gets the alert in the middle of a mailing."""
BEFORE = (
    (FailureClass.BUSY, -1),
    (FailureClass.RECIPIENT, 40003),
    (FailureClass.RECIPIENT, 43004),
    (FailureClass.CONTENT, 45002),
    (FailureClass.QUOTA, 45047),
    (FailureClass.TOKEN, 42001),
)


class UnsureGateway(JournalGateway):
    """Takes messages as ``JournalGateway`` does; a share of the calls is refused, or its answer lost."""

    def __init__(self, journal: Path, share: float) -> None:
        super().__init__(journal)
        self._share = share
        self._chance = random.Random()

    def send_text(self, openid: str, text: str) -> None:
        """Take a text, refuse it, or take it and never say so."""
        # Of the alert it is asked when it is called, not what becomes of it.
        goes_wrong = openid != ALERTED and self._chance.random() < self._share
        if goes_wrong and self._chance.random() < 0.8:
            time.sleep(CALL_SECONDS / 2)
            failure, errcode = self._chance.choice(BEFORE)
            raise GatewayRefusal(failure, "refused", errcode=errcode)
        super().send_text(openid, f"{time.time():.3f}")
        if goes_wrong:
            raise GatewayRefusal(FailureClass.LOST, "no answer")


def main() -> None:
    """Work until told to stop."""
    database_url, broker_url, key, journal, share = sys.argv[1:]
    logging.basicConfig(level=logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    database = Database(database_url)
    cipher = HourlyCipher(database, bytes.fromhex(key), timedelta(hours=24))
    queue = DeliveryQueue(cipher, lease=LEASE, jitter=lambda: 0.0)
    clock = SystemClock()
    gateway = UnsureGateway(Path(journal), float(share))
    jobs = [
        replace(job, again_after_seconds=2.0)
        for job in [
            *delivery_jobs(database, queue, gateway, clock),
            mailing_job(database, MailingService(Everybody()), clock),
        ]
    ]
    bulk = BulkMailingService(queue, SendingRules(), lambda *_: (), lease=LEASE)
    courier = BulkCourier(database, bulk, gateway, clock, cipher=cipher, threads=THREADS, ahead=AHEAD)
    broker = make_broker(None if broker_url == "-" else broker_url)
    Worker(Work(jobs, pumps=[courier]), database, broker, clock).run()
    database.close()


if __name__ == "__main__":
    main()
