"""Databases that cost less than making one: empty ones, emptied and used again, and copies of a full one."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import psycopg

from tests.servers import PostgresServer

_TABLES = """
SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
_COUNT_FROM_ONE = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL
"""
_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# Everything that a test might have changed beside rows.
_SHAPE = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
  SELECT concat_ws(' ', relname, relkind, relnatts, relchecks, relacl) AS part
  FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
  UNION ALL SELECT version_num FROM alembic_version
) parts
"""

_Connection = psycopg.Connection[tuple[Any, ...]]


class PostgresDatabases:
    """Lends databases like ``template``; each is empty when it is lent.

    One connection to each stays open: a new one has to learn again what each table looks like, which is nine
    tenths of the work of emptying them.
    """

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._template = template
        self._numbers = itertools.count(1)
        self._free: list[str] = []
        self._connections: dict[str, _Connection] = {}
        self._shape = self._filled = ""

    def take(self) -> str:
        """The name of an empty database."""
        if self._free:
            return self._free.pop()
        name = f"test_{next(self._numbers)}"
        # Copying files costs a third of writing the whole template through the log.
        self._server.execute(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY")
        # Neither foreign keys nor triggers that forbid deleting stand in the way.
        unguarded = "options='-c session_replication_role=replica'"
        address = f"host={self._server.folder} user=anwen dbname={name} {unguarded}"
        connection: _Connection = psycopg.connect(address, autocommit=True)
        self._connections[name] = connection
        if not self._shape:
            self._shape = _shape(connection)
            self._filled = " UNION ALL ".join(
                f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})"
                for (table,) in connection.execute(_TABLES)
            )
        return name

    def give_back(self, name: str) -> None:
        """End whoever is still connected, and empty it; one that a test altered is thrown away."""
        connection = self._connections[name]
        with suppress(psycopg.Error):
            connection.execute(_END_OTHERS)
            if _shape(connection) == self._shape:
                self._empty(connection)
                self._free.append(name)
                return
        self._connections.pop(name).close()
        self._server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def close(self) -> None:
        """Leave the server."""
        for connection in self._connections.values():
            connection.close()

    def _empty(self, connection: _Connection) -> None:
        with connection.transaction():
            for (table,) in connection.execute(self._filled.encode(), prepare=True).fetchall():
                connection.execute(f"DELETE FROM {table}".encode())
            connection.execute(_COUNT_FROM_ONE)


def _shape(connection: _Connection) -> str:
    ((shape,),) = connection.execute(_SHAPE).fetchall()
    return str(shape)


class Original(Protocol):
    """A database that is filled once, by whoever makes it, and then copied for each test."""

    url: str

    def copied(self) -> AbstractContextManager[str]:
        """The address of a copy, which goes away at the end; nobody may be connected to the original."""
        ...

    def remove(self) -> None:
        """Delete it."""
        ...


class OriginalFile:
    """A file of SQLite; it begins as a copy of ``template``."""

    def __init__(self, folder: Path, template: Path) -> None:
        self._file = folder / "original.db"
        self._numbers = itertools.count(1)
        shutil.copy(template, self._file)
        self.url = f"sqlite:///{self._file}"

    @contextmanager
    def copied(self) -> Iterator[str]:
        """See ``Original``."""
        log = self._file.with_name(f"{self._file.name}-wal")
        assert not log.exists() or not log.stat().st_size, "somebody is still connected"
        copy = self._file.with_name(f"copy-{next(self._numbers)}.db")
        shutil.copy(self._file, copy)
        yield f"sqlite:///{copy}"

    def remove(self) -> None:
        """See ``Original``; the folder of all tests keeps it."""


class OriginalDatabase:
    """A database of PostgreSQL; it begins as a copy of ``template``."""

    def __init__(self, server: PostgresServer, template: str, name: str) -> None:
        self._server = server
        self._name = name
        self._numbers = itertools.count(1)
        self.url = server.url(name)
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")

    @contextmanager
    def copied(self) -> Iterator[str]:
        """See ``Original``."""
        copy = f"{self._name}_{next(self._numbers)}"
        self._server.execute(f"CREATE DATABASE {copy} TEMPLATE {self._name} STRATEGY FILE_COPY")
        try:
            yield self._server.url(copy)
        finally:
            self._server.execute(f"DROP DATABASE {copy} WITH (FORCE)")

    def remove(self) -> None:
        """See ``Original``."""
        self._server.execute(f"DROP DATABASE {self._name} WITH (FORCE)")
