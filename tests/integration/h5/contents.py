"""Content, so many steps on its way."""

from dataclasses import replace

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.content.conftest import (
    AUTHOR,
    FIRST,
    LEADER,
    MANUSCRIPT,
    SECOND,
)


def issue(container: Container, clock: StandingClock, body: str, *, up_to: int = 4) -> int:
    """An item with this text, taken so many steps on its way."""
    service, now = container.content.service, clock.now()
    with container.database.writing() as session:
        item = service.add(session, replace(MANUSCRIPT, body=body), AUTHOR, now).item_id
        if up_to > 0:
            service.submit(session, item, AUTHOR, now)
        if up_to > 1:
            service.first_review(session, item, FIRST, now, "好")
        if up_to > 2:
            service.review(session, item, SECOND, now, "好")
        if up_to > 3:
            service.issue(session, item, LEADER, now, "好")
        return item
