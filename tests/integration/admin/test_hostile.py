"""X6, X9: what citizens write and addresses say stays words on every page; no session is planted."""

import html
import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from admin.visitors import COOKIE
from app.wiring import Container
from knowledge.models import LoggedQuestion
from places.services import import_regions, read_regions
from tests.integration.admin.conftest import PASSWORD, Clerk, Hiring
from tests.integration.admin.pages import path_of, routes_of
from tests.integration.one_engine import database_url
from tests.samples import CALL, REGIONS

__all__ = ["database_url"]

MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{98765*4321}}"
SQL = "' OR '1'='1' UNION SELECT password FROM staff_users --"
LINE = "x\r\nSet-Cookie: planted=1\r\n\r\n<html>"
ASKED = (
    "q", "words", "after", "state", "role", "in", "year", "period", "due", "action", "subject", "done",
    "back",
)  # fmt: skip
RAW = ("<script>alert", "<img src=x", "426763565")
MOST_PAGES = 70


@pytest.fixture
def everybody(container: Container, hiring: Hiring) -> Clerk:
    """Somebody with every role at once, whom no office would have."""
    return hiring.insider("everybody", *container.personnel.roles.roles)


def walked(clerk: Clerk) -> Iterator[tuple[str, str]]:
    """Every page that links lead to from the first one, and what it says; of one shape three addresses."""
    waiting, shapes, seen = ["/admin/"], dict[str, int](), set[str]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        shape = re.sub(r"\d+|=[^&]*", "#", path)
        if path in seen or shapes.get(shape, 0) >= 3:
            continue
        seen.add(path)
        shapes[shape] = shapes.get(shape, 0) + 1
        answer = clerk.asks(path)
        assert answer.status_code < 500, path
        if answer.mimetype != "text/html":
            answer.close()
            continue
        yield path, answer.text
        waiting += [html.unescape(one) for one in re.findall(r'href="(/admin/[^"#]*)"', answer.text)]


def test_what_citizens_write_stays_words_on_every_page(
    container: Container, everybody: Clerk, tmp_path: Path
) -> None:
    file = tmp_path / "regions.json.yaml"
    file.write_text(json.dumps(REGIONS), "utf-8")
    with container.database.writing() as session:
        import_regions(session, read_regions(file), editor="test", now=container.clock.now())
        container.questions.leave(session, "oAnybody", f"留言{MARKUP}", container.clock.now())
        row = LoggedQuestion(
            at=container.clock.now(),
            question=f"问{MARKUP}",
            decision="fallback",
            article=None,
            topics=[],
            asker="p",
        )
        session.add(row)
    told = {name: f"{words}{MARKUP}" for name, words in CALL.items() if name not in ("mode", "phone")}
    page = everybody.sends("/admin/tips/new", **{**CALL, **told})
    assert page.status_code in (200, 409), page.status_code

    shown = 0
    for path, text in walked(everybody):
        assert not [one for one in RAW if one in text], path
        shown += "&lt;script&gt;" in text

    # Otherwise nothing was proved: the words stand on several of the pages.
    assert shown >= 3


def test_no_address_breaks_a_page_or_gets_into_it(app: Flask, everybody: Clerk) -> None:
    evils = (MARKUP, SQL, LINE + "\0")
    for number, route in enumerate(routes_of(app)):
        if "GET" not in route.methods or route.is_step:
            continue
        # Each route gets each of them under some name; which under which, goes round.
        asked = {name: evils[(number + at) % 3] for at, name in enumerate(ASKED)}
        answer = everybody._client.get(path_of(app, route), query_string=asked)
        assert answer.status_code < 500, route.name
        assert "planted" not in str(answer.headers.getlist("Set-Cookie")), route.name
        if answer.mimetype == "text/html":
            assert not [one for one in RAW if one in answer.text], route.name
        if "Location" in answer.headers:
            assert answer.headers["Location"].startswith("/admin"), route.name
        answer.close()


def test_a_character_that_no_database_takes_breaks_no_page(hiring: Hiring) -> None:
    auditor = hiring.insider("auditor", "audit_admin")
    token = auditor.token("/admin/audit")

    for kind in ("csv", "xlsx"):
        asked = {"subject": "tip:\0", "actor": "\0chen", "as": kind}
        assert auditor.posts("/admin/audit/export", csrf_token=token, **asked).status_code == 200


FAR = ("0001-01-01", "9999-12-31")
"""The first day there is begins before UTC does; no day comes after the last."""


@pytest.mark.parametrize("day", FAR)
def test_no_day_and_no_number_is_too_far_for_a_page(app: Flask, everybody: Clerk, day: str) -> None:
    asked = {"day": day, "month": day[:7], "year": day[:4], "period": f"{day}..{day}", "code": "9" * 30}
    for number, route in enumerate(routes_of(app)):
        if "GET" not in route.methods or route.is_step:
            continue
        key = ("1", "R2611000001", "")[number % 3]
        for after in (f"{day}T00:00:00+08:00_{key}", f"{day}_{key}", "9" * 30):
            answer = everybody._client.get(path_of(app, route), query_string={**asked, "after": after})
            assert answer.status_code < 500, (route.name, after)
            answer.close()


def test_a_planted_session_is_not_taken_over(container: Container, hiring: Hiring) -> None:
    first = hiring.account("chen", "intake_officer")
    chen, thief = hiring.visitor("chen"), hiring.visitor("thief")
    for clerk in (chen, thief):
        clerk._client.set_cookie(COOKIE, "planted-by-a-thief", path="/admin")

    chen.signs_in(first)

    cookie = chen._client.get_cookie(COOKIE, path="/admin")
    assert cookie
    assert cookie.value != "planted-by-a-thief"
    assert cookie.http_only
    assert "登录" in thief.opens("/admin/").text
    before = cookie.value
    chen.sends("/admin/password", old=first, new=PASSWORD, again=PASSWORD)
    chen.posts("/admin/sign-out", csrf_token=chen.token("/admin/me"))
    chen.signs_in()
    after = chen._client.get_cookie(COOKIE, path="/admin")
    assert after
    assert after.value != before


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a book", b"<html><script>", b"%PDF-1.7", b"", b"\0" * 999])
def test_a_file_that_is_no_workbook_changes_nothing(hiring: Hiring, data: bytes) -> None:
    boss = hiring.insider("boss", "system_admin")
    form = {"csrf_token": boss.token("/admin/regions"), "file": (BytesIO(data), "../x.xlsx")}
    answer = boss._client.post("/admin/regions/take", data=form, content_type="multipart/form-data")

    assert (answer.status_code, "没有导入" in answer.text) == (409, True)
