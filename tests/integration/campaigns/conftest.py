"""Databases for the tests of planning: of PostgreSQL one for all of them, in which nothing lasts."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from core.db import Database
from staff import audit
from tests.servers import PostgresServer

INFO: Mapping[str, Any] = {audit.KEY: b"k" * 32}
NAME = "campaign_tests"


class RolledBack(Database):
    """A database whose every transaction is a savepoint of one that is never committed.

    To make a database for each test takes far longer than most of these tests.
    """

    def __init__(self, base: Database, connection: Connection) -> None:
        self.url, self.engine, self.info = base.url, base.engine, base.info
        self._connection = connection

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """See ``Database``."""
        with self._session() as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """See ``Database``."""
        with self._session() as session:
            yield session

    def _session(self) -> Session:
        return Session(
            self._connection,
            expire_on_commit=False,
            autoflush=False,
            info=dict(self.info),
            join_transaction_mode="create_savepoint",
        )


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: PostgresServer, postgres_template: str) -> Iterator[Database]:
    """One migrated database of PostgreSQL."""
    postgres_server.execute(f"CREATE DATABASE {NAME} TEMPLATE {postgres_template}")
    database = Database(postgres_server.url(NAME), info=INFO)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database; every test that asks runs on both engines, with one connection."""
    if request.param == "postgres":
        base: Database = request.getfixturevalue("shared_postgres")
        with base.engine.connect() as connection:
            connection.begin()
            yield RolledBack(base, connection)
            connection.rollback()
        return
    path = tmp_path / "anwen.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    database = Database(f"sqlite:///{path}", info=INFO)
    yield database
    database.close()


@pytest.fixture
def many_connections(database_url: str) -> Iterator[Database]:
    """A database of its own for a test with several transactions at once."""
    database = Database(database_url, info=INFO)
    yield database
    database.close()
