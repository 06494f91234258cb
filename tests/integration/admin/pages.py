"""What a test reads off the pages of the back office."""

import re
from html import unescape

from flask import Flask
from werkzeug.routing import IntegerConverter

from admin.routes import Route
from app.wiring import Container
from tests.integration.admin.conftest import Clerk
from tests.integration.statements import statements_on


def statements_of(container: Container, clerk: Clerk, path: str) -> int:
    """How many statements a page costs."""
    with statements_on(container.database.engine) as seen:
        assert clerk.asks(path).status_code == 200
    return sum(one.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "WITH")) for one in seen)


_NUMBER = re.compile(r'<a class="waits__one[^"]*"\s+href="([^"]+)"><strong>(\d+)</strong>([^<]+)</a>')


def numbers(clerk: Clerk) -> dict[str, tuple[str, int]]:
    """By label: the address behind a number, and the number."""
    page = clerk.opens("/admin/").text
    return {label.strip(): (unescape(address), int(count)) for address, count, label in _NUMBER.findall(page)}


def number_in(location: str) -> int:
    """The number of what was made, out of the address of its page."""
    found = re.search(r"/(\d+)\?done=", location)
    assert found, location
    return int(found[1])


_HAPPENED = re.compile(
    r"<strong>(\w+)</strong>\s*<span[^>]*>(\S+) · [^<]*?(\d\d:\d\d)</span>\s*</div>\s*(?:<p[^>]*>([^<]*)<)?"
)


def happenings(page: str) -> list[tuple[str, str, str, str]]:
    """What has happened, newest first: the step, who took it, at which time of day, and the reason."""
    return _HAPPENED.findall(page.partition(">经过<")[2])


def routes_of(app: Flask) -> list[Route]:
    """The list of routes."""
    found: list[Route] = app.extensions["anwen-admin-routes"]
    return found


def path_of(app: Flask, route: Route) -> str:
    """An address behind the route; what it names does not exist."""
    rule = next(app.url_map.iter_rules(f"admin.{route.name}"))
    values = {
        name: 999_999 if isinstance(rule._converters[name], IntegerConverter) else "none"
        for name in rule.arguments
    }
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def article_fields(page: str) -> dict[str, str]:
    """What stands in the form of the editor of articles."""
    inputs = re.findall(r'<input\s[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', page)
    areas = re.findall(r'<textarea[^>]*?name="(\w+)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    chosen = re.findall(r'<option value="([^"]*)"\s+selected', page)
    # Of fields of the same name the first that says something.
    found = {
        name: unescape(value) for name, value in reversed([*inputs, *areas]) if value or name != "topics"
    }
    return {**found, "urgency": chosen[0], "audience": "家庭"}
