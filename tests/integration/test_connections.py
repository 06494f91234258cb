"""A direct connection: queries and writes, all or nothing, through the driver or together with a session."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar

import pytest
from sqlalchemy import bindparam, insert, select, update

from core.connections import DirectConnection, always
from core.db import Database
from core.errors import Unavailable
from core.statements import Prepared
from core.writes import Overtaken
from jobs.models import WorkerHeartbeat
from tests.integration.heartbeat_rows import WORKERS, worker
from tests.sessions import open_writing

T = TypeVar("T")

_PLAIN = Prepared(lambda _dialect: insert(WORKERS), ("name", "started_at", "beat_at"))
_NAMES = Prepared(lambda _dialect: select(WORKERS.c.name).where(WORKERS.c.name == bindparam("name")))


@pytest.fixture
def connection(database: Database) -> Iterator[DirectConnection]:
    connection = DirectConnection(database)
    yield connection
    connection.close()


def names(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(WorkerHeartbeat.name)))


def never(_make_lasting: Callable[[], T], _interrupt: Callable[[], None] | None) -> T | None:
    return None


def test_all_writes_become_lasting_and_the_needed_give_their_values(
    connection: DirectConnection, database: Database, now: datetime
) -> None:
    plain = worker("乙", now, statement=_PLAIN, needed=False)

    assert connection.commit([worker("甲", now), plain, worker("丙", now)], always) == ["甲", "丙"]
    assert names(database) == {"甲", "乙", "丙"}


def test_one_that_was_overtaken_undoes_them_all(
    connection: DirectConnection, database: Database, now: datetime
) -> None:
    connection.commit([worker("甲", now)], always)

    with pytest.raises(Overtaken):
        connection.commit([worker("乙", now), worker("甲", now)], always)
    assert names(database) == {"甲"}
    assert connection.commit([worker("丙", now)], always) == ["丙"]


def test_a_row_that_was_to_be_new_counts_as_overtaken(
    connection: DirectConnection, database: Database, now: datetime
) -> None:
    connection.commit([worker("甲", now)], always)

    with pytest.raises(Overtaken):
        connection.commit([worker("乙", now), worker("甲", now, statement=_PLAIN, needed=False)], always)
    assert names(database) == {"甲"}


def test_nothing_is_committed_without_the_permit(
    connection: DirectConnection, database: Database, now: datetime
) -> None:
    assert connection.commit([worker("甲", now)], never) is None
    assert names(database) == set()
    assert connection.commit([worker("甲", now)], always) == ["甲"]


def test_a_commit_of_no_writes_succeeds(connection: DirectConnection) -> None:
    assert connection.commit([], always) == []


def test_what_the_session_did_becomes_lasting_with_the_writes(
    connection: DirectConnection, database: Database, now: datetime
) -> None:
    connection.session().add(WorkerHeartbeat(name="会话", started_at=now, beat_at=now))

    assert connection.commit([worker("甲", now)], always) == ["甲"]
    assert names(database) == {"会话", "甲"}


def test_what_the_session_did_is_undone_with_the_writes(
    connection: DirectConnection, database: Database, now: datetime
) -> None:
    connection.commit([worker("甲", now)], always)
    connection.session().add(WorkerHeartbeat(name="会话", started_at=now, beat_at=now))

    with pytest.raises(Overtaken):
        connection.commit([worker("甲", now)], always)
    connection.undo()
    assert names(database) == {"甲"}
    assert connection.first(_NAMES, {"name": "甲"}) is not None


def test_a_session_without_permit_is_undone(
    connection: DirectConnection, database: Database, now: datetime
) -> None:
    connection.session().add(WorkerHeartbeat(name="会话", started_at=now, beat_at=now))
    connection.session().flush()

    assert connection.commit([worker("甲", now)], never) is None
    connection.undo()
    assert names(database) == set()


def test_a_session_is_seen_by_the_queries_of_its_connection(
    connection: DirectConnection, now: datetime
) -> None:
    connection.session().add(WorkerHeartbeat(name="会话", started_at=now, beat_at=now))
    connection.session().flush()

    assert connection.first(_NAMES, {"name": "会话"}) is not None


def test_a_link_gives_its_connection_back_as_it_was(database: Database, now: datetime) -> None:
    with DirectConnection(database) as connection:
        connection.commit([worker("甲", now)], always)
    with open_writing(database) as session:
        session.execute(update(WorkerHeartbeat).values(name="改"))
        session.rollback()
    assert names(database) == {"甲"}


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_write_that_waits_too_long_can_be_interrupted(database: Database, now: datetime) -> None:
    # On SQLite the waiting is over before the permit is asked.
    outcomes: list[Any] = []
    interrupts: list[Callable[[], None]] = []

    def permit(action: Callable[[], T], interrupt: Callable[[], None] | None) -> T | None:
        assert interrupt is not None
        interrupts.append(interrupt)
        return action()

    def write() -> None:
        with DirectConnection(database) as connection, pytest.raises(Unavailable):
            connection.commit([worker("甲", now)], permit)
        outcomes.append("interrupted")

    with open_writing(database) as holder:
        holder.add(WorkerHeartbeat(name="甲", started_at=now, beat_at=now))
        holder.flush()
        thread = threading.Thread(target=write)
        thread.start()
        while not interrupts:
            time.sleep(0.01)
        time.sleep(0.1)
        interrupts[0]()
        thread.join(10)

    assert outcomes == ["interrupted"]
    assert names(database) == set()
