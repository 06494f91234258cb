"""Runs the few statements of a message on PostgreSQL, each with one call of the driver's C library.

The driver's own cursor steps through a statement in Python and releases the interpreter lock twice, which for
a one-row statement costs several times what the library needs. This cursor asks the library to run a prepared
statement and to wait for its end. Values and results are still converted by the driver.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import count
from typing import Any

from psycopg import Connection, OperationalError, errors, pq
from psycopg.adapt import PyFormat, Transformer

MOST_PREPARED = 100
"""How many statements a connection keeps ready, as the driver does; beyond that the oldest goes."""

_PLACE = re.compile(r"%(?:\(([^)]+)\)s|%)")
_GONE = {"26000", "0A000"}
"""invalid_sql_statement_name: the driver throws away what was prepared, after a ROLLBACK for example;
feature_not_supported: a table has other columns by now. Neither has done anything yet.
"""

_Key = tuple[str, tuple[int, ...]]


class PostgresCursor:
    """Runs statements of one connection outside a transaction, so that each is its own transaction.

    It lasts as long as the connection and serves one thread at a time. A statement that comes for the second
    time with values of the same types is prepared first.
    """

    def __init__(self, connection: Connection[Any]) -> None:
        self._library = connection.pgconn
        self._convert = Transformer(connection)
        self._names: dict[_Key, bytes] = {}
        self._seen: dict[_Key, None] = {}
        self._numbers = count()
        self._result: pq.abc.PGresult | None = None

    def execute(self, text: str, values: Mapping[str, Any] | None = None) -> None:
        """Run one statement with named parameters to its end."""
        numbered, order = numbered_places(text)
        given = [values[name] for name in order] if values else []
        sent = self._convert.dump_sequence(given, [PyFormat.AUTO] * len(given))
        self._result = self._run((text, self._convert.types or ()), numbered, sent)

    def fetchone(self) -> Sequence[Any] | None:
        """The first row."""
        if self._result is None or not self._result.ntuples:
            return None
        self._convert.set_pgresult(self._result)
        row: Sequence[Any] | None = self._convert.load_row(0, tuple)
        return row

    def close(self) -> None:
        """Release the result; prepared statements stay."""
        self._result = None
        self._convert.set_pgresult(None)

    def _run(self, key: _Key, numbered: bytes, sent: Sequence[Any]) -> pq.abc.PGresult:
        name = self._names.get(key)
        if name is not None:
            try:
                return self._well(self._library.exec_prepared(name, sent, self._convert.formats))
            except errors.DatabaseError as error:
                if error.sqlstate not in _GONE:
                    raise
                del self._names[key]
        elif key not in self._seen:
            _make_room(self._seen)
            self._seen[key] = None
            types, formats = self._convert.types, self._convert.formats
            return self._well(self._library.exec_params(numbered, sent, types, formats))
        name = self._prepared(key, numbered)
        return self._well(self._library.exec_prepared(name, sent, self._convert.formats))

    def _prepared(self, key: _Key, numbered: bytes) -> bytes:
        oldest = _make_room(self._names)
        if oldest is not None:
            with suppress(errors.InvalidSqlStatementName):
                self._well(self._library.exec_(b"DEALLOCATE " + oldest))
        name = b"anwen_%d" % next(self._numbers)
        self._well(self._library.prepare(name, numbered, self._convert.types))
        self._names[key] = name
        return name

    def _well(self, result: pq.abc.PGresult) -> pq.abc.PGresult:
        if result.status in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
            return result
        if self._library.status == pq.ConnStatus.BAD:
            raise OperationalError(result.get_error_message())
        raise errors.error_from_result(result)


@cache
def numbered_places(text: str) -> tuple[bytes, tuple[str, ...]]:
    """The text with the library's placeholders ``$1`` …, and the names that belong to them, in order."""
    order: dict[str, int] = {}

    def numbered(place: re.Match[str]) -> str:
        name = place[1]
        return "%" if name is None else f"${order.setdefault(name, len(order) + 1)}"

    return _PLACE.sub(numbered, text).encode(), tuple(order)


def _make_room(kept: dict[_Key, Any]) -> Any:
    """Drop the oldest prepared statement if there is no room for another; return what was kept for it."""
    return kept.pop(next(iter(kept))) if len(kept) >= MOST_PREPARED else None
