"""The columns that every figure's SELECT gives back, and what counts in them."""

from typing import Any

from sqlalchemy import Integer, Label, SQLColumnExpression, cast, func

Number = SQLColumnExpression[Any]


def numerator(of: Number) -> Label[Any]:
    """The count, or the part of a share, or the sum of a mean."""
    return of.label("numerator")


def denominator(of: Number) -> Label[Any]:
    """The whole of a share, or how many a mean is of."""
    return of.label("denominator")


def estimated(of: Number) -> Label[Any]:
    """How much of the numerator rests on estimates alone."""
    return of.label("estimated")


def dated_on(of: Number) -> Label[Any]:
    """The day that the list behind a denominator describes."""
    return of.label("dated_on")


def rows() -> Number:
    """How many rows: 人次, 场, 件."""
    return func.count()


def different(column: Number) -> Number:
    """How many different ones: people, films, enterprises. NULL is nobody."""
    return func.count(column.distinct())


def total(column: Number) -> Number:
    """The sum, 0 where there is nothing."""
    return func.coalesce(func.sum(column), 0)


def rows_where(condition: SQLColumnExpression[bool]) -> Number:
    """How many rows fulfil it; one for which it is NULL does not."""
    return func.coalesce(func.sum(cast(condition, Integer)), 0)
