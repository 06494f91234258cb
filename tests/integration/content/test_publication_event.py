"""PUBLISHJOBFINISH on its way through the webhook: the row is due at once, and nothing else happens."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.wiring import Container
from campaigns.content.fates import PublicationState
from campaigns.content.models import ContentPublication
from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.integration.content.conftest import (
    AUTHOR,
    FIRST,
    LEADER,
    MANUSCRIPT,
    PUBLISHER,
    SECOND,
    on_sqlite_only,
)
from tests.unit.wechat.pushes import event_push


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """One engine is enough: the statement is tried on both elsewhere."""
    return on_sqlite_only(sqlite_template, tmp_path)


def finished(publish_id: str, clock: StandingClock) -> str:
    """What the platform pushes."""
    info = f"<publish_id>{publish_id}</publish_id><publish_status>0</publish_status>"
    event = event_push("PUBLISHJOBFINISH", f"<PublishEventInfo>{info}</PublishEventInfo>")
    return event.replace("1795309200", str(int(clock.now().timestamp())))


def test_the_platform_rings_and_the_worker_asks(
    container: Container, line: Line, clock: StandingClock
) -> None:
    service, now = container.content.service, clock.now()
    with container.database.writing() as session:
        item = service.add(session, MANUSCRIPT, AUTHOR, now).item_id
        service.submit(session, item, AUTHOR, now)
        service.first_review(session, item, FIRST, now, "好")
        service.review(session, item, SECOND, now, "好")
        service.issue(session, item, LEADER, now, "好")
        row = container.content.publishing.publish(session, item, PUBLISHER, now)
        row.state, row.publish_id = PublicationState.PUBLISHING, "2247503051"
        row.due_at = now + timedelta(minutes=30)
    for publish_id, waits in (("4711", True), ("2247503051", False)):
        response = line.delivers(finished(publish_id, clock))
        assert (response.status_code, response.text) == (200, "success")
        with container.database.reading() as session:
            kept = session.scalars(select(ContentPublication)).one()
            assert (kept.due_at > now) is waits
            assert kept.state is PublicationState.PUBLISHING
