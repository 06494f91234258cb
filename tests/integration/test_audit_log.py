"""The audit log: one chain on both engines, whoever writes, and the database refuses to change it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from core.db import Database
from staff.actors import CLOCK, Actor, ActorKind
from staff.audit import GENESIS, AuditKeyMissing, record
from staff.models import AuditEntry
from tests.sessions import open_writing

CLERK = Actor(ActorKind.STAFF, "chen.li")


def test_an_entry_says_who_did_what_to_which_thing(database: Database, now: datetime) -> None:
    with database.writing() as session:
        record(
            session,
            actor=CLERK,
            action="tips.decline",
            subject="tip:R2611000123",
            now=now,
            reason="不属于本局职责",
            detail={"code": 3, "again": False, "unit": None},
        )
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.number, entry.previous, entry.at) == (1, GENESIS, now)
    assert (entry.actor_kind, entry.actor, entry.action) == (ActorKind.STAFF, "chen.li", "tips.decline")
    assert (entry.subject, entry.reason) == ("tip:R2611000123", "不属于本局职责")
    assert entry.detail == '{"again":false,"code":3,"unit":null}'


def test_what_is_rolled_back_leaves_no_entry_and_no_gap(database: Database, now: datetime) -> None:
    session = open_writing(database)
    record(session, actor=CLOCK, action="tips.close", subject="tip:1", now=now)
    session.rollback()
    session.close()
    with database.writing() as session:
        assert record(session, actor=CLOCK, action="tips.close", subject="tip:2", now=now).number == 1


def test_a_session_without_the_key_cannot_record(database_url: str, now: datetime) -> None:
    keyless = Database(database_url)
    with pytest.raises(AuditKeyMissing), keyless.writing() as session:
        record(session, actor=CLOCK, action="tips.close", subject="tip:1", now=now)
    keyless.close()


def test_parallel_writers_keep_one_chain(database: Database, now: datetime) -> None:
    def write(writer: int) -> None:
        for turn in range(15):
            with database.writing() as session:
                for part in range(2):
                    subject = f"tip:{writer}-{turn}-{part}"
                    record(session, actor=CLERK, action="tips.accept", subject=subject, now=now)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(8)))
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
    assert [entry.number for entry in entries] == list(range(1, 8 * 15 * 2 + 1))
    assert [entry.previous for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]
    assert len({entry.subject for entry in entries}) == len(entries)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET reason = '另写'",
        "UPDATE audit_entries SET number = number + 5",
        "DELETE FROM audit_entries",
        "DELETE FROM audit_entries WHERE number = 2",
    ],
)
def test_the_database_refuses_to_change_the_log(database: Database, now: datetime, statement: str) -> None:
    _write(database, now)
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as session:
        session.execute(text(statement))
    assert _count(database) == 2


def test_the_back_doors_of_each_engine_are_shut(database: Database, now: datetime) -> None:
    _write(database, now)
    columns = "at, actor_kind, actor, action, subject, '另写', detail, previous, hash"
    replacing = f"INSERT OR REPLACE INTO audit_entries SELECT number, {columns} FROM audit_entries"
    statement = replacing if database.is_sqlite else "TRUNCATE audit_entries"
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as session:
        session.execute(text(statement))
    assert _count(database) == 2


def _write(database: Database, now: datetime) -> None:
    with database.writing() as session:
        for number in (1, 2):
            record(session, actor=CLERK, action="tips.accept", subject=f"tip:{number}", now=now)


def _count(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0
