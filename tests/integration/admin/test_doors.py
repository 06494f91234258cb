"""Every page of the office: who may open it, and that nothing changes without a form of ours."""

import itertools

from flask import Flask
from werkzeug.routing import IntegerConverter

from admin.doors import Door
from app.factory import create_app
from app.wiring import Container
from tests.integration.admin.conftest import Hiring


def doors_of(app: Flask) -> list[Door]:
    """The list of doors."""
    found: list[Door] = app.extensions["anwen-doors"]
    return found


def path_of(app: Flask, door: Door) -> str:
    """An address behind the door; what it names does not exist."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == f"admin.{door.name}")
    values = {
        name: 999_999 if isinstance(rule._converters[name], IntegerConverter) else "none"
        for name in rule.arguments
    }
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def test_every_address_of_the_office_is_a_door(app: Flask) -> None:
    known = {f"admin.{door.name}" for door in doors_of(app)} | {"admin.static", "admin.nothing"}

    assert {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")} == known


def test_every_role_opens_exactly_what_it_may(app: Flask, container: Container, hiring: Hiring) -> None:
    pages = [
        (door, path_of(app, door))
        for door in doors_of(app)
        if "GET" in door.methods and not door.is_public and not door.is_step
    ]
    for number, role in enumerate(container.personnel.roles.roles.values()):
        clerk = hiring.insider(f"clerk{number}", role.word)
        for door, path in pages:
            status = clerk.asks(path).status_code
            may = door.permission is None or door.permission.value in role.permissions
            # What is behind an open door may be missing: the address names nothing that exists.
            expected = {200, 302, 404} if may and "<" in door.rule else {200} if may else {404}
            assert status in expected, (role.word, door.name, status)


def test_a_stranger_opens_nothing(app: Flask, hiring: Hiring) -> None:
    stranger = hiring.visitor()
    for door, method in itertools.chain.from_iterable(
        ((door, method) for method in door.methods) for door in doors_of(app) if not door.is_public
    ):
        path = path_of(app, door)
        answer = stranger.asks(path) if method == "GET" else stranger.posts(path)
        assert answer.status_code == (302 if method == "GET" else 403), door.name


def test_nothing_changes_without_a_form_of_this_session(app: Flask, hiring: Hiring) -> None:
    chen, li = hiring.insider("chen", "intake_officer"), hiring.insider("li", "intake_officer")
    token = li.token("/admin/me")
    for door in doors_of(app):
        if set(door.methods) == {"GET"}:
            continue
        path = path_of(app, door)
        for given in ("", token, token[:-2], "中" * 96):
            assert chen.posts(path, csrf_token=given).status_code == 403, door.name


def test_pages_carry_a_strict_policy(hiring: Hiring) -> None:
    headers = hiring.clerk("chen", "intake_officer").asks("/admin/").headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_doors_are_known_to_the_application(container: Container) -> None:
    assert create_app(container.settings, container).extensions["anwen-doors"]
