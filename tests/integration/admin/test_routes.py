"""Every page of the office: who may open it, and that nothing changes without a form of ours."""

import itertools

import pytest
from flask import Flask

from admin.routes import Route
from app.factory import create_app
from app.wiring import Container
from staff.roles import Role, Roles
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import path_of, routes_of


def test_every_address_of_the_office_is_a_route(app: Flask) -> None:
    known = {f"admin.{route.name}" for route in routes_of(app)} | {"admin.static", "admin.nothing"}

    assert {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")} == known


def _pages(app: Flask) -> list[tuple[Route, str]]:
    return [
        (route, path_of(app, route))
        for route in routes_of(app)
        if "GET" in route.methods and not route.is_public and not route.is_step
    ]


def _may_open(route: Route, role: Role) -> bool:
    return route.permission is None or route.permission.value in role.permissions


def _opened(route: Route) -> set[int]:
    """What an open route answers. What is behind it may be missing: the address names nothing that exists."""
    return {200, 302, 404} if "<" in route.rule else {200}


# Who may open what asks nothing of the database that differs from one engine to the other.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("word", sorted(Roles.load().roles))
def test_every_role_opens_exactly_what_it_may(
    app: Flask, container: Container, hiring: Hiring, word: str
) -> None:
    role = container.personnel.roles.roles[word]
    clerk = hiring.insider("clerk", word)
    for route, path in _pages(app):
        status = clerk.asks(path).status_code
        assert status in (_opened(route) if _may_open(route, role) else {404}), (route.name, status)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_form_finds_nothing_where_its_page_is_not_open(app: Flask, hiring: Hiring) -> None:
    nobody = hiring.insider("clerk")
    token = nobody.token("/admin/me")
    closed = [route for route in routes_of(app) if "POST" in route.methods and route.permission]
    assert len(closed) > 100

    sent = {route.name: nobody.posts(path_of(app, route), csrf_token=token).status_code for route in closed}

    assert {name: status for name, status in sent.items() if status != 404} == {}


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_every_page_opens_on_postgresql_too(app: Flask, container: Container, hiring: Hiring) -> None:
    pages = _pages(app)
    for word, role in container.personnel.roles.roles.items():
        mine = [page for page in pages if _may_open(page[0], role)]
        pages = [page for page in pages if page not in mine]
        clerk = hiring.insider(word, word)
        for route, path in mine:
            assert clerk.asks(path).status_code in _opened(route), route.name
    assert not pages, "nobody may open them"


def test_a_stranger_opens_nothing(app: Flask, hiring: Hiring) -> None:
    stranger = hiring.visitor()
    for route, method in itertools.chain.from_iterable(
        ((route, method) for method in route.methods) for route in routes_of(app) if not route.is_public
    ):
        path = path_of(app, route)
        answer = stranger.asks(path) if method == "GET" else stranger.posts(path)
        assert answer.status_code == (302 if method == "GET" else 403), route.name


def test_nothing_changes_without_a_form_of_this_session(app: Flask, hiring: Hiring) -> None:
    chen, li = hiring.insider("chen", "intake_officer"), hiring.insider("li", "intake_officer")
    token = li.token("/admin/me")
    given = itertools.cycle(["", token, token[:-2], "中" * 96])
    for route in routes_of(app):
        if set(route.methods) != {"GET"}:
            assert chen.posts(path_of(app, route), csrf_token=next(given)).status_code == 403, route.name
    for any_token in itertools.islice(given, 4):
        assert chen.posts("/admin/me/wechat/unbind", csrf_token=any_token).status_code == 403


def test_pages_carry_a_strict_policy(hiring: Hiring) -> None:
    headers = hiring.clerk("chen", "intake_officer").asks("/admin/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_routes_are_known_to_the_application(container: Container) -> None:
    assert create_app(container.settings, container).extensions["anwen-admin-routes"]
