"""Back, and the button once more: what a form made is not made again, whatever it is."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from admin.once import COOKIE_SENT, MOST
from admin.visitors import COOKIE
from app.wiring import Container
from campaigns.planning.models import Campaign
from tests.insiders import let_in_again
from tests.integration.admin.campaign_office import PLAN, CampaignOffice
from tests.integration.admin.conftest import Hiring

NEW, AGAIN = "/admin/campaigns/new", "没有再存一份"


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CampaignOffice:
    """The bureau."""
    return CampaignOffice(container, hiring, tmp_path)


def plans(container: Container) -> int:
    with container.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Campaign)) or 0


def test_the_same_form_again_leads_to_what_it_made(office: CampaignOffice, container: Container) -> None:
    planner = office.clerk("planner")
    made, first = office.writes(planner, NEW, **PLAN)

    again, said = office.writes(planner, NEW, **PLAN)

    assert (again, plans(container)) == (made, 1)
    assert AGAIN in said
    assert AGAIN not in first


def test_one_word_changed_is_another_form(office: CampaignOffice, container: Container) -> None:
    planner = office.clerk("planner")
    made, _ = office.writes(planner, NEW, **PLAN)

    another, said = office.writes(planner, NEW, **PLAN | {"name": "冬季安全用火宣传（二）"})

    assert another != made
    assert plans(container) == 2
    assert AGAIN not in said
    # Both are remembered, and somebody else may well plan the same.
    assert office.writes(planner, NEW, **PLAN)[0] == made
    assert office.writes(office.clerk("planner", 2), NEW, **PLAN)[0] not in {made, another}


def test_what_was_refused_may_be_sent_again(office: CampaignOffice) -> None:
    planner = office.clerk("planner")
    bad = PLAN | {"ends_on": "2026-11-01"}

    for _ in range(2):
        refused = planner.sends(NEW, **bad)

        assert refused.status_code == 409
        assert AGAIN not in refused.text


def test_no_cookie_of_another_session_leads_anywhere(office: CampaignOffice, container: Container) -> None:
    planner = office.clerk("planner")
    made, _ = office.writes(planner, NEW, **PLAN)
    kept = planner._client.get_cookie(COOKIE_SENT, path="/admin")
    assert kept is not None
    assert made in kept.decoded_value
    assert kept.http_only

    planner._client.set_cookie(COOKIE, let_in_again(container, planner.login), path="/admin")

    assert office.writes(planner, NEW, **PLAN)[0] != made
    # A path that this session did not write is none.
    planner._client.set_cookie(COOKIE_SENT, "a~b~/admin/people", path="/admin")
    assert office.writes(planner, NEW, **PLAN | {"name": "另一个计划"})[0] != "/admin/people"


def test_no_more_than_the_newest_are_remembered(office: CampaignOffice) -> None:
    planner = office.clerk("planner")
    for number in range(MOST + 2):
        office.writes(planner, NEW, **PLAN | {"name": f"计划{number}"})

    kept = planner._client.get_cookie(COOKIE_SENT, path="/admin")

    assert kept is not None
    assert kept.decoded_value.count("/admin/campaigns/") == MOST
