"""Statements that run for every message, compiled once; and INSERTs that know what to do on a conflict.

SQLAlchemy spends several times as long on finding a compiled statement again as either engine on running
it. ``Prepared`` compiles at the first use and then hands text and values to the driver; what is frequent
goes through it, everything else through sessions as usual.
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
    """The moment ``span`` before ``NOW``; ``moments`` gives both their values."""
    return bindparam(f"{_AGO}{span.total_seconds():.0f}", type_=UtcDateTime)


def moments(statement: ClauseElement, now: datetime) -> dict[str, datetime]:
    """The values of ``NOW`` and of every ``ago`` in ``statement``."""
    names = {one.key for one in visitors.iterate(statement) if isinstance(one, BindParameter)}
    spans = {name: float(name.removeprefix(_AGO)) for name in names if name.startswith(_AGO)}
    return {"now": now, **{name: now - timedelta(seconds=span) for name, span in spans.items()}}


_MOMENTS = 64


class Prepared:
    """A statement with named parameters; ``columns`` names those of an INSERT.

    Values are converted as the columns want them; results come as the driver gives them, so it is for
    numbers, texts and bytes, not for moments.
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
        """The first row it returns."""
        return self.run(session, parameters).first()

    def compiled(self, dialect: Dialect) -> "Compiled":
        """Its form for one engine; made once."""
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = Compiled(
                self._build(dialect.name), self._columns, dialect
            )
        return compiled


class Compiled:
    """The text for one dialect, and how to make the driver's values."""

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
        """The values in the form the driver wants: by name, or in order."""
        get = parameters.get
        found = [
            get(name, fixed) if convert is None else convert(get(name, fixed))
            for name, fixed, convert in self._places
        ]
        return tuple(found) if self._names is None else dict(zip(self._names, found, strict=True))


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes the driver's value; a message writes two moments in eight places, so those are made once."""
    processor = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(_MOMENTS)(processor) if processor and isinstance(kind, UtcDateTime) else processor


def insert_once(
    session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], *, conflict: Sequence[str] = ()
) -> list[Any]:
    """Insert the rows that are not there yet; return the primary keys of those that went in.

    All rows name the same columns. ``conflict`` names the columns of the unique key; empty means any. The
    returned keys are the only count to trust: the driver reports -1 rows after ``ON CONFLICT DO NOTHING``
    on PostgreSQL.
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
    """Insert ``row``, or on a clash of the unique columns ``conflict`` take over its columns ``update``."""
    _upsert(model, tuple(conflict), tuple(update), tuple(row)).run(session, row)


def insert_in(dialect: str, table: Table) -> Any:
    """An INSERT in the words of one engine, which both can tell what to do on a conflict."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


def pass_alone(session: Session, number: int) -> None:
    """Let nobody else who asks for the same ``number`` past here until this transaction ends.

    Whoever waited sees what was committed before: each statement looks anew at READ COMMITTED. On SQLite a
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
