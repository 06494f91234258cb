"""Telling staff, put together: notices, the chat's 收到, and the hook to another system of the bureau."""

from dataclasses import dataclass
from functools import cached_property

from app.settings import Settings
from app.staff import StaffContainer
from core.clock import Clock
from core.db import Database
from deliveries.duty import DutyNoticeService
from deliveries.services import Outbox
from handlers.duty import DutyHandler
from jobs.duty_hook import DutyHook, Hook
from jobs.ports import Job


@dataclass
class DutyContainer:
    """Who is on duty learns of what cannot wait."""

    settings: Settings
    database: Database
    outbox: Outbox
    personnel: StaffContainer
    clock: Clock

    @cached_property
    def notices(self) -> DutyNoticeService:
        """Raises, lists and acknowledges."""
        return DutyNoticeService(
            self.outbox, self.personnel.service.staff_with, has_hook=self._hook is not None
        )

    def handler(self) -> DutyHandler:
        """What staff do from their own phones."""
        return DutyHandler(self.notices, self.personnel.service.actor_of)

    def jobs(self) -> list[Job]:
        """The calls to the other system, where there is one."""
        return [DutyHook(self.database, self._hook, self.clock).job()] if self._hook else []

    @cached_property
    def _hook(self) -> Hook | None:
        url, secret = self.settings.duty_hook_url, self.settings.duty_hook_secret.get_secret_value()
        return Hook(url, secret.encode()) if url and secret else None
