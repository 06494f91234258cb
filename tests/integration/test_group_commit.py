"""Short transactions of several threads on SQLite: one commit, and each its own fate."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import event, select

from core.connections import DirectConnection, always
from core.db import Base, Database
from core.errors import Unavailable
from core.writes import Overtaken
from jobs.models import WorkerHeartbeat
from tests.integration.heartbeat_rows import WORKERS, worker

T = TypeVar("T")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/together.db")
    Base.metadata.create_all(database.engine, tables=[WORKERS])
    yield database
    database.close()


class Crowd:
    """Threads that all want to write while the turn to write is held by somebody else."""

    def __init__(self, database: Database, now: datetime) -> None:
        self._database = database
        self._now = now
        self._threads: list[threading.Thread] = []
        self.outcomes: dict[str, object] = {}

    def wants(self, name: str, permit: Callable[..., object] = always, row: str | None = None) -> None:
        """Somebody called ``name`` wants to write ``row``."""
        thread = threading.Thread(target=self._write, args=(name, permit, row or name))
        self._threads.append(thread)
        thread.start()

    def _write(self, name: str, permit: Callable[..., object], row: str) -> None:
        with DirectConnection(self._database) as connection:
            try:
                self.outcomes[name] = connection.commit([worker(row, self._now)], permit)  # type: ignore[arg-type]
            except (Overtaken, Unavailable) as error:
                self.outcomes[name] = type(error)

    def is_heard(self) -> None:
        """Wait until everybody has an outcome."""
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive()

    def names(self) -> set[str]:
        """What is lasting."""
        with self._database.reading() as session:
            return set(session.scalars(select(WorkerHeartbeat.name)))


@pytest.fixture
def crowd(database: Database, now: datetime) -> Crowd:
    return Crowd(database, now)


def never(_make_lasting: Callable[[], T], _interrupt: Callable[[], None] | None) -> T | None:
    return None


def test_everybody_is_written(database: Database, crowd: Crowd) -> None:
    with database.writing():
        for number in range(80):
            crowd.wants(f"第{number}个")
    crowd.is_heard()

    assert crowd.names() == {f"第{number}个" for number in range(80)}
    assert all(crowd.outcomes[name] == [name] for name in crowd.names())


def test_each_has_a_fate_of_its_own(database: Database, crowd: Crowd) -> None:
    with database.writing() as session:
        session.connection()
        crowd.wants("甲")
        crowd.wants("乙", never)
        crowd.wants("丙")
        crowd.wants("丁", row="丙")
    crowd.is_heard()

    assert crowd.names() == {"甲", "丙"}
    assert crowd.outcomes["甲"] == ["甲"]
    assert crowd.outcomes["乙"] is None
    assert {str(crowd.outcomes["丙"]), str(crowd.outcomes["丁"])} == {"['丙']", str(Overtaken)}


def test_what_goes_well_needs_no_savepoint(database: Database, crowd: Crowd) -> None:
    run: list[str] = []
    database.close()
    event.listen(
        database.engine, "connect", lambda connection, _record: connection.set_trace_callback(run.append)
    )
    with database.writing() as session:
        session.connection()
        for number in range(5):
            crowd.wants(f"第{number}个")
    crowd.is_heard()

    assert len(crowd.names()) == 5
    assert run.count("BEGIN IMMEDIATE") > 1
    assert not [statement for statement in run if "SAVEPOINT" in statement]


def test_an_unforeseen_error_fails_those_it_was_written_with_and_nobody_later(
    database: Database, crowd: Crowd, now: datetime
) -> None:
    def breaks(_make_lasting: Callable[[], T], _interrupt: Callable[[], None] | None) -> T | None:
        raise ZeroDivisionError

    with DirectConnection(database) as connection, pytest.raises(ZeroDivisionError):
        connection.commit([], breaks)
    crowd.wants("甲")
    crowd.is_heard()

    assert crowd.names() == {"甲"}


def test_nobody_waits_for_ever_when_the_turn_does_not_come(
    database: Database, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.writers.BUSY_SECONDS", 0.2)
    with database.writing() as session:
        session.connection()
        for name in "甲乙丙":
            crowd.wants(name)
        crowd.is_heard()

    assert set(crowd.outcomes.values()) == {Unavailable}
    assert crowd.names() == set()
