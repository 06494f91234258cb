"""A worker in a process of its own, to be killed: ``python -m tests.integration.worker_process …``.

Arguments: address of the database, address of the broker or ``-``, master key in hexadecimal digits, and
the file to which the gateway adds one line for each message that it takes.
"""

import logging
import sys
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
from tests.integration.journal_gateway import JournalGateway

LEASE = timedelta(seconds=2)


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
