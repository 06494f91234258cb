"""Statements that the two database engines word differently."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.db import Base


def _insert(session: Session, model: type[Base]) -> Any:
    dialect = session.get_bind().dialect.name
    return (postgresql if dialect == "postgresql" else sqlite).insert(model)


def insert_once(
    session: Session, model: type[Base], rows: Sequence[dict[str, Any]], *, conflict: Sequence[str] = ()
) -> list[int]:
    """Insert the rows that are not there yet; return the primary keys of those that went in.

    ``conflict`` names the columns of the unique key; empty means any. The count of returned keys is the
    only answer to trust: the driver reports a row count of -1 after ``ON CONFLICT DO NOTHING`` on
    PostgreSQL.
    """
    key = inspect(model).primary_key[0]
    statement: Insert = (
        _insert(session, model).on_conflict_do_nothing(index_elements=list(conflict) or None).returning(key)
    )
    return (
        list(session.execute(statement, list(rows)).scalars())
        if len(rows) > 1
        else list(session.execute(statement.values(rows[0])).scalars())
    )


def upsert(
    session: Session,
    model: type[Base],
    row: dict[str, Any],
    *,
    conflict: Sequence[str],
    update: dict[str, Any],
) -> None:
    """Insert ``row``, or on a clash of the unique columns ``conflict`` change the columns of ``update``."""
    statement = (
        _insert(session, model).values(row).on_conflict_do_update(index_elements=list(conflict), set_=update)
    )
    session.execute(statement)
