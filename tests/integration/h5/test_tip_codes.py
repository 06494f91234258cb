"""The forms that a printed code at a place leads to: where it is stands in them."""

import re

import pytest
from flask import Flask

from app.wiring import Container
from campaigns.library.codes import CodePlan
from places.services import import_regions
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import PLANNER
from tests.integration.h5.conftest import Browser
from tests.integration.h5.tip_phone import ANONYMOUS, FACTS, NEW, Phone, tips
from tests.integration.one_engine import database_url  # noqa: F401
from tests.unit.places.county import county

SCENE, VILLAGE = "tip-village", "999001100000"


@pytest.fixture
def place(container: Container, clock: StandingClock) -> str:
    """The full name of a village at whose gate a code hangs."""
    with container.database.writing() as session:
        import_regions(session, county(), editor="op", now=clock.now())
    with container.database.writing() as session:
        plan = CodePlan("村口", region=VILLAGE, scene=SCENE)
        container.campaigning.library.codes.add(session, plan, PLANNER, clock.now())
    return container.casework.regions.tree().full_name(VILLAGE)


def test_both_forms_know_the_place_of_the_code(
    app: Flask, browser: Browser, place: str, container: Container
) -> None:
    browser.logs_in()
    away = browser.opens(f"{NEW}/at/{SCENE}")
    assert (away.status_code, away.headers["Location"]) == (303, NEW)
    assert f'value="{place}"' in browser.opens(NEW).text
    phone = Phone(app.test_client())
    opened = phone.opens(f"{ANONYMOUS}/at/{SCENE}").text
    assert f'name="scene" value="{SCENE}"' in opened
    phone.sends(f"{ANONYMOUS}/begin", scene=SCENE)
    assert f'value="{place}"' in phone.opens(ANONYMOUS).text
    phone.submits(address=place)
    (tip,) = tips(container)
    assert (tip.region, tip.reporter) == (VILLAGE, None)


def test_a_form_that_says_something_already_is_left_as_it_is(browser: Browser, place: str) -> None:
    browser.logs_in()
    browser.opens(NEW)
    browser.sends(f"{NEW}/save", facts=FACTS, address="别处")
    browser.opens(f"{NEW}/at/{SCENE}")
    form = browser.opens(NEW).text
    assert 'value="别处"' in form
    assert place not in form


def test_a_code_of_another_use_leads_to_the_empty_form(browser: Browser) -> None:
    browser.logs_in()
    assert browser.opens(f"{NEW}/at/poster-7").status_code == 303
    assert re.search(r'id="address"[^>]*value=""', browser.opens(NEW).text)
