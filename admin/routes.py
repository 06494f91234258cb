"""The routes of the back office: each has a name, a URL rule and the permission that it needs.

There is no other way to add a page, so the list of routes is the whole truth about who may open what; a test
walks it. Whoever lacks the permission gets the same page as for an address that does not exist.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin.once import made_once
from admin.visitors import SessionEnded, Visitor, Visitors
from core.types import Labelled
from staff.signing_in import SignedIn
from web.routes import nearest_page

FORM_BYTES = 1024 * 1024
"""A form without a file. The longest is a contest with its units pasted in: 60,000 signs of 9 bytes."""

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class MenuItem:
    """What stands in the menu for a page: a word, and an icon of ``icons.svg``."""

    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Route:
    """One page: who may open it (None: everybody signed in), and its item of the menu, if it has one."""

    name: str
    rule: str
    methods: tuple[str, ...]
    permission: Labelled | None
    menu: MenuItem | None = None
    most_bytes: int = 0
    """How large a form may be, where it takes a file; 0: as large as any form."""
    is_public: bool = False
    is_step: bool = False
    """A page of signing in itself, open to who still has something to do."""


class Routes:
    """Adds pages to the blueprint and keeps the list of who may open them."""

    def __init__(self, blueprint: Blueprint, visitors: Visitors) -> None:
        self._blueprint = blueprint
        self._visitors = visitors
        self.listed: list[Route] = []
        self._named: dict[str, Route] = {}

    def add(
        self,
        rule: str,
        view: View,
        *,
        name: str,
        permission: Labelled | None = None,
        methods: Sequence[str] = ("GET",),
        menu: MenuItem | None = None,
        most_bytes: int = 0,
    ) -> None:
        """A page for those signed in; ``view`` gets the visitor first, then what the rule holds."""
        route = Route(name, rule, tuple(methods), permission, menu, most_bytes)

        def entered(**values: object) -> ResponseReturnValue:
            visitor = self._visitors.current()
            if visitor is None or not visitor.signed.is_inside:
                return _to_sign_in(visitor)
            if permission is not None and not visitor.actor.may(permission):
                abort(404)
            return view(visitor, **values)

        self._open(route, entered)

    def add_new(self, rule: str, view: View, *, name: str, permission: Labelled, most_bytes: int = 0) -> None:
        """A form that makes something new and leads there; sent again as it is, it makes nothing more."""
        once, both = made_once(view, self._visitors.set_cookie), ("GET", "POST")
        self.add(rule, once, name=name, permission=permission, methods=both, most_bytes=most_bytes)

    def add_polled(self, rule: str, view: View, *, name: str, permission: Labelled) -> None:
        """What a script asks for by itself, so that it is no sign of somebody at work."""
        self._visitors.background.add(f"admin.{name}")
        self.add(rule, view, name=name, permission=permission)

    def add_step(self, rule: str, view: View, *, name: str, methods: Sequence[str] = ("GET",)) -> None:
        """A page of signing in, for anybody with a session, finished or not; ``view`` gets the visitor."""

        def entered(**values: object) -> ResponseReturnValue:
            visitor = self._visitors.current()
            return _to_sign_in(None) if visitor is None else view(visitor, **values)

        self._open(Route(name, rule, tuple(methods), None, is_step=True), entered)

    def add_public(self, rule: str, view: View, *, name: str, methods: Sequence[str] = ("GET",)) -> None:
        """A page for anybody: signing in."""
        self._open(Route(name, rule, tuple(methods), None, is_public=True), view)

    def menu(self, visitor: Visitor) -> list[Route]:
        """The pages of the menu that this visitor may open, in the order in which they were added."""
        return [route for route in self.listed if route.menu and _is_open(route, visitor)]

    def opens(self, visitor: Visitor, name: str) -> bool:
        """Whether there is such a page and this visitor may open it."""
        route = self._named.get(name)
        return route is not None and _is_open(route, visitor)

    def page_above(self, visitor: Visitor | None, path: str) -> str:
        """The nearest page above this address that the visitor may open; empty for none."""
        if visitor is None:
            return ""
        above = path.rpartition("/")[0]
        return nearest_page(above, lambda endpoint: self.opens(visitor, endpoint.removeprefix("admin.")))

    def form_page(self, visitor: Visitor | None, path: str) -> str:
        """The nearest page at or above this address to which the visitor may come back; empty for none."""

        def is_open(endpoint: str) -> bool:
            name = endpoint.removeprefix("admin.")
            return self.is_step(endpoint) or (visitor is not None and self.opens(visitor, name))

        return nearest_page(path, is_open)

    def is_step(self, endpoint: str | None) -> bool:
        """Whether this is a page of signing in."""
        route = self._of(endpoint)
        return route is not None and (route.is_step or route.is_public)

    def bytes_for(self, endpoint: str | None) -> int:
        """How large the form of a page may be."""
        route = self._of(endpoint)
        return (route.most_bytes if route is not None else 0) or FORM_BYTES

    def has(self, name: str) -> bool:
        """Whether there is such a page."""
        return name in self._named

    def _of(self, endpoint: str | None) -> Route | None:
        return self._named.get((endpoint or "").removeprefix("admin."))

    def _open(self, route: Route, view: View) -> None:
        self.listed.append(route)
        self._named[route.name] = route
        self._blueprint.add_url_rule(route.rule, route.name, view, methods=list(route.methods))


class Section(Protocol):
    """Pages that belong together, such as those of rewards."""

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        ...


def _is_open(route: Route, visitor: Visitor) -> bool:
    return route.permission is None or visitor.actor.may(route.permission)


def next_step(signed: SignedIn) -> str:
    """The page on which somebody goes on with signing in."""
    if signed.must_prove:
        # Before the password too: whoever found out a password alone must not change it.
        return "admin.code"
    if signed.must_change:
        return "admin.password"
    return "admin.factor" if signed.must_bind else "admin.today"


def _to_sign_in(visitor: Visitor | None) -> ResponseReturnValue:
    if request.method == "POST":
        raise SessionEnded
    if visitor is not None:
        return redirect(url_for(next_step(visitor.signed)))
    return redirect(url_for("admin.sign_in", back=request.full_path.rstrip("?")))
