"""Who has no part in a case, for one because a tip names them: to them it is not there, at no address."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from admin.routes import Route
from app.wiring import Container
from staff.actors import Scope
from tests.insiders import EVERYWHERE
from tests.integration.admin.case_office import CaseOffice
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.one_engine import database_url
from tipoffs.hazards.models import Hazard
from tipoffs.tips.models import Tip

__all__ = ["database_url"]
NOBODYS = {"number": "R2612999999", "code": "331081031420261122000019"}


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CaseOffice:
    """Clerks at their pages."""
    return CaseOffice(container, hiring, tmp_path)


def of_a_case(app: Flask, beginning: str, name: str) -> list[Route]:
    """The pages below one case."""
    routes: list[Route] = app.extensions["anwen-admin-routes"]
    return [route for route in routes if route.rule.startswith(f"{beginning}/<{name}>")]


def answers(clerk: Clerk, routes: list[Route], name: str, value: str) -> dict[str, tuple[int, str]]:
    """What each page of this case answers to a look and to a form, with the number taken out."""
    token, found = clerk.token("/admin/me"), {}
    for route in routes:
        path = "/admin" + re.sub(r"<[^>]+>", "x", route.rule.replace(f"<{name}>", value))
        for method in route.methods:
            reason = {"csrf_token": token, "reason": "想看看有没有这一件"}
            told = clerk.asks(path) if method == "GET" else clerk.posts(path, **reason)
            page = re.sub(r'name="csrf_token"\s+value="[^"]+"', "", told.text)
            found[f"{method} {route.rule}"] = told.status_code, page.replace(value, "")
    return found


@pytest.mark.parametrize("scope", ["named", "of another town"])
def test_to_whoever_has_no_part_in_a_tip_it_is_not_there_at_any_address(
    app: Flask, container: Container, hiring: Hiring, office: CaseOffice, scope: str
) -> None:
    roles = [role.word for role in container.personnel.roles.roles.values()]
    town = EVERYWHERE if scope == "named" else Scope(regions=frozenset({"331081001"}))
    outsider = hiring.insider("zhao", *roles, scope=town)
    number = office.takes_a_call(region="331081002")
    code = office.is_found_true(number)
    if scope == "named":
        with container.database.writing() as session:
            session.get_one(Tip, number).named_officers = ["zhao"]
            session.scalars(select(Hazard).where(Hazard.code == code)).one().excluded_officers = ["zhao"]

    for beginning, name, value in (
        ("/tips", "number", number),
        ("/unit", "number", number),
        ("/hazards", "code", code),
    ):
        routes = of_a_case(app, beginning, name)
        assert len(routes) > 2
        assert answers(outsider, routes, name, value) == answers(outsider, routes, name, NOBODYS[name])
