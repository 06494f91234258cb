"""Every page of the back office, found by its own list of doors: whoever builds a room adds nothing here.

Each page is opened by somebody whose role has its permission. Where a door takes a number or a name, the tour
follows the first link to it that it has seen on another page, as a clerk would.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from admin.doors import Door
from admin.keeper import COOKIE, PREFIX
from app.wiring import House
from staff.actors import Scope
from tests.insiders import EVERYWHERE, let_in

_STEPS: Mapping[str, Mapping[str, Any]] = {
    "password": {"must_change": True},
    "factor": {"is_bound": False},
    "code": {"is_proved": False},
}
"""How somebody stands who is led to this page while signing in."""


PICTURES = frozenset({"evidence", "evidence_shared"})
"""Shown inside other pages; no photo hangs on the cases of the made-up county."""

UNFED = frozenset(
    [
        "activity",
        "activity_edit",
        "activity_new",
        "activity_photo",
        "activity_sheet",
        "audience",
        "campaign",
        "campaign_edit",
        "content_cover",
        "content_edit",
        "content_picture",
        "contest",
        "data_request",
        "identity_ask",
        "lecture",
        "material",
        "material_file",
        "push",
        "push_people",
        "push_progress",
        "qr_code",
        "qr_code_change",
        "quiz_question",
        "reward_assess",
        "theme_verify",
    ]
)
"""Pages of what the made-up county does not have yet: plans, content, pushes, materials, contests."""

PARTS = frozenset({"follower_pull"})
"""Pieces that a page asks for by itself, and no pages."""

_SCOPES = {"handling_unit": Scope(departments=frozenset({"emergency"}))}
"""Who sees nothing without a department of their own."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page: its door, its address, and the cookie of who may open it (empty: of nobody)."""

    door: Door
    path: str
    token: str


Look = Callable[[Stop], Iterable[str]]
"""What is done at a stop; gives back the links that stand on the page."""


@dataclass
class Tour:
    """One walk through the office of a running account at ``web``, with a clerk of every role."""

    app: Flask
    house: House
    web: str
    missed: list[Door] = field(default_factory=list)
    """Doors to which no page led."""

    def walk(self, look: Look) -> int:
        """Stop at every page once; say how many."""
        doors: Sequence[Door] = self.app.extensions["anwen-doors"]
        clerks = self._clerks()
        adapter = self.app.url_map.bind("")
        waiting = {door.name: door for door in doors if "GET" in door.methods and door.name not in PARTS}
        found = {name: f"{PREFIX}{door.rule}" for name, door in waiting.items() if "<" not in door.rule}
        count = 0
        while ready := [name for name in waiting if name in found]:
            for name in ready:
                door = waiting.pop(name)
                stop = Stop(door, found[name], clerks[self._role_of(door)])
                if not self._is_page(stop):
                    continue
                count += 1
                for path in look(stop):
                    led = _door_behind(adapter, path)
                    if led in waiting:
                        found.setdefault(led, path)
        self.missed = list(waiting.values())
        return count

    def _clerks(self) -> Mapping[str, str]:
        """A token for each role, and for each step of the door."""
        roles = self.house.personnel.roles.roles.values()
        inside = {
            role.word: let_in(
                self.house,
                f"tour.{place}",
                role.word,
                name=role.label,
                scope=_SCOPES.get(role.word, EVERYWHERE),
            )
            for place, role in enumerate(roles)
        }
        steps = {
            name: let_in(self.house, f"tour.{name}", "system_admin", **stands)
            for name, stands in _STEPS.items()
        }
        return {**inside, **steps, "": ""}

    def _role_of(self, door: Door) -> str:
        if door.is_public:
            return ""
        if door.is_step:
            return door.name
        roles = self.house.personnel.roles.roles.values()
        if door.permission is None:
            return next(iter(roles)).word
        return next(role.word for role in roles if door.permission.value in role.permissions)

    def _is_page(self, stop: Stop) -> bool:
        """Whether a page stands there: no file, no figures for a script, no way on to somewhere else."""
        answer = requests.get(
            f"{self.web}{stop.path}",
            cookies={COOKIE: stop.token} if stop.token else {},
            allow_redirects=False,
            timeout=60,
        )
        if answer.status_code >= 400:
            raise LostOnTheWay(f"{stop.path} ({stop.door.name}): {answer.status_code}")
        return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


class LostOnTheWay(Exception):
    """A page does not open for somebody who may open it."""


def _door_behind(adapter: MapAdapter, link: str) -> str:
    """The name of the door to which a link of a page leads; empty for anything else."""
    parts = urlsplit(link)
    if parts.netloc or not parts.path.startswith(f"{PREFIX}/"):
        return ""
    try:
        endpoint, _ = adapter.match(parts.path, "GET")
    except (HTTPException, RequestRedirect):
        return ""
    return str(endpoint).removeprefix("admin.")
