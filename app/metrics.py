"""The numbers that an operator watches; kept across the web workers by ``PROMETHEUS_MULTIPROC_DIR``."""

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.registry import REGISTRY

INBOUND = Counter("anwen_inbound_total", "Deliveries of the platform, by what became of them", ["fate"])
INBOUND_SECONDS = Histogram(
    "anwen_inbound_seconds",
    "From the arrival of a delivery to its answer",
    # WeChat hangs up after 5 s; most answers take milliseconds.
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 5),
)


def observe_inbound(fate: str, seconds: float) -> None:
    """Count one delivery of the platform."""
    INBOUND.labels(fate=fate).inc()
    INBOUND_SECONDS.observe(seconds)


def exposition() -> tuple[bytes, str]:
    """The numbers of all workers in the text form of Prometheus, and its content type."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry), CONTENT_TYPE_LATEST
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST
