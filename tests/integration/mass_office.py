"""Mailings to many at once, and the platform that takes them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from core.db import Database
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.status import MailingWay
from deliveries.masses.deleting import MassDeletionService
from deliveries.masses.models import MassSend
from deliveries.masses.ports import MassGateway
from deliveries.masses.reports import MassReportService, Report
from deliveries.masses.services import MassSendService
from deliveries.messages import Article
from jobs.mass_courier import MassCourier
from tests.conftest import StandingClock
from tests.fakes.mass_platform import FakeMassPlatform
from tests.integration.mailing_office import MailingOffice


class Drafts:
    """Has articles made again; ``there`` is the draft that is there now."""

    def __init__(self) -> None:
        self.there: str | None = None
        self.gone: list[str] = []

    def renew(self, session: Session, mailing_id: int, gone: str, now: datetime) -> bool:
        self.gone.append(gone)
        return True

    def current(self, session: Session, mailing_id: int) -> str | None:
        return self.there


class MassOffice(MailingOffice):
    """Mailings, and a platform that sends to many at once."""

    def __init__(self, database: Database, clock: StandingClock, rules: SendingRules | None = None) -> None:
        super().__init__(database, clock, rules)
        self.platform = FakeMassPlatform()
        self.drafts = Drafts()
        self.stopped: set[str] = set()
        self.masses = MassSendService(
            rules or SendingRules(),
            lambda _, __, openids: self.stopped.intersection(openids),
            alarm=self._alarm,
            articles=self.drafts,
        )
        self.reports = MassReportService(self._alarm)
        self.deletions = MassDeletionService(self._alarm)
        self.courier = self.courier_on(database, lambda: self.platform)

    def courier_on(self, database: Database, gateway: Callable[[], MassGateway]) -> MassCourier:
        """One that works on this database, by this way out."""
        return MassCourier(
            database, self.masses, self.deletions, self.reports, gateway, self.clock, self.cipher
        )

    def works(self) -> int:
        """Everything that is due now; how many calls."""
        due = self.courier.due(self.clock.now(), 100)
        for key in due:
            self.courier.send(int(key))
        return len(due)

    def sends(self, **named: object) -> int:
        """A mass send from plan to acceptance."""
        mailing_id = self.starts(Article("draft-1"), **{"way": MailingWay.MASS_LIST, **named})
        self.works()
        self.tends(mailing_id)
        return mailing_id

    def parts(self, mailing_id: int | None) -> list[MassSend]:
        """The calls of a mailing; of None, what the platform's console sent."""
        with self.database.reading() as session:
            found = session.query(MassSend).filter_by(mailing_id=mailing_id).order_by(MassSend.number)
            return list(found)

    def hears(self, report: Report) -> None:
        self.cipher.ensure_key(self.clock.now())
        with self.database.writing() as session:
            self.reports.take(session, report, self.clock.now())
