"""What a clerk may write down of a printed code."""

import pytest

from campaigns.library.codes import MOST_PRINTED, CodePlan, CodeService
from campaigns.planning.refusals import Incomplete
from core.db import Database
from core.errors import NotFound
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import PLANNER, TOWN, PlanningOffice


@pytest.mark.parametrize("printed", [-1, MOST_PRINTED + 1])
def test_a_number_of_prints_is_told_its_bounds(
    database: Database, clock: StandingClock, printed: int
) -> None:
    codes = CodeService(PlanningOffice(clock.now()).regions)
    with database.writing() as session, pytest.raises(Incomplete) as refused:
        codes.add(session, CodePlan("扫码学安全", region=TOWN, printed=printed), PLANNER, clock.now())

    assert (refused.value.about, str(MOST_PRINTED) in refused.value.sentence) == ("printed", True)


@pytest.mark.parametrize("printed", [0, MOST_PRINTED])
def test_the_bounds_themselves_are_taken(database: Database, clock: StandingClock, printed: int) -> None:
    codes = CodeService(PlanningOffice(clock.now()).regions)
    with database.writing() as session:
        plan = CodePlan("扫码学安全", region=TOWN, printed=printed)
        assert codes.add(session, plan, PLANNER, clock.now()).printed == printed


@pytest.mark.parametrize(
    ("plan", "what"),
    [
        (CodePlan("x", material_id=999), "资料"),
        (CodePlan("x", campaign_id=999), "宣传计划"),
        (CodePlan("x", venue_id=999), "场所"),
    ],
)
def test_what_a_code_names_must_be_there(
    database: Database, clock: StandingClock, plan: CodePlan, what: str
) -> None:
    codes = CodeService(PlanningOffice(clock.now()).regions)
    with database.writing() as session, pytest.raises(NotFound, match=f"没有999号{what}"):
        codes.add(session, plan, PLANNER, clock.now())
