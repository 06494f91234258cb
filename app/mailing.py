"""Sending to many, put together: rules out of the settings, mailings, mass sends, pushes, their carriers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property

from sqlalchemy.orm import Session

from app.settings import Settings
from campaigns.sending.ports import Audiences, Contents
from campaigns.sending.services import PushService
from campaigns.sending.withdrawing import unwilling
from core.clock import Clock
from core.db import Database
from core.hourly_cipher import HourlyCipher
from deliveries.duty import Duty, DutyNoticeService
from deliveries.mailings.bulk import BulkMailingService
from deliveries.mailings.rules import Cap, QuietHours, SendingRules
from deliveries.mailings.services import MailingService
from deliveries.masses.deleting import MassDeletionService
from deliveries.masses.reports import MassReportService
from deliveries.masses.services import MassSendService
from deliveries.permissions import MailingPermission
from deliveries.queue import DeliveryQueue
from deliveries.status import Channel
from jobs.bulk_courier import BulkCourier
from jobs.clock import ScheduledJob
from jobs.mailing_clerk import mailing_job
from jobs.mass_courier import MassCourier
from jobs.ports import Job, Pump
from wechat.gateway import WeChatGateway


@dataclass
class MailingContainer:
    """Everything that goes to many people."""

    settings: Settings
    database: Database
    queue: DeliveryQueue
    clock: Clock
    cipher: HourlyCipher
    gateway: Callable[[], WeChatGateway]
    duty: Callable[[], DutyNoticeService]
    audiences: Audiences
    contents: Contents

    @cached_property
    def rules(self) -> SendingRules:
        """What the bureau set."""
        settings = self.settings
        begin, end = time.fromisoformat(settings.quiet_from), time.fromisoformat(settings.quiet_until)
        a_second = settings.sends_a_second or None
        a_day = {
            Channel.CUSTOMER_SERVICE: settings.customer_sends_a_day,
            Channel.SUBSCRIPTION: settings.subscription_sends_a_day,
            Channel.TEMPLATE: settings.template_sends_a_day,
        }
        return SendingRules(
            quiet=QuietHours(begin, end) if begin != end else None,
            campaigns_a_week=settings.campaigns_a_week,
            mass_reserve=settings.mass_reserve,
            caps={api: Cap(a_second, most or None) for api, most in a_day.items()},
        )

    @cached_property
    def pushes(self) -> PushService:
        """What is to be told to whom."""
        return PushService(self.contents, self.audiences, self.rules)

    @cached_property
    def mailings(self) -> MailingService:
        """One message to many."""
        return MailingService(self.pushes)

    @cached_property
    def bulk(self) -> BulkMailingService:
        """Takes people of running mailings."""
        return BulkMailingService(self.queue, self.rules, unwilling, alarm=self.alarm)

    @cached_property
    def masses(self) -> MassSendService:
        """Calls that go to many at once."""
        return MassSendService(self.rules, unwilling, alarm=self.alarm, articles=self.pushes)

    @cached_property
    def mass_deletions(self) -> MassDeletionService:
        """Taking them away again."""
        return MassDeletionService(self.alarm)

    @cached_property
    def reports(self) -> MassReportService:
        """What the platform reports of them."""
        return MassReportService(self.alarm)

    def alarm(self, session: Session, key: str, subject: str, sentence: str, now: datetime) -> None:
        """Tell those who may run mailings."""
        duty = Duty(key, MailingPermission.RUN.value, subject, sentence)
        self.duty().raise_duty(session, duty, now)

    @cached_property
    def _mass_courier(self) -> MassCourier:
        return MassCourier(
            self.database,
            self.masses,
            self.mass_deletions,
            self.reports,
            lambda: self.gateway(),
            self.clock,
            self.cipher,
        )

    def jobs(self) -> list[Job]:
        """Tending mailings, and making the calls of mass sends."""
        return [mailing_job(self.database, self.mailings, self.clock), self._mass_courier.job()]

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Watching over mass sends."""
        return self._mass_courier.scheduled_jobs()

    def pumps(self) -> list[Pump]:
        """Sending to people one by one."""
        courier = BulkCourier(
            self.database,
            self.bulk,
            self.gateway(),
            self.clock,
            cipher=self.cipher,
            threads=self.settings.send_threads,
            ahead=self.settings.send_ahead,
        )
        return [courier]
