"""Every page of the office: who may open it, and that nothing changes without a form of ours."""

import itertools

from flask import Flask

from app.factory import create_app
from app.wiring import Container
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import path_of, routes_of


def test_every_address_of_the_office_is_a_route(app: Flask) -> None:
    known = {f"admin.{route.name}" for route in routes_of(app)} | {"admin.static", "admin.nothing"}

    assert {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")} == known


def test_every_role_opens_exactly_what_it_may(app: Flask, container: Container, hiring: Hiring) -> None:
    pages = [
        (route, path_of(app, route))
        for route in routes_of(app)
        if "GET" in route.methods and not route.is_public and not route.is_step
    ]
    for number, role in enumerate(container.personnel.roles.roles.values()):
        clerk = hiring.insider(f"clerk{number}", role.word)
        for route, path in pages:
            status = clerk.asks(path).status_code
            may = route.permission is None or route.permission.value in role.permissions
            # What is behind an open route may be missing: the address names nothing that exists.
            expected = {200, 302, 404} if may and "<" in route.rule else {200} if may else {404}
            assert status in expected, (role.word, route.name, status)


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
    for route in routes_of(app):
        if set(route.methods) == {"GET"}:
            continue
        path = path_of(app, route)
        for given in ("", token, token[:-2], "中" * 96):
            assert chen.posts(path, csrf_token=given).status_code == 403, route.name


def test_pages_carry_a_strict_policy(hiring: Hiring) -> None:
    headers = hiring.clerk("chen", "intake_officer").asks("/admin/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_routes_are_known_to_the_application(container: Container) -> None:
    assert create_app(container.settings, container).extensions["anwen-admin-routes"]
