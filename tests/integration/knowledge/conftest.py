"""A few published articles in one transaction, the editors of them, and the citizens who ask."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from core.db import Database
from knowledge.editorial.editing import EditingService
from knowledge.editorial.importing import store_articles
from tests.integration.editors import editing_service
from tests.integration.questions_asked import Citizens
from tests.sessions import open_writing
from tests.unit.knowledge.samples import FEW


@pytest.fixture
def session(database: Database, now: datetime) -> Iterator[Session]:
    """One transaction with a few published articles, rolled back at the end."""
    session = open_writing(database)
    store_articles(session, FEW, now)
    yield session
    session.rollback()
    session.close()


@pytest.fixture
def editing() -> EditingService:
    """The verbs of the editors."""
    return editing_service()


@pytest.fixture
def citizens(session: Session, now: datetime) -> Citizens:
    """Those who ask."""
    return Citizens(session, now)
