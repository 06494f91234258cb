"""Every page of the back office, found by its own list of routes: whoever builds a section adds nothing here.

Each page is opened by somebody whose role has its permission. Where a route takes a number or a name, the
tour follows the first link to it that it has seen on another page, as a clerk would.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from admin.routes import Route
from admin.visitors import COOKIE, PREFIX
from app.wiring import Container
from staff.actors import Actor, ActorKind, Scope
from tests.insiders import EVERYWHERE, let_in
from tests.integration.admin.case_office import kept_photo
from tipoffs.tips.models import Tip
from tipoffs.tips.status import OPEN
from tipoffs.vault.contents import Identity
from tipoffs.vault.permissions import VaultPermission
from tipoffs.vault.status import Exclusion

_STEPS: Mapping[str, Mapping[str, Any]] = {
    "password": {"must_change": True},
    "factor": {"is_bound": False},
    "code": {"is_proved": False},
}
"""How somebody stands who is led to this page while signing in."""


PARTS = frozenset(
    {
        "activity_photo",
        "content_cover",
        "content_picture",
        "evidence",
        "evidence_shared",
        "follower_pull",
        "push_progress",
        "unit_evidence",
    }
)
"""Pictures and pieces that stand in other pages and are looked at there, and no pages themselves."""

_HREF = re.compile(r'href="([^"]+)"')
_PAGES_OF_A_ROUTE = 48
"""How many of the pages behind one route are read for links that the first of them did not have."""

_SCOPES = {"handling_unit": Scope(departments=frozenset({"emergency"}))}
"""Who sees nothing without a department of their own."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page: its route, its address, and the cookie of whoever may open it (empty: of nobody)."""

    route: Route
    path: str
    token: str


Look = Callable[[Stop], Iterable[str]]
"""What is done at a stop; gives back the links that stand on the page."""


@dataclass
class Tour:
    """One walk through the office of a running account at ``web``, with a clerk of every role."""

    app: Flask
    container: Container
    web: str
    missed: list[Route] = field(default_factory=list)
    """Routes to which no page led."""

    def walk(self, look: Look) -> int:
        """Stop at every page once; say how many."""
        routes: Sequence[Route] = self.app.extensions["anwen-admin-routes"]
        clerks = self._clerks()
        adapter = self.app.url_map.bind("")
        waiting = {
            route.name: route for route in routes if "GET" in route.methods and route.name not in PARTS
        }
        found = {name: f"{PREFIX}{route.rule}" for name, route in waiting.items() if "<" not in route.rule}
        further = _Further({route.name: route for route in waiting.values()})
        count = 0
        while waiting:
            ready = [name for name in waiting if name in found]
            if not ready:
                self._look_around(waiting, found, further, clerks, adapter)
                if not found.keys() & waiting.keys():
                    break
            for name in ready:
                route = waiting.pop(name)
                stop = Stop(route, found[name], clerks[self._role_of(route)])
                further.note(name, stop.path)
                if not self._is_page(stop):
                    continue
                count += 1
                # Its links are all noted here: nobody of this role has to read it for them again.
                further.is_new(stop.path, self._role_of(route))
                for path in look(stop):
                    led = _route_behind(adapter, path)
                    further.note(led, path)
                    if led in waiting:
                        found.setdefault(led, path)
        self.missed = list(waiting.values())
        return count

    def _look_around(
        self,
        waiting: Mapping[str, Route],
        found: dict[str, str],
        further: "_Further",
        clerks: Mapping[str, str],
        adapter: MapAdapter,
    ) -> None:
        """Read pages of the same section until one of them leads to a route that waits."""
        for name, route in waiting.items():
            for page, path in further.pages_beside(route):
                role = self._role_of(route, also=page)
                if not role or not further.is_new(path, role):
                    continue
                answer = requests.get(f"{self.web}{path}", cookies={COOKIE: clerks[role]}, timeout=60)
                for link in map(unescape, _HREF.findall(answer.text)):
                    led = _route_behind(adapter, link)
                    further.note(led, link)
                    if led in waiting:
                        found.setdefault(led, link)
                if name in found:
                    break

    def _clerks(self) -> Mapping[str, str]:
        """A token for each role, and for each step of signing in."""
        roles = self.container.personnel.roles.roles.values()
        inside = {
            role.word: let_in(
                self.container,
                f"tour.{place}",
                role.word,
                name=role.label,
                scope=_SCOPES.get(role.word, EVERYWHERE),
            )
            for place, role in enumerate(roles)
        }
        steps = {
            name: let_in(self.container, f"tour.{name}", "system_admin", **stands)
            for name, stands in _STEPS.items()
        }
        return {**inside, **steps, "": ""}

    def _role_of(self, route: Route, also: Route | None = None) -> str:
        """A role that may open it, and the page ``also`` that leads there; empty for none."""
        if route.is_public:
            return ""
        if route.is_step:
            return route.name
        needed = {one.permission.value for one in (route, also) if one is not None and one.permission}
        roles = self.container.personnel.roles.roles.values()
        return next((role.word for role in roles if needed <= set(role.permissions)), "")

    def _is_page(self, stop: Stop) -> bool:
        """Whether a page stands there: no file, no figures for a script, no way on to somewhere else."""
        answer = requests.get(
            f"{self.web}{stop.path}",
            cookies={COOKIE: stop.token} if stop.token else {},
            allow_redirects=False,
            timeout=60,
        )
        if answer.status_code >= 400:
            raise LostOnTheWay(f"{stop.path} ({stop.route.name}): {answer.status_code}")
        return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


class LostOnTheWay(Exception):
    """A page does not open for somebody who may open it."""


@dataclass
class _Further:
    """The pages that links led to, behind each route, and who has read which of them."""

    routes: Mapping[str, Route]
    pages: dict[str, list[str]] = field(default_factory=dict)
    read: set[tuple[str, str]] = field(default_factory=set)

    def note(self, name: str, path: str) -> None:
        """Keep the address of one more page, if there are not enough of its route."""
        known = self.pages.setdefault(name, [])
        if name in self.routes and path not in known and len(known) < _PAGES_OF_A_ROUTE:
            known.append(path)

    def pages_beside(self, route: Route) -> list[tuple[Route, str]]:
        """The known pages of the section in which a route is."""
        section = route.rule.split("/")[1]
        return [
            (self.routes[name], path)
            for name, paths in self.pages.items()
            for path in paths
            if name in self.routes and self.routes[name].rule.split("/")[1] == section
        ]

    def is_new(self, path: str, role: str) -> bool:
        """Whether nobody of this role has read it yet; from now on somebody has."""
        is_new = (path, role) not in self.read
        self.read.add((path, role))
        return is_new


def give_a_photo(container: Container) -> None:
    """A photo with the newest open tip, so that the pages of photos can be toured; the made-up county has
    none.
    """
    newest = select(Tip.number).where(Tip.state.in_(OPEN)).order_by(Tip.submitted_at.desc()).limit(1)
    with container.database.reading() as session:
        number = session.scalars(newest).one()
    kept_photo(container, number)


def list_somebody(container: Container) -> None:
    """Three people who may not be rewarded; the made-up county has none. Nobody's number begins with 100."""
    lawyer = Actor(ActorKind.STAFF, "demo", permissions=frozenset({VaultPermission.SCREEN}))
    with container.database.writing() as session:
        for number, why in enumerate((Exclusion.DUTY, Exclusion.RELATIVE, Exclusion.AGENCY)):
            who = Identity(phone=f"1000000000{number}")
            container.casework.vault.exclusions.enter(session, who, why, lawyer, container.clock.now())


def _route_behind(adapter: MapAdapter, link: str) -> str:
    """The name of the route to which a link of a page leads; empty for anything else."""
    parts = urlsplit(link)
    if parts.netloc or not parts.path.startswith(f"{PREFIX}/"):
        return ""
    try:
        endpoint, _ = adapter.match(parts.path, "GET")
    except (HTTPException, RequestRedirect):
        return ""
    return str(endpoint).removeprefix("admin.")
