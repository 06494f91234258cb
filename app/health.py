"""Alive, ready, and the numbers: what a load balancer and an operator ask."""

import time
from collections.abc import Callable, Mapping

import limits
from flask import Blueprint, Response, jsonify
from prometheus_client.registry import Collector

from app.metrics import exposition
from core.errors import Unavailable
from web.callers import caller_address

Check = Callable[[], str]
"""Says in a word that a part is well, or raises ``Unavailable``."""

ASKED_AT_MOST = limits.parse("120/minute")


def make_blueprint(checks: Mapping[str, Check], rows: Collector, limiter_url: str) -> Blueprint:
    """``/healthz`` for the process, ``/readyz`` for all it stands on, ``/metrics`` for Prometheus."""
    blueprint = Blueprint("health", __name__)
    limiter = limits.strategies.FixedWindowRateLimiter(limits.storage.storage_from_string(limiter_url))

    def too_often() -> bool:
        try:
            return not limiter.hit(ASKED_AT_MOST, "health", caller_address())
        except limiter.storage.base_exceptions:
            return False  # a broken counter must not hide whether we are well

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return Response("ok", content_type="text/plain; charset=utf-8")

    @blueprint.get("/readyz")
    def readyz() -> tuple[Response, int]:
        if too_often():
            return jsonify(error="too many requests"), 429
        report: dict[str, object] = {}
        ready = True
        for name, check in checks.items():
            started = time.monotonic()
            try:
                ok, state = True, check()
            except Unavailable as error:
                ok, state = False, str(error)
            ready = ready and ok
            report[name] = {"ok": ok, "state": state, "ms": round((time.monotonic() - started) * 1000, 1)}
        return jsonify(ready=ready, checks=report), 200 if ready else 503

    @blueprint.get("/metrics")
    def metrics() -> Response:
        if too_often():
            return Response(status=429)
        body, content_type = exposition(rows)
        return Response(body, content_type=content_type)

    return blueprint
