"""The clocks of cases, put together: their rules, their service, and the worker's part in them."""

from pathlib import Path

from core.clock import Clock
from core.db import Database
from jobs.case_clocks import case_clock_appointment, case_clock_errand, tell_log
from jobs.clock import Appointment
from jobs.ports import Errand
from tipoffs.clocks.ports import Tell
from tipoffs.clocks.rules import read_rules
from tipoffs.clocks.services import ClockService


class CaseClocks:
    """One for a house; ``tell`` is whom the clocks tell, and may be set before the worker starts."""

    def __init__(self, overrides: Path | None, database: Database, clock: Clock) -> None:
        self.rules = read_rules(overrides)
        self.service = ClockService(self.rules)
        self.tell: Tell = tell_log
        self._database = database
        self._clock = clock

    def errand(self) -> Errand:
        """Says what is due."""
        return case_clock_errand(self._database, self.service, self.tell, self._clock)

    def appointment(self) -> Appointment:
        """Counts anew each night."""
        return case_clock_appointment(self._database, self.service)
