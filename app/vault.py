"""The vault and its receipt codes, made out of the settings; and what the clock does for them."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from app.settings import Settings
from core.crypto import derived_key
from core.db import Database
from jobs.clock import ScheduledJob
from jobs.rounds import Rows, go_round
from staff.actors import CLOCK
from staff.audit import record
from tipoffs.rewards.neighbours import hold_for_listed
from tipoffs.vault.keys import KeyRing
from tipoffs.vault.receipts import Receipts
from tipoffs.vault.services import Vault
from tipoffs.vault.tries import forget_old


@dataclass
class VaultContainer:
    """Who the reporters are, and how they come back to their cases."""

    settings: Settings
    database: Database

    @cached_property
    def vault(self) -> Vault:
        """Identities, payees and words, sealed."""
        previous = self.settings.vault_previous_key
        return Vault(
            KeyRing(
                self.settings.vault_key.get_secret_value(), previous.get_secret_value() if previous else None
            ),
            record,
            hold_for_listed,
        )

    @cached_property
    def receipts(self) -> Receipts:
        """Codes that open a case."""
        return Receipts(
            self.database, derived_key(self.settings.vault_key.get_secret_value(), "receipt codes")
        )

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Destroy what has ended each night; close requests and forget tries whose time is over."""
        return [
            ScheduledJob("shred_vault", "40 3 * * *", self._shred),
            ScheduledJob("tidy_vault", "*/10 * * * *", self._tidy),
        ]

    def _shred(self, now: datetime) -> None:
        def sweep(session: Session, case: str, now: datetime) -> None:
            self.vault.retention.sweep(session, CLOCK, now, case=case)

        cases = Rows("shred_case", "", self.vault.retention.due_cases, sweep, is_secret=True)
        go_round(self.database, now, cases)

    def _tidy(self, now: datetime) -> None:
        with self.database.writing() as session:
            self.vault.disclosure.lapse(session, now)
            forget_old(session, now)
