"""What one reporter may be awarded in a month at the most."""

from dataclasses import replace

import pytest

from core.db import Database
from tests.conftest import StandingClock
from tests.integration.rewards.office import BOOK, Office
from tipoffs.rewards.reckoning.rulebook import Limit, RuleBook
from tipoffs.rewards.refusals import LimitReached
from tipoffs.rewards.status import RewardState


@pytest.fixture(params=[300_000, 400_000], ids=["nothing left", "too little left"])
def office(database: Database, clock: StandingClock, request: pytest.FixtureRequest) -> Office:
    """An office under whose rules a reporter is awarded no more than one reward of 3,000 yuan a month."""
    limits = (Limit("month", fen=request.param),)
    sets = [replace(one, policy=replace(one.policy, limits=limits)) for one in BOOK.sets]
    office = Office(database, clock, RuleBook(sets))
    office.has_budget()
    return office


def test_the_last_signature_keeps_the_limit_that_both_proposals_kept(office: Office) -> None:
    numbers = [office.opens(tip, key="one reporter") for tip in ("R1", "R2")]
    for number in numbers:
        office.proposes(number)
        office.submits(number)

    office.approves(numbers[0])
    with pytest.raises(LimitReached):
        office.approves(numbers[1])

    assert [office.row(number).state for number in numbers] == [RewardState.APPROVED, RewardState.APPROVING]
    office.is_sound()


def test_the_limit_of_one_reporter_is_not_another_s(office: Office) -> None:
    for tip in ("R1", "R2"):
        number = office.opens(tip, key=f"reporter of {tip}")
        office.proposes(number)
        office.submits(number)

        assert office.approves(number).state is RewardState.APPROVED
