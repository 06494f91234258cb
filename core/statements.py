"""Statements that the two database engines word differently, each built once.

Building a statement costs more than running it, so the frequent ones are made on the first use and run with
parameters from then on, on the plain tables: no row object is made for what nobody reads.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Insert, Row, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.db import Base


def insert_in(dialect: str, table: Table) -> Any:
    """An INSERT in the words of one engine, which both can tell what to do on a conflict."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def insert_once(
    session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], *, conflict: Sequence[str] = ()
) -> list[Any]:
    """Insert the rows that are not there yet; return the primary keys of those that went in.

    ``conflict`` names the columns of the unique key; empty means any. The returned keys are the only count
    to trust: the driver reports -1 rows after ``ON CONFLICT DO NOTHING`` on PostgreSQL.
    """
    statement = _insert_once(session.get_bind().dialect.name, model, tuple(conflict))
    parameters = [dict(row) for row in rows]
    found = session.connection().execute(statement, parameters if len(parameters) > 1 else parameters[0])
    return list(found.scalars())


def upsert(
    session: Session,
    model: type[Base],
    row: Mapping[str, Any],
    *,
    conflict: Sequence[str],
    update: Sequence[str],
) -> None:
    """Insert ``row``, or on a clash of the unique columns ``conflict`` take over its columns ``update``."""
    statement = _upsert(session.get_bind().dialect.name, model, tuple(conflict), tuple(update))
    session.connection().execute(statement, dict(row))


def first_of(session: Session, statement: Any, parameters: Mapping[str, Any]) -> Row[Any] | None:
    """The first row that ``statement`` returns when run with ``parameters``."""
    return session.connection().execute(statement, dict(parameters)).first()


def table_of(model: type[Base]) -> Table:
    """The plain table of a model."""
    table: FromClause = model.__table__
    assert isinstance(table, Table)
    return table


@cache
def _insert_once(dialect: str, model: type[Base], conflict: tuple[str, ...]) -> Insert:
    key: ColumnElement[Any] = inspect(model).primary_key[0]  # of a composite key the first column
    statement: Insert = (
        insert_in(dialect, table_of(model))
        .on_conflict_do_nothing(index_elements=list(conflict) or None)
        .returning(key)
    )
    return statement


@cache
def _upsert(dialect: str, model: type[Base], conflict: tuple[str, ...], update: tuple[str, ...]) -> Insert:
    statement = insert_in(dialect, table_of(model))
    changed: Insert = statement.on_conflict_do_update(
        index_elements=list(conflict), set_={name: statement.excluded[name] for name in update}
    )
    return changed
