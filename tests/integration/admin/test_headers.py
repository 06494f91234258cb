"""The baseline of headers, on every address that the application has: whoever asks, whatever is answered."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import TestResponse

from app.settings_loading import load_settings
from app.wiring import Container
from knowledge.library import Library, LibraryHolder
from tests.conftest import StandingClock
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.one_engine import database_url

__all__ = ["database_url"]

SECURE = "https://anwen.test"
SHARED = frozenset({"admin.static", "h5.static", "h5.picture", "h5.content_picture", "h5.content_cover"})
"""What is the same for everybody and may be kept by whoever carries it."""
_INLINE = re.compile(r"<script>|<[^>]+\s(style|on[a-z]+)=")
KEPT_BY_THE_READER = re.compile(r"^(no-store|private, no-cache)$")


@pytest.fixture
def container(
    database_url: str, tmp_path: Path, clock: StandingClock, library: Library
) -> Iterator[Container]:
    """A system that is reached as in production: by https."""
    settings = load_settings(
        var_dir=tmp_path / "var", database_url=database_url, secret_key="s" * 40, vault_key="v" * 40,
        public_url=SECURE,
    )  # fmt: skip
    container = Container(settings, clock)
    container.library_holder = LibraryHolder(library)
    yield container
    container.close()


def addresses(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Every address with each of its methods; what it names need not exist."""
    with app.test_request_context():
        bound = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            values = {
                name: 999_999 if isinstance(converter, IntegerConverter) else "none"
                for name, converter in rule._converters.items()
            }
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method, str(bound.build(rule.endpoint, values, method=method))


def wrong(answer: TestResponse, endpoint: str) -> list[str]:
    """What an answer lacks of the baseline."""
    headers, kind = answer.headers, answer.content_type.lower()
    policy = dict(_parts(headers.get("Content-Security-Policy", "")))
    cache, family = headers.get("Cache-Control", ""), endpoint.partition(".")[0]
    is_shared = endpoint in SHARED and answer.status_code == 200 and cache.startswith("public, max-age=")
    is_page = "html" in kind and family in ("admin", "h5")
    expected = {
        "type is not guessed": headers.get("X-Content-Type-Options") == "nosniff",
        "tells no other site where one was": headers.get("Referrer-Policy") == "no-referrer",
        "loads nothing that is not named": policy.get("default-src") == "'none'",
        "stands in no frame": policy.get("frame-ancestors") == "'none'",
        "runs no script of its own text": "unsafe" not in policy.get("script-src", ""),
        "kept by nobody between": is_shared or bool(KEPT_BY_THE_READER.match(cache)),
        "the office is kept nowhere": is_shared or family != "admin" or cache == "no-store",
        "says its letters": not kind.startswith("text/") or "charset=utf-8" in kind,
        "names no software": not {"Server", "X-Powered-By"}.intersection(headers.keys()),
        "uses no camera": not is_page or "camera=()" in headers.get("Permissions-Policy", ""),
        "no script or style between the words": not is_page or not _INLINE.search(answer.text),
    }
    return [words for words, is_so in expected.items() if not is_so] + [
        f"cookie {name}: {word}"
        for line in headers.getlist("Set-Cookie")
        for name, cookie in SimpleCookie(line).items()
        for word in ("secure", "httponly", "samesite", "path")
        if not cookie[word]
    ]


def _parts(policy: str) -> Iterator[tuple[str, str]]:
    for part in policy.split(";"):
        name, _, words = part.strip().partition(" ")
        yield name, words


def test_every_answer_carries_the_baseline(app: Flask, container: Container, hiring: Hiring) -> None:
    every = hiring.insider("every", *container.personnel.roles.roles)
    stranger = hiring.visitor()
    found: dict[str, list[str]] = {}
    for rule, method, path in addresses(app):
        asking: tuple[Clerk, ...] = (every, stranger) if method == "GET" else (stranger,)
        for clerk in asking:
            answer = clerk._client.open(path, method=method, base_url=SECURE)
            assert answer.status_code < 500, (method, path)
            if faults := wrong(answer, rule.endpoint):
                found[f"{method} {path} {answer.status_code}"] = faults
    for path in ("/nothing-here", "/admin/nothing-here", "/h5/nothing-here"):
        if faults := wrong(stranger._client.get(path), ""):
            found[path] = faults
    assert found == {}


def test_cookies_of_a_reader_and_of_a_clerk_are_guarded(hiring: Hiring) -> None:
    browser = hiring.visitor()._client
    password = hiring.account("chen", "read_only")
    page = browser.get("/admin/sign-in", base_url=SECURE)
    token = re.search(r'name="csrf_token"\s+value="([^"]+)"', page.text)
    assert token
    typed = {"login": "chen", "password": password, "csrf_token": token[1]}
    inside = browser.post("/admin/sign-in", data=typed, base_url=SECURE)
    letters = browser.post("/h5/size", data={"size": "large"}, base_url=SECURE)
    for answer in (page, inside, letters):
        assert answer.headers.getlist("Set-Cookie")
        assert wrong(answer, "") == []


@pytest.mark.parametrize("path", ["/admin", "/h5"])
def test_nobody_is_led_to_the_host_that_a_caller_names(app: Flask, path: str) -> None:
    answer = app.test_client().get(f"{path}?a=1", headers={"Host": "evil.example"})

    assert (answer.status_code, answer.headers["Location"]) == (308, f"{path}/?a=1")
    assert "evil" not in answer.text
