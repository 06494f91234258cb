"""The back office and the wall of the duty room for ``scripts.screenshots``: every route of a made county."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from flask import Flask
from playwright.sync_api import Page

from admin.visitors import COOKIE
from app.demo.loading import SCALES, load_demo
from app.factory import create_app
from app.wiring import Container
from knowledge.editorial.importing import import_articles
from scripts.office_tour import Stop, Tour, give_a_photo, list_somebody
from staff.displays import issue
from staff.services import OPERATOR
from tests.served import empty_container, served

Size = tuple[int, int]
WALL = "screen"
_LINKS = "links => links.map(link => link.getAttribute('href'))"


class Shooting(Protocol):
    """What is needed of ``scripts.screenshots.Visit``."""

    page: Page
    size: Size

    def shoot(self, name: str, *, whole: bool = False, still: bool = False) -> dict[str, Any]:
        """Save a picture."""
        ...


Visiting = Callable[[str, str], AbstractContextManager[Shooting]]
"""Opens an address of a server: the server, then the address."""


class MissedRoutes(Exception):
    """No page leads to some routes: they cannot be shown, and no clerk would find them."""


def office_tour(folder: Path, visiting: Visiting, sizes: Sequence[Size]) -> Iterator[dict[str, Any]]:
    """The whole of it, in an office of its own: no platform is needed, and no citizen of other pictures."""
    folder.mkdir()
    container = empty_container(folder)
    with container.database.writing() as session:
        import_articles(session, now=container.clock.now())
    load_demo(container, SCALES["small"], 1, lambda _: None)
    give_a_photo(container)
    list_somebody(container)
    container.library_holder.current()
    app = create_app(container.settings, container)
    with served(app) as web:
        with visiting(web, f"{web}/admin/sign-in") as visit:
            yield from _office(visit, app, container, web, sizes)
        with visiting(web, f"{web}/screen") as visit:
            yield from _wall(visit, container, web, sizes)
    container.close()


def _office(
    visit: Shooting, app: Flask, container: Container, web: str, sizes: Sequence[Size]
) -> Iterator[dict[str, Any]]:
    """Every page by somebody who may open it, at every size."""
    tour = Tour(app, container, web)
    lines: list[dict[str, Any]] = []

    def look(stop: Stop) -> list[str]:
        context = visit.page.context
        context.clear_cookies(name=COOKIE)
        if stop.token:
            context.add_cookies([{"name": COOKIE, "value": stop.token, "url": f"{web}/admin/"}])
        visit.page.goto(f"{web}{stop.path}")
        name = "screen-office" if stop.route.name == WALL else f"admin-{stop.route.name}"
        lines.extend(_at_every_size(visit, name, sizes))
        links: list[str] = visit.page.eval_on_selector_all("a[href]", _LINKS)
        return links

    tour.walk(look)
    yield from lines
    if tour.missed:
        raise MissedRoutes("、".join(route.rule for route in tour.missed))


def _wall(visit: Shooting, container: Container, web: str, sizes: Sequence[Size]) -> Iterator[dict[str, Any]]:
    """The question for the key, and the wall of a PC without a clerk."""
    with container.database.writing() as session:
        _, key = issue(session, "值班室东墙", actor=OPERATOR, now=container.clock.now())
    page = visit.page
    page.goto(f"{web}/screen")
    yield from _at_every_size(visit, "screen-key", sizes)
    page.goto(f"{web}/screen#{key}")
    page.reload()
    yield from _at_every_size(visit, "screen-wall", sizes)
    page.get_by_role("button", name="浅色").click()
    yield from _at_every_size(visit, "screen-wall-light", sizes)


def _at_every_size(visit: Shooting, name: str, sizes: Sequence[Size]) -> Iterator[dict[str, Any]]:
    page = visit.page
    if page.locator("body.wall").count():
        page.locator(".number").first.wait_for()
    for size in sizes:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        visit.size = size
        yield visit.shoot(name, whole=True, still=True)
