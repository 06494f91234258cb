"""The nginx that we hand out lets in what is for the public, as large as it may come, and no more."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.buffering_worker import HELD_BYTES
from h5.blueprint import BODIES
from tests.integration.one_engine import database_url  # noqa: F401
from wechat.elements import MAX_BYTES

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION, GUNICORN = ROOT / "deploy" / "nginx.conf", ROOT / "gunicorn.conf.py"
_LOCATION = re.compile(r"location (?P<kind>[=~]?) ?(?P<address>\S+) \{(?P<body>[^{}]*)\}")
_UNITS = {"k": 1024, "m": 1024**2}

PUBLIC = {"wechat", "h5"}
OF_THE_OFFICE = {"admin", "screen"}


class Location:
    """One ``location`` of the file: what it is for, and what it says."""

    def __init__(self, found: re.Match[str], outside: str) -> None:
        self.kind, self.address = found["kind"], found["address"]
        self._body, self._outside = found["body"], outside

    def takes(self, path: str) -> bool:
        """Whether an address lies in it."""
        if self.kind == "=":
            return path == self.address
        return bool(re.search(self.address, path)) if self.kind else path.startswith(self.address)

    @property
    def most_bytes(self) -> int:
        """The largest body that goes through."""
        said = re.search(r"client_max_body_size (\d+)([km]);", self._body + self._outside)
        assert said is not None
        return int(said[1]) * _UNITS[said[2]]

    @property
    def is_passed_on(self) -> bool:
        """Whether the account sees it."""
        return "proxy_pass http://anwen;" in self._body

    @property
    def is_for_some(self) -> bool:
        """Whether only named networks come in."""
        return "allow " in self._body and "deny all;" in self._body


def locations() -> list[Location]:
    text = re.sub(r"#.*", "", CONFIGURATION.read_text("utf-8"))
    return [Location(found, _LOCATION.sub("", text)) for found in _LOCATION.finditer(text)]


def location_of(path: str) -> Location:
    """The one that nginx chooses: an exact one, then a pattern, then the longest beginning."""
    fitting = [one for one in locations() if one.takes(path)]
    order = {"=": 2, "~": 1, "": 0}
    return max(fitting, key=lambda one: (order[one.kind], len(one.address)))


def path_of(rule: Rule) -> str:
    return re.sub(r"<int:\w+>", "7", re.sub(r"<(?:path:)?\w+>", "name", rule.rule))


def served(app: Flask, families: set[str]) -> dict[str, Location]:
    """Where the addresses of some families lie, by endpoint."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.split("/")[1] in families]
    return {rule.endpoint: location_of(path_of(rule)) for rule in rules}


@pytest.fixture
def largest(app: Flask) -> Mapping[str, int]:
    """The largest body that each endpoint takes, where that is more than a form."""
    routes = {f"admin.{route.name}": route.most_bytes for route in app.extensions["anwen-admin-routes"]}
    return {**BODIES, **routes, "wechat.receive": MAX_BYTES}


def test_what_is_for_the_public_comes_through(app: Flask) -> None:
    found = served(app, PUBLIC)
    assert len(found) > 80
    assert [name for name, one in found.items() if not one.is_passed_on or one.is_for_some] == []


def test_the_office_is_open_to_its_networks_only(app: Flask) -> None:
    found = served(app, OF_THE_OFFICE)
    assert len(found) > 300
    assert [name for name, one in found.items() if not one.is_passed_on or not one.is_for_some] == []


def test_nothing_else_comes_through(app: Flask) -> None:
    others = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()} - PUBLIC - OF_THE_OFFICE
    assert others == {"healthz", "readyz", "metrics"}
    assert not any(one.is_passed_on for one in served(app, others).values())


def test_the_account_itself_says_what_is_too_large(app: Flask, largest: Mapping[str, int]) -> None:
    """nginx would say it in English: a photo of 20 MB must reach the page that takes it."""
    found = served(app, PUBLIC | OF_THE_OFFICE)
    assert [name for name, one in found.items() if one.most_bytes <= largest.get(name, 0)] == []


def test_the_account_itself_says_which_address_is_too_long() -> None:
    said = re.search(
        r"^large_client_header_buffers 4 (\d+)k;", CONFIGURATION.read_text("utf-8"), re.MULTILINE
    )
    assert said
    line = re.search(r"^limit_request_line = (\d+)$", GUNICORN.read_text("utf-8"), re.MULTILINE)
    assert line
    assert int(line[1]) < int(said[1]) * 1024 < HELD_BYTES


def test_both_processes_run_alike() -> None:
    web, worker = (
        (CONFIGURATION.parent / f"anwen-{name}.service").read_text("utf-8") for name in ("web", "worker")
    )
    assert worker == web.replace("anwen-web", "anwen-worker").replace("Anwen web", "Anwen worker").replace(
        "bin/gunicorn wsgi:app", "bin/flask worker"
    )
