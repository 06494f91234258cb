"""The office of tips and hazards, in one transaction."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from core.db import Database
from tests.conftest import StandingClock
from tests.integration.tip_office import TipOffice
from tests.sessions import open_writing


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction, rolled back at the end."""
    session = open_writing(database)
    yield session
    session.close()


@pytest.fixture
def office(session: Session, clock: StandingClock) -> TipOffice:
    """The office."""
    return TipOffice(session, clock)
