"""订阅和退订 on the page: kept as ticked, and nobody else's."""

import re

import pytest

from app.wiring import Container
from followers.choices import Choices
from places.services import import_regions
from tests.integration.h5.conftest import Browser
from tests.unit.places.county import county

PATH = "/h5/subscriptions"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_person_chooses_and_takes_back(browser: Browser, stranger: Browser, container: Container) -> None:
    with container.database.writing() as session:
        import_regions(session, county(), editor="op", now=container.clock.now())

    def chose(openid: str) -> Choices:
        with container.database.reading() as session:
            return container.audiences.choices.of(session, openid)

    assert browser.opens(PATH).status_code == 302
    assert browser.sends(PATH, town="999001100").status_code == 401
    browser.logs_in()
    shown = browser.opens(PATH)
    assert shown.status_code == 200
    assert shown.text.count('name="town"') == 17
    assert "清溪镇" in shown.text
    saved = browser.sends(PATH, town="999001100", want="typhoon", stop="gas")
    assert (saved.status_code, saved.headers["Location"]) == (303, f"{PATH}?saved=1")
    assert chose(browser.openid) == Choices("999001100", frozenset({"typhoon"}), frozenset({"gas"}))
    assert "马上生效" in browser.opens(PATH, saved="1").text

    # A village told in the chat is not made coarser by its town's tick.
    with container.database.writing() as session:
        choices = container.audiences.choices
        choices.set_town(session, browser.openid, "999001100000", container.clock.now())
    browser.sends(PATH, town="999001100", want="typhoon", stop="all")
    assert chose(browser.openid) == Choices("999001100000", frozenset({"typhoon"}), frozenset({"all"}))
    assert "不再发给您" in browser.opens(PATH, saved="1").text
    for fields in ({"town": "888"}, {"want": "ufo"}, {"want": "all", "stop": "ufo"}):
        assert browser.sends(PATH, **fields).status_code == 422
    assert browser.sends(PATH, stop="DROP TABLE").status_code == 400
    assert chose(browser.openid).stops_everything

    stranger.logs_in()
    assert "checked" not in stranger.opens(PATH).text.replace('value="" checked', "")
    browser.sends(PATH, town="")
    assert chose(browser.openid) == Choices()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wish_to_stop_outlives_a_town_that_is_no_more(browser: Browser, container: Container) -> None:
    browser.logs_in()

    refused = browser.sends(PATH, town="999001199", want="typhoon", stop="all")

    assert refused.status_code == 422
    assert "没有找到这个乡镇" in refused.text
    ticked = re.findall(r'<input type="checkbox"\s+name="(\w+)"\s+value="(\w+)"\s+checked', refused.text)
    assert ("want", "typhoon") in ticked
    assert ("stop", "all") in ticked
    assert browser.sends(PATH, want="typhoon", stop="all").status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_form_with_more_ticks_than_there_are_is_refused(browser: Browser, container: Container) -> None:
    browser.logs_in()
    forged = {"want": ["typhoon"] * 101, "csrf_token": browser.token()}
    assert browser.posts(PATH, **forged).status_code == 400  # type: ignore[arg-type]
    with container.database.reading() as session:
        assert container.audiences.choices.of(session, browser.openid) == Choices()
