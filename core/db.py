"""Engines and sessions, the same for the web, the worker, the command line and the tests.

SQLite is safe under several processes only with two precautions: the write-ahead log, and taking the write
lock at BEGIN. A transaction that starts by reading and then writes can be refused without waiting
(SQLITE_BUSY ignores the busy timeout on such an upgrade), so a ``writing`` session begins IMMEDIATE and a
``reading`` one never writes.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from core.errors import DoesNotFit, MovedMeanwhile, Unavailable
from core.group_commit import GroupCommit
from core.writers import BUSY_SECONDS, WriterQueue

STATEMENT_TIMEOUT_MS = 30_000
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout, Unavailable)
"""What is raised when no database answers; any other error of SQLAlchemy is a mistake of our own."""
CACHE = "cache"
"""The name in ``session.info`` of the dictionary that ``core.cache`` fills, one for each ``Database``."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base class of every table; constraints get names that a migration can find again."""

    metadata = MetaData(naming_convention=NAMING)


class Database:
    """One engine and the two ways to open a session on it.

    ``writing()`` commits at the end and rolls back on any error. In ``reading()`` each statement stands for
    itself, so nothing may be written there. Only a way in (webhook, job step, command) opens a session;
    services receive it. ``info`` is copied into each session (``session.info``) for the services that need
    something from it, such as the key of the audit log.
    """

    def __init__(self, url: str, *, pool_size: int = 20, info: Mapping[str, Any] | None = None) -> None:
        self.url = make_url(url)
        self.engine = _create_engine(url, pool_size)
        self._writers = WriterQueue(self.engine, _writers_file(self.url)) if self.is_sqlite else None
        self.info: Mapping[str, Any] = {CACHE: {}, **(info or {})}
        carried = dict(self.info)
        self._writing = sessionmaker(self.engine, expire_on_commit=False, autoflush=False, info=carried)
        self._reading = sessionmaker(
            self.engine.execution_options(**_reading_options(self.is_sqlite)),
            expire_on_commit=False,
            autoflush=False,
            info=carried,
        )

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded engine."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for one transaction that may write; committed when the block ends without an error.

        Raises ``DoesNotFit`` when a server refuses a value for its size, and ``MovedMeanwhile`` when somebody
        else was first to change a versioned row; a page can show both like any other refusal.
        """
        try:
            with self._writing() as session, session.begin():
                yield session
        except DataError as error:
            raise DoesNotFit(_of_size(str(error.orig))) from error
        except StaleDataError as error:
            raise MovedMeanwhile from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads; on SQLite it never waits for a writer."""
        with self._reading() as session:
            yield session

    @cached_property
    def commits(self) -> GroupCommit:
        """The queue in which short transactions of the embedded engine are committed together."""
        assert self._writers is not None
        return GroupCommit(self._writers)

    def check(self) -> None:
        """Make the database answer one query; ``Unavailable`` when it does not.

        It only reads: a check that runs every few seconds must not queue with those who write.
        """
        try:
            with self.reading() as session:
                session.execute(text("SELECT 1"))
        except OperationalError as error:
            raise Unavailable("the database does not answer") from error

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _reading_options(is_sqlite: bool) -> dict[str, Any]:
    """Options that let each statement of a session stand for itself, without BEGIN and ROLLBACK around it.

    At READ COMMITTED, which we use on PostgreSQL, each statement sees everything committed by then anyway;
    and after a ROLLBACK the driver discards all statements it has prepared on the connection.
    """
    return {"anwen_reading": True} if is_sqlite else {"isolation_level": "AUTOCOMMIT"}


def _create_engine(url: str, pool_size: int) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            _make_file(Path(parsed.database))
        engine = create_engine(
            parsed,
            # An error must not print what a citizen wrote.
            hide_parameters=True,
            connect_args={"timeout": BUSY_SECONDS},
            **_sqlite_pool(parsed.database, pool_size),
        )
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=10,
        pool_timeout=4,
        pool_pre_ping=False,
        connect_args={
            "connect_timeout": 3,
            # A frozen process must not hold its locks for ever.
            "options": f"-c timezone=UTC -c statement_timeout={STATEMENT_TIMEOUT_MS}"
            f" -c idle_in_transaction_session_timeout={STATEMENT_TIMEOUT_MS}",
        },
    )


def _make_file(path: Path) -> None:
    """Make the file readable for its owner only; SQLite gives its log files the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _sqlite_pool(database: str | None, pool_size: int) -> dict[str, Any]:
    if not database or database == ":memory:":
        return {}
    return {"pool_size": pool_size, "max_overflow": 10}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling is off, so that we can word BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # Data deleted for privacy must not remain in free pages.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _writers_file(url: URL) -> Path | None:
    """The file on which processes queue to write; None for a database in memory, which has one process."""
    if not url.database or url.database == ":memory:":
        return None
    return Path(url.database).with_suffix(".writers")


def is_there_already(error: IntegrityError) -> bool:
    """Whether an INSERT failed because the row exists: when two create the same, the second meets it."""
    return (
        getattr(error.orig, "sqlstate", "") == _UNIQUE_VIOLATION
        or getattr(error.orig, "sqlite_errorname", "") in _NOT_UNIQUE
    )


# PostgreSQL, appendix A, class 23; SQLite, "Result and Error Codes".
_UNIQUE_VIOLATION = "23505"
_NOT_UNIQUE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def _of_size(said: str) -> str | None:
    """The sentence for a text that is longer than its column; None when the error has another cause."""
    found = re.search(r"character varying\((\d+)\)", said)
    return f"有一项写得太长了（最多{found[1]}个字），请写短一些再试。" if found else None
