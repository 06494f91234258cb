"""Databases that cost less than making one: empty ones, emptied and used again, and copies of a full one."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import psycopg

from tests.servers import PostgresServer

_EMPTY = """
DO $$ DECLARE name text; is_used boolean; BEGIN
  -- Neither foreign keys nor triggers that forbid deleting stand in the way.
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT quote_ident(tablename) FROM pg_tables
              WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || name || ')' INTO is_used;
    IF is_used THEN EXECUTE 'DELETE FROM ' || name; END IF;
  END LOOP;
  FOR name IN SELECT quote_ident(sequencename) FROM pg_sequences WHERE last_value IS NOT NULL LOOP
    EXECUTE 'ALTER SEQUENCE ' || name || ' RESTART';
  END LOOP;
END $$
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


class PostgresDatabases:
    """Lends databases like ``template``; each is empty when it is lent."""

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._template = template
        self._numbers = itertools.count(1)
        self._free: list[str] = []
        self._shapes: dict[str, str] = {}

    def take(self) -> str:
        """The name of an empty database."""
        if self._free:
            return self._free.pop()
        name = f"test_{next(self._numbers)}"
        # Copying files costs a third of writing the whole template through the log.
        self._server.execute(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY")
        with self._connected(name) as connection:
            self._shapes[name] = self._shape(connection)
        return name

    def give_back(self, name: str) -> None:
        """End whoever is still connected, and empty it; one that a test altered is thrown away."""
        with suppress(psycopg.Error), self._connected(name) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if self._shape(connection) == self._shapes[name]:
                connection.execute(_EMPTY)
                self._free.append(name)
                return
        self._server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _connected(self, name: str) -> "psycopg.Connection[tuple[str]]":
        address = f"host={self._server.folder} user=anwen dbname={name}"
        return psycopg.connect(address, autocommit=True)

    @staticmethod
    def _shape(connection: "psycopg.Connection[tuple[str]]") -> str:
        row = connection.execute(_SHAPE).fetchone()
        assert row is not None
        return row[0]


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
