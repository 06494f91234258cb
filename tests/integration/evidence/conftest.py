"""The office of evidence, on both engines."""

from pathlib import Path

import pytest

from core.db import Database
from tests.conftest import StandingClock
from tests.integration.evidence.evidence_office import Office


@pytest.fixture
def office(database: Database, clock: StandingClock, tmp_path: Path) -> Office:
    """An office without any evidence."""
    return Office(database, clock, tmp_path / "files")
