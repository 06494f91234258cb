"""Followers, a worker, and content that is signed off."""

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.content.conftest import AUTHOR, FIRST, LEADER, MANUSCRIPT, SECOND
from tests.integration.mailing_office import MailingOffice


class Office(MailingOffice):
    """Followers and a worker, with the services of the system."""

    def __init__(self, container: Container, clock: StandingClock) -> None:
        super().__init__(container.database, clock)
        self.service = container.mailing.mailings


def issued_item(container: Container) -> int:
    """Content that three people have signed off."""
    with container.database.writing() as session:
        item = container.content.service.add(session, MANUSCRIPT, AUTHOR, container.clock.now()).item_id
    is_signed_off(container, item)
    return item


def is_signed_off(container: Container, item: int) -> None:
    """Three people read the newest draft of this content and let it stand."""
    service, now = container.content.service, container.clock.now()
    with container.database.writing() as session:
        service.submit(session, item, AUTHOR, now)
        service.first_review(session, item, FIRST, now, "属实")
        service.review(session, item, SECOND, now, "同意")
        service.issue(session, item, LEADER, now, "签发")
