"""One connection for the handling of one message: quick statements first, a session only if one is needed.

A session costs several times what the driver needs for the few statements of an ordinary message. A direct
connection passes prepared statements straight to the driver; once a session is asked for, work continues
inside an ordinary transaction.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import Unavailable
from core.group_commit import Permit
from core.statements import Prepared
from core.writes import Overtaken, Write, run_writes

T = TypeVar("T")

_CANCEL_SECONDS = 0.1
_CURSOR = "cursor of postgres_cursor"


def always(action: Callable[[], T], _interrupt: Callable[[], None] | None) -> T:
    """The permit of a caller that cannot be revoked: it always commits."""
    return action()


class DirectConnection:
    """Queries and writes through one connection; the caller must close it in every case.

    Driver errors are raised as ``Unavailable`` when the database cannot be reached, and as the session would
    raise them once there is one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._session: Session | None = None

    def first(self, statement: Prepared, parameters: Mapping[str, Any]) -> Sequence[Any] | None:
        """The first row of a statement, as of now."""
        if self._session is not None:
            return statement.first(self._session, parameters)
        compiled = statement.compiled(self._database.engine.dialect)
        return self.first_of(compiled.text, compiled.values(parameters))

    def first_of(self, text: str, values: Any) -> Sequence[Any] | None:
        """The first row of a statement given in the driver's own form, outside any transaction."""
        with self._cursor() as cursor:
            cursor.execute(text, values)
            row: Sequence[Any] | None = cursor.fetchone()
            return row

    def session(self) -> Session:
        """The session of this connection; its transaction begins with the first call."""
        if self._session is None:
            self._session = Session(
                self._opened(), expire_on_commit=False, autoflush=False, info=dict(self._database.info)
            )
        return self._session

    def commit(self, writes: Sequence[Write], permit: Permit, closing: str = "") -> list[Any] | None:
        """Run the writes and commit them together with what the session did so far.

        Returns what ``run_writes`` returns. ``permit`` is asked at the last moment; if it forbids the commit,
        nothing is committed and the result is None. ``Overtaken`` is also raised when a step of the session
        was undone because somebody else was first and the caller continued nevertheless.
        """
        dialect = self._database.engine.dialect
        with self._cursor() as cursor:
            if self._session is not None:
                session = self._session
                if not session.is_active:
                    raise Overtaken
                session.flush()
                session.connection()
                values = run_writes(cursor, dialect, writes, closing)
                return permit(lambda: _committed(session, values), None)
            if not self._database.is_sqlite:
                # One statement waits, writes and commits in one go; only the server can interrupt it.
                return permit(lambda: run_writes(cursor, dialect, writes, closing), self._interrupt)
            return self._database.commits.commit(
                cursor, lambda shared: run_writes(shared, dialect, writes), permit
            )

    @property
    def is_lost(self) -> bool:
        """Whether the connection broke; whatever it held is gone with it."""
        return self._connection is None or self._connection.invalidated

    def undo(self) -> None:
        """End the session; what it did and did not commit is undone."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def close(self) -> None:
        """Undo what was not committed and give the connection back."""
        if self._session is not None:
            self._session.close()
            self._session = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def abandon(self) -> None:
        """Discard the connection, with every lock it may still hold."""
        if self._connection is not None and not self._connection.invalidated:
            self._connection.invalidate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _interrupt(self) -> None:
        """Called from another thread: end the running statement, if the server still listens."""
        connection = self._connection
        if connection is not None and not connection.invalidated:
            with suppress(self._database.engine.dialect.loaded_dbapi.Error):
                connection.connection.driver_connection.cancel_safe(timeout=_CANCEL_SECONDS)  # type: ignore[union-attr]

    def _new_cursor(self, connection: Connection, driver: Any) -> Any:
        """The driver's own cursor on SQLite, and wherever it must begin the transaction of a session."""
        if self._database.is_sqlite or self._session is not None:
            return driver.cursor()
        kept = connection.info.get(_CURSOR)
        if kept is None:
            # The module loads a driver of 5 MB, which processes on SQLite do not need.
            from core.postgres_cursor import PostgresCursor

            kept = connection.info[_CURSOR] = PostgresCursor(driver)
        return kept

    def _opened(self) -> Connection:
        if self._connection is None:
            self._connection = self._database.engine.connect()
        return self._connection

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        connection = self._opened()
        driver = connection.connection.driver_connection
        assert driver is not None
        errors = self._database.engine.dialect.loaded_dbapi
        cursor = self._new_cursor(connection, driver)
        try:
            yield cursor
        except errors.OperationalError as error:
            if self._database.engine.dialect.is_disconnect(error, driver, cursor):
                connection.invalidate(error)
            raise Unavailable("the database does not answer") from error
        finally:
            cursor.close()


def _committed(session: Session, values: list[Any]) -> list[Any]:
    session.commit()
    return values
