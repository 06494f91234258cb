"""Statements that run for every message, compiled once; and INSERTs that say what to do on a conflict.

SQLAlchemy spends several times as long on looking up a compiled statement as either engine does on running
it. ``Prepared`` compiles on first use and then hands text and values to the driver. Frequent statements go
through it, all others through sessions as usual.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ClauseElement,
    ColumnElement,
    CursorResult,
    Dialect,
    Executable,
    FromClause,
    Row,
    Table,
    bindparam,
    inspect,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from core.db import Base
from core.types import UtcDateTime

Build = Callable[[str], Executable]
"""Makes a statement in the words of one dialect, given its name."""
NOW: Final = bindparam("now", type_=UtcDateTime)
"""The moment, in a condition that is made once and asked again and again."""
_AGO = "now_less_"


def ago(span: timedelta) -> ColumnElement[datetime]:
    """The moment ``span`` before ``NOW``; ``moments`` supplies the values of both."""
    return bindparam(f"{_AGO}{span.total_seconds():.0f}", type_=UtcDateTime)


def moments(statement: ClauseElement, now: datetime) -> dict[str, datetime]:
    """The values for ``NOW`` and for every ``ago`` in ``statement``."""
    names = {one.key for one in visitors.iterate(statement) if isinstance(one, BindParameter)}
    spans = {name: float(name.removeprefix(_AGO)) for name in names if name.startswith(_AGO)}
    return {"now": now, **{name: now - timedelta(seconds=span) for name, span in spans.items()}}


_MOMENTS = 64


class Prepared:
    """A statement with named parameters; ``columns`` names those of an INSERT.

    Values are converted as the columns require; results come as the driver gives them, so use it for numbers,
    texts and bytes, but not for moments.
    """

    def __init__(self, build: Build, columns: Sequence[str] = ()) -> None:
        self._build = build
        self._columns = list(columns)
        self._compiled: dict[str, Compiled] = {}

    def run(self, session: Session, parameters: Mapping[str, Any]) -> CursorResult[Any]:
        """Run it in the transaction of ``session``."""
        compiled = self.compiled(session.get_bind().dialect)
        return session.connection().exec_driver_sql(compiled.text, compiled.values(parameters))

    def first(self, session: Session, parameters: Mapping[str, Any]) -> Row[Any] | None:
        """The first row of its result."""
        return self.run(session, parameters).first()

    def compiled(self, dialect: Dialect) -> "Compiled":
        """The statement compiled for one engine; compiled once and kept."""
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = Compiled(
                self._build(dialect.name), self._columns, dialect
            )
        return compiled


class Compiled:
    """The text for one dialect, and how to convert values for its driver."""

    def __init__(self, statement: Executable, columns: list[str], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns or None)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        self.text = str(compiled)
        fixed: dict[str, Any] = dict(compiled.params)
        for column in compiled.insert_prefetch:
            assert column.default is not None
            fixed[column.key] = column.default.arg  # type: ignore[attr-defined]
        convert = {
            name: processor
            for bind, name in compiled.bind_names.items()
            if (processor := _processor(bind.type, dialect)) is not None
        }
        order = compiled.positiontup
        self._names = tuple(fixed) if order is None else None
        self._places = [(name, fixed.get(name), convert.get(name)) for name in order or fixed]

    def values(self, parameters: Mapping[str, Any]) -> Any:
        """The values in the driver's form: by name, or in order."""
        get = parameters.get
        found = [
            get(name, fixed) if convert is None else convert(get(name, fixed))
            for name, fixed, convert in self._places
        ]
        return tuple(found) if self._names is None else dict(zip(self._names, found, strict=True))


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """The conversion to the driver's value; cached for moments: a message writes two in eight places."""
    processor = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(_MOMENTS)(processor) if processor and isinstance(kind, UtcDateTime) else processor


def insert_once(
    session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], *, conflict: Sequence[str] = ()
) -> list[Any]:
    """Insert the rows that do not exist yet; return the primary keys of those inserted.

    All rows name the same columns. ``conflict`` names the columns of the unique key; empty means any. Count
    only the returned keys: after ``ON CONFLICT DO NOTHING`` on PostgreSQL the driver reports -1 rows.
    """
    if not rows:
        return []
    statement = _insert_once(model, tuple(conflict), tuple(rows[0]))
    return [key for row in rows for (key,) in statement.run(session, row)]


def upsert(
    session: Session,
    model: type[Base],
    row: Mapping[str, Any],
    *,
    conflict: Sequence[str],
    update: Sequence[str],
) -> None:
    """Insert ``row``; if the unique columns ``conflict`` clash, update the columns ``update`` instead."""
    _upsert(model, tuple(conflict), tuple(update), tuple(row)).run(session, row)


def insert_in(dialect: str, table: Table) -> Any:
    """The INSERT of one engine's dialect; both can be told what to do on a conflict."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def pass_alone(session: Session, number: int) -> None:
    """Hold a lock on ``number`` until this transaction ends; others who ask for the same number wait.

    Whoever waited sees what was committed before: at READ COMMITTED each statement looks anew. On SQLite a
    writer is alone from BEGIN on.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def table_of(model: type[Base]) -> Table:
    """The plain table of a model."""
    table: FromClause = model.__table__
    assert isinstance(table, Table)
    return table


@cache
def _insert_once(model: type[Base], conflict: tuple[str, ...], columns: tuple[str, ...]) -> Prepared:
    key: ColumnElement[Any] = inspect(model).primary_key[0]

    def build(dialect: str) -> Any:
        insert = insert_in(dialect, table_of(model))
        return insert.on_conflict_do_nothing(index_elements=list(conflict) or None).returning(key)

    return Prepared(build, columns)


@cache
def _upsert(
    model: type[Base], conflict: tuple[str, ...], update: tuple[str, ...], columns: tuple[str, ...]
) -> Prepared:
    def build(dialect: str) -> Any:
        insert = insert_in(dialect, table_of(model))
        taken_over = {name: insert.excluded[name] for name in update}
        return insert.on_conflict_do_update(index_elements=list(conflict), set_=taken_over)

    return Prepared(build, columns)
