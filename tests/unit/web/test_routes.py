"""Where somebody is led whose address has no page."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask

from web.routes import answer_for_the_rest, is_only_sent_to, nearest_page, page_at


@pytest.fixture(autouse=True)
def inside_a_request() -> Iterator[None]:
    """An application with a list, one thing on it, and a form that is sent to an address below."""
    blueprint = Blueprint("room", __name__, url_prefix="/room")
    blueprint.add_url_rule("/things", "things", lambda: "")
    blueprint.add_url_rule("/things/<int:number>", "thing", lambda number: str(number))
    blueprint.add_url_rule(
        "/things/<int:number>/close", "close", lambda number: str(number), methods=["POST"]
    )
    answer_for_the_rest(blueprint)
    app = Flask(__name__)
    app.register_blueprint(blueprint)
    with app.test_request_context("/room/things"):
        yield


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [("/room/things/7", "room.thing"), ("/room/things/seven", ""), ("/room/other", ""), ("/elsewhere", "")],
)
def test_a_page_is_what_the_router_finds_and_is_not_the_blank_one(path: str, endpoint: str) -> None:
    assert page_at(path) == endpoint


def test_an_address_that_only_takes_a_form_is_known() -> None:
    assert is_only_sent_to("/room/things/7/close")
    assert not is_only_sent_to("/room/things/7")
    assert not is_only_sent_to("/room/other")


def test_the_way_leads_to_the_nearest_page_above() -> None:
    assert nearest_page("/room/things/7/close") == "/room/things/7"
    assert nearest_page("/room/things/7") == "/room/things/7"
    assert nearest_page("/room/things/seven/close") == "/room/things"
    assert nearest_page("/room/other") == ""


def test_a_page_that_is_not_open_is_passed_over() -> None:
    assert nearest_page("/room/things/7/close", lambda endpoint: endpoint == "room.things") == "/room/things"
