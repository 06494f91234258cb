"""Every list of the office: sorted, turned over, taken along, and with something to say when it is empty."""

import itertools
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from admin import sheets
from admin.help import every_help, terms
from admin.routes import Route
from admin.sheets import CSV, EXCEL
from app.wiring import Container
from staff.models import AuditEntry
from tests.account import ROOT
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.admin.pages import path_of, routes_of
from tests.integration.one_engine import database_url

__all__ = ["database_url"]

FEW = "never longer than a page"
NOT_SORTED = {
    "knowledge_replies": "the 48 hours of WeChat set the order: the longest waiting stands first",
    "push_people": "read along the index of a mailing of a hundred thousand people",
    "regions": "a tree, level by level, in the order of its codes",
    "days": "a calendar",
    "campaign": "the activities of one plan; sorted as the list of all activities is",
}
NOT_LISTS = {
    "today": "counts",
    "me": "one account",
    "screen": "a picture",
    "screen_figures": "numbers for the picture",
    "tips_map": "the list as a plan",
    "hazards_map": "the list as a plan",
    "views": "a dozen a list at most",
    "hazard_board": "a ranking that is printed whole; the hazards themselves are on the register",
    "payout_results": "a form",
    "payout_visits": FEW,
    "reward_rules": FEW,
    "courses": FEW,
    "quiz_check": "what is wrong with the files",
    "certificates": "looks one up by its number",
    "followers": "counts",
    "follower_pull": "how a pull goes",
    "ledger": "fourteen days",
    "campaign_calendar": "a year",
    "campaign_month": "a month",
    "themes": "one theme a year",
    "venues": "ten kinds",
    "campaign_figures": "the figures of a period; they have a workbook of their own",
    "campaign_figures_text": "the same figures in sentences",
    "content_phone": "a style sheet",
    "knowledge_report": "counts",
    "knowledge_reviews": "a calendar of twelve months",
    "knowledge_facts": "as many as the texts name",
    "knowledge_workbook": "two buttons",
    "knowledge_try": "one question",
    "role_requests": FEW,
    "regions_blank": "a sheet",
    "training_blank": "a sheet",
    "duties": "the industries of one place; the table of all is taken along as the sheet to fill in",
    "displays": FEW,
    "holds": FEW,
    "shredding": "what goes within thirty days; it stands in the log afterwards",
    "menu": "a form",
    "duty": "a form",
    "wechat": "a step of signing in",
    "setup": "a list of steps",
    "setup_staff": "a step",
    "system": "how the parts are",
    "system_settings": "as they were started",
    "system_retention": "one line a class",
    "audit_verify": "a step",
    "qr_code_sheet": "a sheet for a printer",
}
"""Pages to which no list belongs, and why; a new page is in one place or the other."""

MARKS = ("5", "2026-11-26T04:00:00+00:00_5")


def is_export(route: Route) -> bool:
    """Whether a file of a list leaves by this route."""
    return route.name.endswith("_export") or route.name == "duties_blank"


def role_for(container: Container, route: Route) -> str:
    """A role that opens it."""
    roles = container.personnel.roles.roles.values()
    return next(one.word for one in roles if route.permission and route.permission.value in one.permissions)


NOT_IN_A_ROOM = frozenset(
    [
        "activity_photo", "activity_sheet", "content_cover", "content_phone", "content_picture",
        "duties_blank", "evidence", "evidence_shared", "follower_pull", "material_file", "push_progress",
        "own_rules_file", "qr_code_sheet", "regions_blank", "reward_rule_file", "screen", "screen_figures",
        "unit_evidence",
        "training_blank",
    ]
)  # fmt: skip
"""Files, parts of a page, and the wall."""


class Crowd:
    """A clerk of each role, hired when first asked for."""

    def __init__(self, container: Container, hiring: Hiring) -> None:
        self._container, self._hiring = container, hiring
        self._clerks: dict[str, Clerk] = {}
        self._tokens: dict[str, str] = {}

    def token(self, clerk: Clerk) -> str:
        """What the forms of a clerk carry."""
        if clerk.login not in self._tokens:
            self._tokens[clerk.login] = clerk.token("/admin/me")
        return self._tokens[clerk.login]

    def who_opens(self, route: Route) -> Clerk:
        """Somebody with the permission of the route."""
        role = role_for(self._container, route)
        if role not in self._clerks:
            self._clerks[role] = self._hiring.insider(f"clerk{len(self._clerks)}", role)
        return self._clerks[role]


@pytest.fixture
def crowd(container: Container, hiring: Hiring) -> Crowd:
    """The clerks."""
    return Crowd(container, hiring)


def lists_of(app: Flask) -> list[Route]:
    """The routes of which there is a file."""
    by_name = {route.name: route for route in routes_of(app)}
    of = {name.removesuffix("_export") for name in by_name if name.endswith("_export")}
    return [by_name[name] for name in sorted(of) if name in by_name and name not in NOT_LISTS]


def test_every_page_is_a_list_or_says_why_it_is_none(app: Flask) -> None:
    pages = {
        route.name
        for route in routes_of(app)
        if route.methods == ("GET",) and "<" not in route.rule and not route.is_public and not route.is_step
    }
    lists = {route.name for route in lists_of(app)}

    # Who read an identity is a part of the log, and leaves by its route.
    unsaid = pages - lists - NOT_LISTS.keys() - {"audit_identities"}
    assert not unsaid, unsaid
    assert not NOT_LISTS.keys() - pages, NOT_LISTS.keys() - pages


def test_every_list_turns_over_is_sorted_and_says_what_to_do_when_it_is_empty(
    app: Flask, crowd: Crowd
) -> None:
    for route in lists_of(app):
        clerk, path = crowd.who_opens(route), path_of(app, route)
        if "<kind>" in route.rule:
            path = path.replace("none", "school")
        elif "<" in route.rule:
            continue
        page = clerk.asks(f"{path}?sort=x&after=1_1").text
        words = re.search(r'class="[^"]*(?:nothing|text-secondary)[^"]*">\s*(?:<p>)?([^<]{8,})', page)
        assert words, route.name
        nav = re.search(r'<nav class="sorts.*?</nav>', page, re.DOTALL)
        chooser = re.search(r'<select[^>]*name="sort".*?</select>', page, re.DOTALL)
        sorts = set(re.findall(r"[?&;]sort=(\w+)", nav[0])) if nav else set()
        sorts |= set(re.findall(r'value="(\w+)"', chooser[0])) if chooser else set()
        assert (len(sorts) > 1) is (route.name not in NOT_SORTED), (route.name, sorts)
        for sort, mark in itertools.product(sorts, MARKS):
            # A mark of another kind of column must not break the statement.
            asked = urlencode({"sort": sort, "after": mark})
            assert clerk.asks(f"{path}?{asked}").status_code == 200, (route.name, asked)


def test_the_loud_button_of_a_list_is_never_the_one_that_narrows_it() -> None:
    templates = {one.name: one.read_text("utf-8") for one in (ROOT / "admin" / "templates").rglob("*.html")}
    narrowing = {
        name: re.findall(r'<form[^>]*role="search".*?</form>', text, re.DOTALL)
        for name, text in templates.items()
    }

    assert sum(map(bool, narrowing.values())) > 5
    assert [name for name, forms in narrowing.items() if any("btn-primary" in one for one in forms)] == []


def test_whatever_leaves_is_written_down(app: Flask, container: Container, crowd: Crowd) -> None:
    for route in filter(is_export, routes_of(app)):
        clerk, path = crowd.who_opens(route), path_of(app, route).replace("kinds/none", "kinds/school")
        with container.database.reading() as session:
            before = len(session.scalars(select(AuditEntry).where(AuditEntry.actor == clerk.login)).all())
        is_form = "POST" in route.methods
        answer = clerk.posts(path, csrf_token=crowd.token(clerk)) if is_form else clerk.asks(path)
        with container.database.reading() as session:
            noted = session.scalars(
                select(AuditEntry).where(AuditEntry.actor == clerk.login).order_by(AuditEntry.number)
            ).all()[before:]
        if answer.status_code == 404:
            # What the rule names does not exist here, so nothing left.
            assert ("<" in route.rule, noted) == (True, []), route.name
            continue
        assert [one.action.split(".")[1].split("_")[0] for one in noted] == ["export"], route.name
        assert (answer.status_code, answer.content_type in (EXCEL, CSV)) == (200, True), route.name
        assert "attachment" in answer.headers["Content-Disposition"], route.name


def test_every_table_leaves_through_one_place() -> None:
    office = Path(sheets.__file__).parent
    answering = {
        one.name
        for one in office.rglob("*.py")
        if re.search(r"spreadsheetml|text/csv", one.read_text("utf-8"))
    }
    assert answering == {"sheets.py"}


def test_every_page_says_how_it_is_used(app: Flask, crowd: Crowd) -> None:
    routes = [
        route
        for route in routes_of(app)
        if "GET" in route.methods and not route.is_public and not route.is_step
    ]
    assert {route.name for route in routes} - NOT_IN_A_ROOM == every_help().keys()
    shown = crowd.who_opens(next(route for route in routes if route.name == "holds"))
    page = shown.opens("/admin/holds").text
    assert "<summary>这页怎么用</summary>" in page
    assert f'title="{terms()["依法保全"]}">依法保全</abbr>' in page
