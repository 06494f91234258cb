"""Sort orders of lists that are read page by page (keyset pagination).

A page begins after a mark, which holds the sort key of the previous page's last row. The database therefore
need not count past rows already shown, and a row that appears or disappears meanwhile does not shift the
others.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import unquote

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from core.clock import zoned_moment

T = TypeVar("T")
S = TypeVar("S", bound=Select[*tuple[Any, ...]])


class AnyOrder(Protocol):
    """What a page of a list needs to know about any order."""

    word: str
    label: str


Kind = TypeVar("Kind", bound=AnyOrder)
_DIGITS, _LONGEST = 18, 200


class SortOrder:
    """One order of a list; ``word`` appears in an address, ``label`` is what a clerk reads."""

    def __init__(
        self, word: str, label: str, *columns: InstrumentedAttribute[Any], is_descending: bool = False
    ) -> None:
        """Sort by these columns; none may be nullable, and the last must be unique."""
        self.word, self.label, self.is_descending = word, label, is_descending
        self._columns = columns

    def page(self, query: S, after: str, limit: int | None) -> S:
        """At most ``limit`` rows of the query after the mark ``after``; from the first if it is invalid."""
        place = self.read(after)
        if place is not None:
            query = query.where(self._behind(place))
        return query.order_by(
            *(one.desc() if self.is_descending else one.asc() for one in self._columns)
        ).limit(limit)

    def mark(self, row: object) -> str:
        """The mark of a row, or of any object with the same attributes."""
        return "_".join(_written(getattr(row, column.key)) for column in self._columns)

    def read(self, mark: str) -> tuple[Any, ...] | None:
        """The values in a mark; None if it is invalid."""
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
            # SQLite does not accept a row value of one column.
            stands, (place,) = self._columns[0], place
        behind: ColumnElement[bool] = stands < place if self.is_descending else stands > place
        return behind


class InMemoryOrder(Generic[T]):
    """A sort order of rows that are computed in memory."""

    def __init__(
        self,
        word: str,
        label: str,
        key: Callable[[T], Any],
        mark: Callable[[T], str],
        *,
        is_descending: bool = False,
    ) -> None:
        """The rows are sorted by ``key``, then by their marks, which are unique."""
        self.word, self.label, self.is_descending = word, label, is_descending
        self.mark, self._key = mark, key

    def page(self, rows: Iterable[T], after: str, limit: int | None) -> Sequence[T]:
        """At most ``limit`` rows after the mark ``after``; from the first row if the mark is invalid."""
        stand = sorted(sorted(rows, key=self.mark), key=self._key, reverse=self.is_descending)
        start = next((place for place, one in enumerate(stand, 1) if self.mark(one) == after), 0)
        return stand[start:][:limit]


# Without slots: in Python 3.11 a frozen dataclass that has them cannot be made through an alias.
@dataclass(frozen=True)
class PageOf(Generic[Kind]):
    """Which rows of a list are wanted: at most ``limit`` after the mark ``after``, in this order.

    An empty mark, or one that this order cannot read, means the beginning; no limit means all that follow.
    """

    order: Kind
    after: str = ""
    limit: int | None = 50

    def of(self: "PageOf[SortOrder]", query: S) -> S:
        """The rows of ``query`` on this page."""
        return self.order.page(query, self.after, self.limit)

    def behind(self: "PageOf[SortOrder]", row: object) -> "PageOf[SortOrder]":
        """The page that begins after this row; see ``SortOrder.mark``."""
        return replace(self, after=self.order.mark(row))

    def of_rows(self: "PageOf[InMemoryOrder[T]]", rows: Iterable[T]) -> Sequence[T]:
        """The same for rows in memory."""
        return self.order.page(rows, self.after, self.limit)


Page = PageOf[SortOrder]
"""A page of what stands in a table."""


def both_ways(number: InstrumentedAttribute[Any]) -> tuple[SortOrder, SortOrder]:
    """Newest first and oldest first, for rows numbered in the order of their arrival."""
    return SortOrder("newest", "最新的在前", number, is_descending=True), SortOrder(
        "oldest", "最早的在前", number
    )


def chosen(orders: Sequence[Kind], word: str) -> Kind:
    """The order with this word; the first, which is the default, if none has it."""
    return next((one for one in orders if one.word == word), orders[0])


def _written(value: object) -> str:
    """One part of a mark; the underscore that joins the parts is escaped inside them."""
    if value is None:
        raise ValueError("a list cannot stand by what may be empty")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text.replace("%", "%25").replace("_", "%5F")


def _value(text: str, kind: type) -> Any:
    """The value of one part of a mark; ``ValueError`` if it is invalid."""
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
