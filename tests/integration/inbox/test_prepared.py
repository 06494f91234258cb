"""PostgreSQL plans what a message asks and writes once for each connection, not for each message."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot.message_locks import AdvisoryMessageLocks, MessageLocks, message_locks_for
from bot.receipts import ReceiptStore
from core.db import Database
from tests.databases import PostgresDatabases
from tests.integration.inbox.room import text
from tests.servers import PostgresServer

TRIED = 5  # PostgreSQL plans so many executions anew before it takes one plan for all
MESSAGES = 30  # the driver prepares what it ran five times

FILL = """INSERT INTO inbound_receipts (key, digest, openid, kind, fate, received_at)
SELECT 'k' || n, '', 'o' || n, 'text', 'answered', now() FROM generate_series(1, 20000) AS n"""
PLANS = """SELECT generic_plans, custom_plans FROM pg_prepared_statements
WHERE statement LIKE 'SELECT pg_try_advisory_lock%'"""


@pytest.fixture
def database_url(postgres_server: PostgresServer, postgres_databases: PostgresDatabases) -> Iterator[str]:
    """PostgreSQL alone: SQLite keeps what it prepared by itself."""
    name = postgres_databases.take()
    yield postgres_server.url(name)
    postgres_databases.give_back(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """All who come one after the other get the same connection."""
    database = Database(database_url, pool_size=1)
    yield database
    database.close()


@pytest.fixture
def locks(database: Database, tmp_path: Path) -> MessageLocks:
    with database.writing() as session:
        session.execute(sql(FILL))
    with database.reading() as session:
        session.execute(sql("ANALYZE inbound_receipts"))
    return message_locks_for(database, tmp_path / "messages.lock")


def plans_of_the_first_query(locks: MessageLocks, database: Database) -> tuple[int, int]:
    """How often the first query ran by the plan made once, and how often by one made anew."""
    assert isinstance(locks, AdvisoryMessageLocks)
    for number in range(MESSAGES):
        message, _ = text("好", number)
        query = ReceiptStore.first_query(message)
        with locks.acquiring(message.dedupe_key, message.from_user, query, twin_seconds=0):
            pass
        with database.reading() as session:
            session.execute(sql("SELECT count(*) FROM articles"))
    with database.reading() as session:
        once, anew = session.execute(sql(PLANS)).one()
    return once, anew


def test_the_first_query_is_planned_once_whoever_reads_in_between(
    locks: MessageLocks, database: Database
) -> None:
    once, anew = plans_of_the_first_query(locks, database)

    assert anew == TRIED
    assert once > MESSAGES / 2
