"""Writes many rows quickly: COPY on PostgreSQL, one long statement on SQLite; parents before children."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table

from core.db import Base, Database
from core.statements import table_of

AT_ONCE = 20_000
"""Rows kept before they are written; a transaction each."""


class Filler:
    """Collects rows and writes them; what a row does not name is the column's default or NULL."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rows: dict[str, list[Mapping[str, Any]]] = {}
        self._waiting = 0
        self.written = 0

    def add(self, model: type[Base], **row: Any) -> None:
        """Keep one row to be written."""
        self._rows.setdefault(table_of(model).name, []).append(row)
        self._waiting += 1

    def write_if_many(self) -> None:
        """Write when enough rows wait; to be called where no row waits without its parent."""
        if self._waiting >= AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write what waits, in one transaction."""
        with self._database.writing() as session:
            connection = session.connection()
            for table in Base.metadata.sorted_tables:
                rows = self._rows.pop(table.name, [])
                if rows:
                    _write(connection, table, rows)
        self.written += self._waiting
        self._waiting = 0


def _write(connection: Connection, table: Table, rows: list[Mapping[str, Any]]) -> None:
    columns = [column for column in table.columns if column.name in rows[0] or not _is_counted(column)]
    plan = _plan(connection, columns)
    kept = [[convert(row.get(name, default)) for name, default, convert in plan] for row in rows]
    names = ", ".join(f'"{column.name}"' for column in columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names
        connection.exec_driver_sql(statement, [tuple(row) for row in kept])
        return
    cursor = connection.connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in kept:
            copy.write_row(row)


def _is_counted(column: Column[Any]) -> bool:
    """Whether the database numbers the rows by itself."""
    return column is column.table.autoincrement_column


def _plan(connection: Connection, columns: list[Column[Any]]) -> list[tuple[str, Any, Callable[[Any], Any]]]:
    plan: list[tuple[str, Any, Callable[[Any], Any]]] = []
    for column in columns:
        default = column.default.arg if column.default is not None and column.default.is_scalar else None  # type: ignore[attr-defined]
        made = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        plan.append((column.name, default, made or _as_it_is))
    return plan


def _as_it_is(value: Any) -> Any:
    return value
