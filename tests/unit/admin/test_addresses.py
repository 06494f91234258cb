"""Lists lead on to their next page whatever somebody wrote into the address."""

import pytest
from flask import Blueprint, Flask

from admin.listing import Leaf, turned


@pytest.fixture
def app() -> Flask:
    """An office of one list and its file."""
    app, office = Flask("lists"), Blueprint("admin", "lists")
    office.add_url_rule("/list/<kind>", "list", lambda kind: kind)
    office.add_url_rule("/list/<kind>/export", "list_export", lambda kind: kind)
    office.add_url_rule("/list/<kind>/step", "step", lambda kind: kind, methods=["POST"])
    app.register_blueprint(office)
    return app


def leaf() -> Leaf[int]:
    """The first of two pages."""
    return turned("list", [1, 2, 3, 4], int, 3, kind="a")


@pytest.mark.parametrize("word", ["endpoint", "_external", "_anchor", "values"])
def test_no_word_of_an_address_speaks_to_the_router(app: Flask, word: str) -> None:
    with app.test_request_context(f"/list/a?{word}=x&q=%E7%81%AB&after=9&done=x.y"):
        asked = f"{word}=x&q=%E7%81%AB"
        assert (leaf().lines, leaf().further) == ([1, 2, 3], f"/list/a?{asked}&after=3")
        assert (leaf().first, leaf().export) == (f"/list/a?{asked}", f"/list/a/export?{asked}")


def test_a_refused_form_leads_back_to_the_list(app: Flask) -> None:
    with app.test_request_context("/list/a/step", method="POST"):
        assert (leaf().first, leaf().further) == (None, "/list/a?after=3")
