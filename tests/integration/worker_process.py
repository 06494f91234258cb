"""A worker in a process of its own, to be killed: ``python -m tests.integration.worker_process …``.

Arguments: address of the database, address of the broker or ``-``, master key in hexadecimal digits, and
the file to which the gateway adds one line for each message that it takes.
"""

import logging
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import structlog

from core.clock import SystemClock
from core.db import Database
from core.hourly_cipher import HourlyCipher
from deliveries.queue import DeliveryQueue
from jobs.courier import delivery_jobs
from jobs.engine import make_broker
from jobs.worker import Work, Worker

LEASE = timedelta(seconds=2)
CALL_SECONDS = 0.02


class JournalGateway:
    """Writes each message to a file, in the middle of a call that takes a while."""

    def __init__(self, journal: Path) -> None:
        self._file = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def send_text(self, openid: str, text: str) -> None:
        """Take a text; what one ``write`` added survives the death of the process."""
        time.sleep(CALL_SECONDS / 2)
        os.write(self._file, f"{openid} {text}\n".encode())
        time.sleep(CALL_SECONDS / 2)

    def send_image(self, openid: str, media_id: str) -> None:
        """Take a picture."""
        self.send_text(openid, media_id)

    def send_template(
        self, openid: str, template_id: str, data: Mapping[str, str], *, url: str, client_id: str
    ) -> None:
        """Take a template message."""
        self.send_text(openid, template_id)

    def send_subscription(self, openid: str, template_id: str, data: Mapping[str, str], *, url: str) -> None:
        """Take a subscription notice."""
        self.send_text(openid, template_id)


def main() -> None:
    """Work until told to stop."""
    database_url, broker_url, key, journal = sys.argv[1:]
    logging.basicConfig(level=logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    database = Database(database_url)
    cipher = HourlyCipher(database, bytes.fromhex(key), timedelta(hours=24))
    queue = DeliveryQueue(cipher, lease=LEASE, jitter=lambda: 0.0)
    clock = SystemClock()
    gateway = JournalGateway(Path(journal))
    jobs = [replace(job, again_after_seconds=2.0) for job in delivery_jobs(database, queue, gateway, clock)]
    broker = make_broker(None if broker_url == "-" else broker_url)
    Worker(Work(jobs), database, broker, clock).run()
    database.close()


if __name__ == "__main__":
    main()
