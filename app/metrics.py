"""The numbers that an operator watches.

What web workers count is kept across them by ``PROMETHEUS_MULTIPROC_DIR``. What stands in the rows is
read from them at each scrape, so it is the truth whichever process or machine is asked.
"""

import os
from collections import Counter as Counted
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import REGISTRY, Collector
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.receipts import queued_load
from core.db import Database
from deliveries.mailings.models import Mailing
from deliveries.mailings.status import MailingState
from deliveries.models import Delivery
from deliveries.status import OPEN, Lane, State
from jobs.heartbeats import living_workers

INBOUND = Counter("anwen_inbound_total", "Deliveries of the platform, by what became of them", ["fate"])
INBOUND_SECONDS = Histogram(
    "anwen_inbound_seconds",
    "From the arrival of a delivery to its answer",
    # WeChat hangs up after 5 s; most answers take milliseconds.
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 5),
)
PAGES = Counter("anwen_pages_total", "Mobile pages, by name and status", ["page", "status"])
OFFICE_PAGES = Counter(
    "anwen_office_pages_total", "Pages of the back office, by name and status", ["page", "status"]
)
RECENT = timedelta(hours=24)


def observe_inbound(fate: str, seconds: float) -> None:
    """Count one delivery of the platform."""
    INBOUND.labels(fate=fate).inc()
    INBOUND_SECONDS.observe(seconds)


def observe_page(page: str, status: int) -> None:
    """Count one mobile page; the name is one of ours, never what a stranger asked for."""
    PAGES.labels(page=page, status=str(status)).inc()


def observe_office(page: str, status: int) -> None:
    """Count one page of the back office."""
    OFFICE_PAGES.labels(page=page, status=str(status)).inc()


class RowNumbers(Collector):
    """Gauges out of the rows; nothing while no database answers."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def collect(self) -> Iterable[Metric]:
        """Read all of them in one session."""
        try:
            with self._database.reading() as session:
                return list(self._gauges(session, self._now()))
        except OperationalError:
            return []

    def _gauges(self, session: Session, now: datetime) -> Iterator[Metric]:
        waiting = GaugeMetricFamily(
            "anwen_deliveries_open", "Messages waiting or being sent now", labels=["lane", "state"]
        )
        for (lane, state), count in _open(session).items():
            waiting.add_metric([lane.value, state.value], count)
        yield waiting
        recent = GaugeMetricFamily(
            "anwen_deliveries_recent", "Messages of the last 24 h, by fate", labels=["state", "failure"]
        )
        fates = select(Delivery.state, Delivery.failure, func.count())
        for state, failure, count in session.execute(
            fates.where(Delivery.created_at > now - RECENT).group_by(Delivery.state, Delivery.failure)
        ):
            recent.add_metric([state.value, failure.value if failure else ""], count)
        yield recent
        queued, _ = queued_load(session)
        yield GaugeMetricFamily("anwen_inbound_queued", "Messages recorded for the worker", value=queued)
        yield GaugeMetricFamily(
            "anwen_workers_alive", "Workers heard of within 30 s", value=living_workers(session, now)
        )


def _open(session: Session) -> Counted[tuple[Lane, State]]:
    """Those alone and those of mailings are found by an index each, so they are counted apart."""
    alone = Delivery.mailing_id.is_(None)
    going = select(Mailing.id).where(Mailing.state != MailingState.FINISHED)
    counted = select(Delivery.lane, Delivery.state, func.count()).group_by(Delivery.lane, Delivery.state)
    found: Counted[tuple[Lane, State]] = Counted()
    for which in (alone, Delivery.mailing_id.in_(going)):
        for lane, state, count in session.execute(counted.where(which, Delivery.state.in_(OPEN))):
            found[(lane, state)] += count
    return found


def exposition(rows: Collector) -> tuple[bytes, str]:
    """The numbers of all workers and of the rows in the text form of Prometheus, and its content type."""
    counted = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    own = CollectorRegistry()
    own.register(rows)
    return generate_latest(counted) + generate_latest(own), CONTENT_TYPE_LATEST
