"""The reward office on an empty database."""

import pytest

from core.db import Database
from tests.conftest import StandingClock
from tests.integration.rewards.office import Office


@pytest.fixture
def office(database: Database, clock: StandingClock) -> Office:
    """An office with a million yuan for the year."""
    office = Office(database, clock)
    office.has_budget()
    return office
