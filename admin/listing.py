"""A list of the office: sorted and turned over in the address, and taken along as a file for Excel.

A section says which lines there are, in which orders they may stand and what a line is in a table; the page,
the links around it and the file under the same filter are made here, so that all lists behave alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.done import NAME as SAID
from admin.marks import after_words
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import AT_ONCE, Cell, as_excel, noted
from admin.visitors import Visitor
from core.sort_orders import AnyOrder, InMemoryOrder, PageOf, SortOrder, chosen
from core.types import Labelled
from tipoffs.marking import written
from tipoffs.worklists import Marked

L = TypeVar("L")

PAGE = 30
"""How many lines a page shows, unless the list says otherwise."""


@dataclass(frozen=True, slots=True)
class Leaf(Generic[L]):
    """One page of a list, and the ways from it."""

    lines: Sequence[L]
    first: str | None
    further: str | None
    sorts: Sequence[tuple[str, str, bool]]
    """Label, address and whether it stands so, for each order."""
    export: str
    """Where the file is asked for; empty where there is none."""


def leaf_of(
    route: str,
    lines: Sequence[L],
    mark: object,
    *,
    orders: Sequence[AnyOrder] = (),
    order: AnyOrder | None = None,
    is_taken: bool = True,
    **about: Any,
) -> Leaf[L]:
    """The page behind a route; ``mark`` is where the next one begins, and empty where this is the last.

    ``about`` is what the rule of the route holds. The links lead to this route, even from the address of a
    form that was refused. ``is_taken``: there is a file of it.
    """
    said = {
        name: values
        for name, values in request.args.to_dict(flat=False).items()
        if name not in ("after", "sort", SAID)
    }
    sort = {"sort": [request.args["sort"]]} if request.args.get("sort") else {}

    def at(name: str, args: Mapping[str, Sequence[str]]) -> str:
        # Not with the words of the address as arguments: one of them might be called ``_anchor``.
        address = url_for(f"admin.{name}", **about)
        return f"{address}?{urlencode(args, doseq=True)}" if args else address

    return Leaf(
        lines,
        at(route, said | sort) if request.args.get("after") else None,
        at(route, said | sort | {"after": [str(mark)]}) if mark else None,
        [(one.label, at(route, said | {"sort": [one.word]}), one is order) for one in orders],
        at(f"{route}_export", said | sort) if is_taken else "",
    )


def turned(
    route: str, rows: Sequence[L], mark: Callable[[L], object], most: int = PAGE, **more: Any
) -> Leaf[L]:
    """The page out of rows of which one more was asked for than is shown; ``more`` is for ``leaf_of``."""
    return leaf_of(route, rows[:most], mark(rows[most - 1]) if len(rows) > most else "", **more)


def case_place(lines: Sequence[Marked], most: int) -> str:
    """Where the page behind so many cases begins; a page that is not full is the last."""
    return written(lines[-1].mark) if len(lines) == most else ""


@dataclass(frozen=True, slots=True)
class Listing(Generic[L]):
    """What a list is made of."""

    needs: Needs
    route: str
    title: str
    """The name of the file."""
    orders: Sequence[SortOrder] | Sequence[InMemoryOrder[L]]
    read: Callable[..., Sequence[L]]
    """``read(session, visitor, page)`` under the filter in the address; what the rule of the page holds is
    handed over by name."""
    heads: Sequence[str]
    cells: Callable[[Session, Sequence[L]], Iterable[Sequence[Cell]]]
    """The rows of the table for some lines."""
    row: Callable[[L], object] = field(default=lambda line: line)
    """The part of a line that the orders know."""
    widths: Mapping[str, int] = field(default_factory=dict)
    most: int = PAGE
    by_itself: Callable[[], str] = lambda: ""
    """The word of the order in which it stands where the address names none; the first for none."""

    def add_to(self, routes: Routes, rule: str, permission: Labelled) -> None:
        """Add the file beside the page, for whoever may see the page."""
        name = f"{self.route}_export"
        routes.add(f"{rule}/export", self.export, name=name, permission=permission, methods=("POST",))

    def leaf(self, session: Session, visitor: Visitor, **about: Any) -> Leaf[L]:
        """The page that the address asks for."""
        order = self.order()
        rows = self.read(session, visitor, PageOf(order, after_words(), self.most + 1), **about)
        return turned(
            self.route, rows, lambda line: self._mark(order, line), self.most,
            orders=self.orders, order=order, **about,
        )  # fmt: skip

    def order(self) -> SortOrder | InMemoryOrder[L]:
        """The order that the address asks for."""
        orders: Sequence[SortOrder | InMemoryOrder[L]] = self.orders
        return chosen(orders, request.args.get("sort") or self.by_itself())

    def export(self, visitor: Visitor, **about: Any) -> ResponseReturnValue:
        """All lines under the filter and in the order of the page; the log remembers who took them."""
        with self.needs.database.reading() as session:
            # What does not exist is missing before anything was taken, or written.
            self.read(session, visitor, PageOf(self.order(), limit=1), **about)
            rows = self._rows(session, visitor, about)
            file = as_excel(self.needs, self.title, self.heads, rows, self.widths)
        return noted(file, self.needs, visitor, "lists.export", f"list:{self.route}")

    def _rows(self, session: Session, visitor: Visitor, about: Mapping[str, Any]) -> Iterator[Sequence[Cell]]:
        page = PageOf(self.order(), limit=AT_ONCE)
        while lines := self.read(session, visitor, page, **about):
            yield from self.cells(session, lines)
            if len(lines) < AT_ONCE:
                return
            page = replace(page, after=self._mark(page.order, lines[-1]))
            session.expunge_all()

    def _mark(self, order: SortOrder | InMemoryOrder[L], line: L) -> str:
        return order.mark(line) if isinstance(order, InMemoryOrder) else order.mark(self.row(line))
