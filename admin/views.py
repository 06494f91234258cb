"""Saved filters: kept from the list they narrow, shown again as chips there and on Today."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin.done import back, send_on
from admin.needs import Needs
from admin.routes import Route, Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from staff.models import SavedView
from staff.views import keep_view, narrowed, remove_view, rename_view, views_of


@dataclass(frozen=True, slots=True)
class Chip:
    """A saved filter as a link."""

    number: int
    name: str
    section: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Keeping:
    """A filter that was not kept: of which list, what it narrows it to, and the name that was typed."""

    route: str
    query: str
    name: str


class ViewPages:
    """Keeping, renaming, forgetting; everything of the visitor's own."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        self._routes = routes
        routes.add("/me/views", self.listed, name="views")
        routes.add("/me/views/keep", self.keep, name="view_keep", methods=("POST",))
        routes.add("/me/views/<int:number>/rename", self.rename, name="view_rename", methods=("POST",))
        routes.add("/me/views/<int:number>/remove", self.remove, name="view_remove", methods=("POST",))

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The views that this person has kept."""
        return self._page(visitor)

    def keep(self, visitor: Visitor) -> ResponseReturnValue:
        """Name what a list is narrowed to now, and go back to it."""
        route, query = request.form.get("route", ""), request.form.get("query", "")
        if route not in self._lists(visitor):
            raise NotFound
        name, now = request.form.get("name", ""), self._needs.clock.now()
        try:
            with self._needs.database.writing() as session:
                kept = keep_view(session, visitor.signed.user, route, name, query, now).query
        except RuleViolation as refusal:
            return self._page(visitor, 409, refusal.sentence, Keeping(route, narrowed(query), name))
        return back(f"{url_for(f'admin.{route}')}?{kept}", "view_kept")

    def rename(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Give a view another name."""
        try:
            with self._needs.database.writing() as session:
                rename_view(session, visitor.signed.user, number, request.form.get("name", ""))
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._page(visitor, 409, refusal.sentence)
        return send_on("views", "view_renamed")

    def remove(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Delete a view."""
        with self._needs.database.writing() as session:
            remove_view(session, visitor.signed.user, number)
        return send_on("views", "view_removed")

    def _page(
        self, visitor: Visitor, status: int = 200, refusal: str = "", keeping: Keeping | None = None
    ) -> ResponseReturnValue:
        chips = chips_of(self._needs, self._routes, visitor)
        return page("views", status, chips=chips, refusal=refusal, keeping=keeping)

    def _lists(self, visitor: Visitor) -> dict[str, Route]:
        return lists_of(self._routes, visitor)


def lists_of(routes: Routes, visitor: Visitor) -> dict[str, Route]:
    """The pages that this visitor can narrow: those with a fixed address, read and not sent."""
    return {
        route.name: route
        for route in routes.listed
        if "GET" in route.methods and "<" not in route.rule and routes.opens(visitor, route.name)
    }


def chips_of(needs: Needs, routes: Routes, visitor: Visitor, route: str | None = None) -> Sequence[Chip]:
    """The visitor's filters, as far as they still may open the lists: of one list, or of all."""
    known = lists_of(routes, visitor)
    with needs.database.reading() as session:
        found = views_of(session, visitor.signed.user, route)
    menu, here = routes.menu(visitor), narrowed_now()
    return [_chip(one, _section(known[one.route], menu), here) for one in found if one.route in known]


def narrowed_now() -> str:
    """What the page that is open is narrowed to."""
    return narrowed(request.query_string.decode("utf-8", "replace"))


def chips_for(
    needs: Needs, routes: Routes, who: Callable[[], Visitor | None]
) -> Callable[[str], Sequence[Chip]]:
    """For templates: the chips of the list that is open."""

    def chips(route: str) -> Sequence[Chip]:
        visitor = who()
        return [] if visitor is None else chips_of(needs, routes, visitor, route)

    return chips


def _section(route: Route, menu: Sequence[Route]) -> str:
    """What the item of the menu above a list is called."""
    above = [one for one in menu if f"{route.rule}/".startswith(f"{one.rule}/")]
    nearest = max(above, key=lambda one: len(one.rule), default=None)
    return nearest.menu.label if nearest is not None and nearest.menu is not None else ""


def _chip(view: SavedView, section: str, here: str) -> Chip:
    endpoint = f"admin.{view.route}"
    is_current = request.endpoint == endpoint and view.query == here
    return Chip(view.id, view.name, section, f"{url_for(endpoint)}?{view.query}", is_current)
