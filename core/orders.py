"""Orders of lists that are read page by page: what they stand by, and where the page before ended.

A page begins behind a mark, which names the last row of the page before by what the list stands by. So no
database counts its way through what was shown already, and no row that comes or goes meanwhile shifts others.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import unquote

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from core.clock import zoned_moment

T = TypeVar("T")
S = TypeVar("S", bound=Select[*tuple[Any, ...]])


class Standing(Protocol):
    """Any order, as a page of a list knows it."""

    word: str
    label: str


Kind = TypeVar("Kind", bound=Standing)
_DIGITS, _LONGEST = 18, 200


class Order:
    """One order of a list; ``word`` stands in an address, ``label`` is what a clerk reads."""

    def __init__(
        self, word: str, label: str, *columns: InstrumentedAttribute[Any], is_down: bool = False
    ) -> None:
        """The list stands by these columns, never empty; the last of them tells any two rows apart."""
        self.word, self.label, self.is_down = word, label, is_down
        self._columns = columns

    def page(self, query: S, after: str, limit: int | None) -> S:
        """So many rows of the query, in this order, behind the mark ``after``; nonsense is the beginning."""
        place = self.read(after)
        if place is not None:
            query = query.where(self._behind(place))
        return query.order_by(*(one.desc() if self.is_down else one.asc() for one in self._columns)).limit(
            limit
        )

    def mark(self, row: object) -> str:
        """The mark of a row, or of anything that holds its values under the same names."""
        return "_".join(_written(getattr(row, column.key)) for column in self._columns)

    def read(self, mark: str) -> tuple[Any, ...] | None:
        """The values that a mark names; None where it is none."""
        parts = mark[:_LONGEST].split("_")
        if len(parts) != len(self._columns):
            return None
        try:
            return tuple(
                _value(unquote(part), column.type.python_type)
                for part, column in zip(parts, self._columns, strict=True)
            )
        except ValueError:
            return None

    def _behind(self, place: tuple[Any, ...]) -> ColumnElement[bool]:
        stands: Any = tuple_(*self._columns)
        if len(place) == 1:
            # A row of one value is none to SQLite.
            stands, (place,) = self._columns[0], place
        behind: ColumnElement[bool] = stands < place if self.is_down else stands > place
        return behind


class KeptOrder(Generic[T]):
    """An order of rows that are all in memory, because they are made there."""

    def __init__(
        self,
        word: str,
        label: str,
        key: Callable[[T], Any],
        mark: Callable[[T], str],
        *,
        is_down: bool = False,
    ) -> None:
        """The rows stand by ``key``, and by their marks where that is equal; no two have the same mark."""
        self.word, self.label, self.is_down = word, label, is_down
        self.mark, self._key = mark, key

    def page(self, rows: Iterable[T], after: str, limit: int) -> Sequence[T]:
        """So many of the rows, in this order, behind the mark ``after``; nonsense is the beginning."""
        stand = sorted(sorted(rows, key=self.mark), key=self._key, reverse=self.is_down)
        start = next((place for place, one in enumerate(stand, 1) if self.mark(one) == after), 0)
        return stand[start : start + limit]


def both_ways(number: InstrumentedAttribute[Any]) -> tuple[Order, Order]:
    """What came last first, and the other way round: for rows that are numbered as they come."""
    return Order("newest", "最新的在前", number, is_down=True), Order("oldest", "最早的在前", number)


def chosen(orders: Sequence[Kind], word: str) -> Kind:
    """The order of this word; the first one, in which the list stands by itself, for none or nonsense."""
    return next((one for one in orders if one.word == word), orders[0])


def _written(value: object) -> str:
    """A part of a mark; what joins the parts is written otherwise within them."""
    if value is None:
        raise ValueError("a list cannot stand by what may be empty")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text.replace("%", "%25").replace("_", "%5F")


def _value(text: str, kind: type) -> Any:
    """What a part of a mark means; ``ValueError`` for nonsense."""
    if kind is int:
        if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
            raise ValueError(text)
        return int(text)
    if kind is datetime:
        return zoned_moment(text)
    if kind is date:
        return date.fromisoformat(text)
    if not text or not text.isprintable():
        raise ValueError(text)
    return text
