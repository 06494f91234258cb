"""`/readyz` says whether the system can work, and of a part that cannot, which one it is and what to do."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import pytest
import redis
from flask import Flask
from sqlalchemy import text

from app.system_state import LEAST_FREE
from app.wiring import Container
from core.errors import Unavailable
from jobs.engine import check_broker, close_broker, make_broker


class Usage(NamedTuple):
    """As ``shutil.disk_usage`` tells it, in bytes."""

    total: int
    used: int
    free: int


def asked(app: Flask) -> tuple[int, Any]:
    """Status and report of ``/readyz``."""
    answer = app.test_client().get("/readyz")
    return answer.status_code, answer.get_json()


def test_a_system_whose_parts_all_work_is_ready(app: Flask) -> None:
    status, report = asked(app)
    assert (status, report["ready"]) == (200, True)
    assert set(report["checks"]) == {"database", "index", "broker", "disk"}


def test_a_full_disk_is_told_before_words_are_lost(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1 << 40, 1 << 40, LEAST_FREE - 1))
    status, report = asked(app)
    said = report["checks"]
    assert status == 503
    assert [name for name, part in said.items() if not part["ok"]] == ["disk"]
    assert "63 MiB are free" in said["disk"]["state"]


def test_a_broker_that_takes_nothing_is_told(redis_url: str) -> None:
    """It answers all the same: its memory is used up, or somebody made it the copy of another."""
    broker = make_broker(redis_url)
    check_broker(broker)
    with redis.Redis.from_url(redis_url) as client:
        client.config_set("maxmemory", "1")
        try:
            with pytest.raises(Unavailable, match="takes nothing"):
                check_broker(broker)
        finally:
            client.config_set("maxmemory", "0")
        client.replicaof("127.0.0.1", 1)
        try:
            with pytest.raises(Unavailable, match="takes nothing"):
                check_broker(broker)
        finally:
            client.replicaof("NO", "ONE")
        check_broker(broker)
    close_broker(broker)


def test_who_writes_does_not_keep_the_question_waiting(app: Flask, container: Container) -> None:
    """On SQLite one transaction writes at a time; a probe that waited for it would hold a thread."""
    with container.database.writing() as session:
        session.execute(text("SELECT 1"))
        with ThreadPoolExecutor(1) as pool:
            status, _report = pool.submit(asked, app).result(timeout=10)
    assert status == 200


def test_a_disk_that_is_gone_is_told_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: object) -> Usage:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(shutil, "disk_usage", gone)
    status, report = asked(app)
    assert status == 503
    assert "Input/output error" in report["checks"]["disk"]["state"]
