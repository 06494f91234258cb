"""Who may look at the wall of the duty room, and the keys of PCs without a clerk."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from admin.screen.display import COOKIE
from app.demo.loading import Scale, load_demo
from app.wiring import Container
from staff.models import AuditEntry, DisplayKey, StaffSession
from tests.conftest import StandingClock
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.one_engine import database_url

__all__ = ["database_url"]


@pytest.fixture
def wall(app: Flask) -> FlaskClient:
    """A PC that nobody is signed in at."""
    return app.test_client()


def test_few_tips_are_hidden_altogether(container: Container, hiring: Hiring, clock: StandingClock) -> None:
    load_demo(container, Scale(4, 8, 15, 30, 12, 6, 0), 1, lambda _: None)
    clerk = hiring.insider("chen", "duty_officer")

    tree = clerk.asks("/admin/screen/figures").json

    assert tree
    assert tree["numbers"][5]["value"] == "少于10"
    assert tree["rates"][0]["percent"] is None
    assert {one["tips"] for one in tree["towns"]["tiles"]} == {"少于10或不公开"}


def test_only_the_permission_opens_it_and_asking_keeps_no_session_alive(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    clerk, other = hiring.insider("chen", "duty_officer"), hiring.insider("li", "payout_officer")
    assert 'data-figures="/admin/screen/figures"' in clerk.asks("/admin/screen").text
    assert other.asks("/admin/screen").status_code == other.asks("/admin/screen/figures").status_code == 404

    for _ in range(8):
        clock.advance(minutes=4)
        clerk.asks("/admin/screen/figures")

    # Thirty-two minutes of nothing but the page asking: the clerk went away.
    assert clerk.asks("/admin/screen/figures").status_code == 302
    with container.database.reading() as session:
        assert session.scalars(select(StaffSession.seen_at)).all()


def issued(admin: Clerk, name: str = "值班室东墙") -> str:
    """Have a key made; its letters as the page tells them."""
    page = admin.sends("/admin/system/displays/new", page="/admin/system/displays", name=name).text
    found = re.search(r'id="display-key">([A-Z2-7-]{39})<', page)
    assert found, page
    return found[1]


def test_a_key_opens_the_wall_and_nothing_else_until_it_is_taken_back(
    container: Container, hiring: Hiring, wall: FlaskClient, clock: StandingClock
) -> None:
    admin = hiring.insider("boss", "system_admin")
    key = issued(admin)
    assert "大屏钥匙" in wall.get("/screen").text
    assert wall.get("/screen/figures").status_code == 403

    opened = wall.post("/screen/open", data={"key": key.lower().replace("-", " ")})

    assert (opened.status_code, opened.headers["Location"]) == (303, "/screen")
    cookie = opened.headers["Set-Cookie"]
    assert all(word in cookie for word in (COOKIE, "HttpOnly", "SameSite=Strict", "Path=/screen"))
    page = wall.get("/screen")
    assert 'data-figures="/screen/figures"' in page.text
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    figures = wall.get("/screen/figures").json
    assert figures
    assert figures["numbers"]
    for path in ("/admin/screen", "/admin/", "/admin/tips", "/admin/system/displays"):
        assert wall.get(path, headers={"Cookie": f"{COOKIE}={key}"}).status_code == 302
    listed = admin.asks("/admin/system/displays").text
    assert key not in listed
    assert "值班室东墙" in listed
    assert "还没有用过" not in listed

    admin.sends("/admin/system/displays/1/revoke", page="/admin/system/displays")

    assert wall.get("/screen/figures").status_code == 403
    assert "data-figures" not in wall.get("/screen").text
    assert wall.post("/screen/open", data={"key": key}).status_code == 403
    with container.database.reading() as session:
        actions = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject == "display:1").order_by(AuditEntry.number)
        ).all()
        kept = session.get(DisplayKey, 1)
        texts = json.dumps([one.detail for one in session.scalars(select(AuditEntry))])
    assert actions == ["screen.issue", "screen.revoke"]
    assert kept
    assert key.replace("-", "") not in f"{vars(kept)} {texts}"


def test_a_key_ends_after_a_year_and_wrong_ones_open_nothing(
    container: Container, hiring: Hiring, wall: FlaskClient, clock: StandingClock
) -> None:
    key = issued(hiring.insider("boss", "system_admin"))
    for word in ("", "a" * 32, key[:-1], key + "A", "中" * 32, key[::-1]):
        refused = wall.post("/screen/open", data={"key": word})
        assert refused.status_code == 403, word
    assert (
        wall.post("/screen/open", data={"key": key}, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )
    assert wall.post("/screen/open", data={"key": key}).status_code == 303
    with container.database.writing() as session:
        session.execute(update(DisplayKey).values(ends_at=clock.now()))

    assert wall.get("/screen/figures").status_code == 403


def test_a_key_has_the_name_of_its_wall(hiring: Hiring) -> None:
    admin = hiring.insider("boss", "system_admin")
    hostile = "<script>alert(1)</script>"
    issued(admin, hostile)

    page = admin.asks("/admin/system/displays").text
    refused = admin.sends("/admin/system/displays/new", page="/admin/system/displays", name=" ")

    assert hostile not in page
    assert "&lt;script&gt;" in page
    assert (refused.status_code, "挂在哪里" in refused.text) == (409, True)
    gone = admin.sends("/admin/system/displays/9/revoke", page="/admin/system/displays")
    assert gone.status_code == 404
