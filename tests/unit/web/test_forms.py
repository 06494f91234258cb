"""What a form says of itself: its token, where it comes from, and what must not be lost of it."""

import pytest
from flask import Flask

from web.forms import (
    FIELD,
    HEADER,
    came_from_a_page,
    came_from_elsewhere,
    disown,
    fields_sent,
    may_change_something,
    token_sent,
    typed_left,
)

APP = Flask(__name__)
TYPED = {FIELD: "0a1b", "words": "消防通道堵住了", "password": "不给别人看的话"}


@pytest.mark.parametrize(
    ("method", "may"), [("GET", False), ("HEAD", False), ("POST", True), ("DELETE", True)]
)
def test_whatever_does_more_than_look_needs_the_token(method: str, may: bool) -> None:
    with APP.test_request_context(method=method):
        assert may_change_something() is may


def test_the_token_comes_in_a_field_or_in_a_header() -> None:
    with APP.test_request_context(method="POST", data=TYPED):
        assert token_sent() == "0a1b"
    with APP.test_request_context(method="POST", headers={HEADER: "ff"}):
        assert token_sent() == "ff"
    with APP.test_request_context(method="POST"):
        assert token_sent() == ""


@pytest.mark.parametrize(
    ("site", "elsewhere", "ours"),
    [
        ("same-origin", False, True),
        ("none", False, False),
        ("same-site", True, False),
        ("cross-site", True, False),
    ],
)
def test_what_the_browser_says_of_the_site_is_believed(site: str, elsewhere: bool, ours: bool) -> None:
    with APP.test_request_context(headers={"Sec-Fetch-Site": site}):
        assert (came_from_elsewhere(), came_from_a_page()) == (elsewhere, ours)


def test_an_old_browser_that_says_nothing_is_let_in_but_not_quoted() -> None:
    with APP.test_request_context():
        assert (came_from_elsewhere(), came_from_a_page()) == (False, False)


def test_what_a_page_drops_is_shown_but_for_secrets_and_the_token() -> None:
    with APP.test_request_context(method="POST", data=TYPED):
        assert fields_sent() == [("words", "消防通道堵住了"), ("password", "不给别人看的话")]
        assert typed_left("<p>没有办成</p>", {"password"}, 2) == [("words", "消防通道堵住了")]
        assert typed_left("<p>消防通道堵住了</p>", {"password"}, 2) == []
        assert typed_left("<p>没有办成</p>", {"password"}, 20) == []


def test_what_another_site_sent_is_never_shown_as_ones_own_words() -> None:
    with APP.test_request_context(method="POST", data=TYPED):
        disown()
        assert typed_left("<p>没有办成</p>", set(), 2) == []
