"""For modules whose tests need a database, but not both engines: import ``database_url`` from here."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, sqlite_template: object, tmp_path: Path) -> str:
    """SQLite alone: what the pages and talks ask of the offices has tests on both."""
    assert request.param == "sqlite"
    target = tmp_path / "anwen.db"
    shutil.copy(str(sqlite_template), target)
    return f"sqlite:///{target}"
