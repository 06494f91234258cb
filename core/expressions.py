"""Expressions that the two engines write differently."""

from typing import Any

from sqlalchemy import Float, Integer, SQLColumnExpression
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class seconds_between(FunctionElement[float]):  # noqa: N801 - reads as a function of SQL
    """``seconds_between(begin, end)``: NULL when either is NULL; exact to a tenth of a millisecond.

    SQLite stores moments as text and counts days in a float (40 µs resolution at today's dates); PostgreSQL
    subtracts.
    """

    type = Float()
    inherit_cache = True

    def __init__(self, begin: SQLColumnExpression[Any], end: SQLColumnExpression[Any]) -> None:
        super().__init__(begin, end)


class only_filtered(FunctionElement[Any]):  # noqa: N801 - reads as a function of SQL
    """The column itself, but SQLite chooses no index for it.

    A list that is wanted in one order and in small pages should walk along the index of that order. SQLite,
    without statistics, prefers to gather all rows of a town first and then sort them; PostgreSQL estimates
    the cost and decides.
    """

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


class hundredths(FunctionElement[int]):  # noqa: N801 - reads as a function of SQL
    """``hundredths(degrees)``: degrees × 100, rounded down to a whole number; NULL for NULL.

    Correct only north of the equator and east of Greenwich: SQLite has no floor function everywhere, and its
    cast truncates towards zero.
    """

    type = Integer()
    inherit_cache = True

    def __init__(self, degrees: SQLColumnExpression[Any]) -> None:
        super().__init__(degrees)


@compiles(hundredths)
def _floored(element: hundredths, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(FLOOR({compiler.process(element.clauses.clauses[0], **kw)} * 100) AS INTEGER)"


@compiles(hundredths, "sqlite")
def _cut(element: hundredths, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses.clauses[0], **kw)} * 100 AS INTEGER)"


@compiles(only_filtered)
def _plain(element: only_filtered, compiler: SQLCompiler, **kw: Any) -> str:
    return str(compiler.process(element.clauses.clauses[0], **kw))


@compiles(only_filtered, "sqlite")
def _unindexed(element: only_filtered, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses.clauses[0], **kw)}"


@compiles(seconds_between)
def _subtracted(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    begin, end = (compiler.process(one, **kw) for one in element.clauses)
    return f"EXTRACT(EPOCH FROM ({end} - {begin}))"


@compiles(seconds_between, "sqlite")
def _by_days(element: seconds_between, compiler: SQLCompiler, **kw: Any) -> str:
    begin, end = (compiler.process(one, **kw) for one in element.clauses)
    return f"(julianday({end}) - julianday({begin})) * 86400.0"
