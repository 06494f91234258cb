"""What the tests themselves stand on: a database is lent empty, whatever the test before did to it."""

from datetime import datetime

import pytest
from sqlalchemy import text

from core.db import Database
from staff import audit
from staff.actors import CLOCK
from tests.databases import PostgresDatabases
from tests.servers import PostgresServer


@pytest.fixture(scope="module")
def databases(postgres_databases: PostgresDatabases) -> PostgresDatabases:
    """Those that all tests of this process use."""
    return postgres_databases


def test_the_next_test_finds_nothing_and_counts_from_one(
    databases: PostgresDatabases, postgres_server: PostgresServer, now: datetime
) -> None:
    name = databases.take()
    database = Database(postgres_server.url(name), info={audit.KEY: b"k" * 32})
    with database.writing() as session:
        # The log refuses to be deleted by anybody else.
        first = audit.record(session, actor=CLOCK, action="a.b", subject="c:1", now=now)
        number = first.number
    left_open = database.engine.connect()
    left_open.execute(text("SELECT 1 FROM audit_entries FOR UPDATE"))
    databases.give_back(name)
    assert databases.take() == name
    fresh = Database(postgres_server.url(name), info={audit.KEY: b"k" * 32})
    with fresh.writing() as session:
        assert session.execute(text("SELECT count(*) FROM audit_entries")).scalar() == 0
        again = audit.record(session, actor=CLOCK, action="a.b", subject="c:1", now=now)
        assert again.number == number
    fresh.close()
    left_open.invalidate()
    database.close()
    databases.give_back(name)


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE mine (id integer)",
        "ALTER TABLE duty_notices ADD COLUMN mine integer",
        "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
        "UPDATE alembic_version SET version_num = 'x'",
    ],
)
def test_what_a_test_altered_is_not_lent_again(
    databases: PostgresDatabases, postgres_server: PostgresServer, change: str
) -> None:
    name = databases.take()
    database = Database(postgres_server.url(name))
    with database.writing() as session:
        session.execute(text(change))
    database.close()
    databases.give_back(name)
    other = databases.take()
    assert other != name
    databases.give_back(other)
