"""Expressions that the two engines write differently."""

from typing import Any

from sqlalchemy import Float, Integer, SQLColumnExpression
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class seconds_between(FunctionElement[float]):  # noqa: N801 - reads as a function of SQL
    """``seconds_between(begin, end)``: NULL where one is; exact to a tenth of a millisecond.

    SQLite keeps moments as text and counts days in a float (40 µs at today's dates), PostgreSQL subtracts.
    """

    type = Float()
    inherit_cache = True

    def __init__(self, begin: SQLColumnExpression[Any], end: SQLColumnExpression[Any]) -> None:
        super().__init__(begin, end)


class only_filtered(FunctionElement[Any]):  # noqa: N801 - reads as a function of SQL
    """The column itself, from which SQLite chooses no index.

    A list that is wanted in one order and in small pages walks along the index of that order; SQLite, without
    statistics, would rather gather every row of a town first and sort them. PostgreSQL counts and decides.
    """

    inherit_cache = True

    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self.type = column.type


class hundredths(FunctionElement[int]):  # noqa: N801 - reads as a function of SQL
    """``hundredths(degrees)``: how many whole hundredths lie below; NULL where there are no degrees.

    North of the equator and east of Greenwich alone: SQLite has no floor everywhere and cuts towards zero.
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
