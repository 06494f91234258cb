"""A cap holds in every second, whatever the network does, with two workers at once."""

import os
import random
import threading
import time

from bench.sendings import busiest
from core.clock import SystemClock
from core.db import Database
from deliveries.mailings.rules import Cap, SendingRules
from deliveries.mailings.status import MailingState
from deliveries.status import Channel
from jobs.bulk_courier import BulkCourier
from tests.integration.mailing_office import MailingOffice

PROOF = os.environ.get("ANWEN_PROOF") == "1"
CAP, PEOPLE = 25, 1500 if PROOF else 60
SECONDS = 1.6 * PEOPLE / CAP + 4
"""Calls take up to 0.15 s and count for a second after that, and both workers start cold."""


class JitteryGateway:
    """Sees a call some time after it was made, and answers some time after that."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self._lock = threading.Lock()

    def send_text(self, openid: str, text: str) -> None:
        """Take a text."""
        time.sleep(random.random() * 0.1)
        with self._lock:
            self.times.append(time.monotonic())
        time.sleep(random.random() * 0.05)


def test_no_second_sees_more_calls_than_the_cap(database: Database) -> None:
    rules = SendingRules(caps={Channel.CUSTOMER_SERVICE: Cap(a_second=CAP)})
    office = MailingOffice(database, SystemClock(), rules)
    office.has_followers(PEOPLE)
    mailing_id = office.starts()
    gateway = JitteryGateway()
    couriers = [
        BulkCourier(database, office.bulk, gateway, office.clock, cipher=office.cipher, threads=16)  # type: ignore[arg-type]
        for _ in range(2)
    ]
    for courier in couriers:
        courier.start()
    deadline = time.monotonic() + 5 * SECONDS
    while office.tends(mailing_id).state is not MailingState.FINISHED and time.monotonic() < deadline:
        time.sleep(0.1)
    for courier in couriers:
        courier.stop()
    for courier in couriers:
        courier.join()
    assert len(gateway.times) == PEOPLE
    assert busiest(sorted(gateway.times)) <= CAP
    assert gateway.times[-1] - gateway.times[0] < SECONDS, "the cap is nearly used"
