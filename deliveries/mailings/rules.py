"""When campaigns may not disturb, and how often anybody may be written to. Pure: no table, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from core.clock import SHANGHAI
from deliveries.mailings.status import Purpose
from deliveries.status import Channel

MONTHLY_MASS_SENDS = 4
"""To one follower of a service account in a calendar month, interface and console together [O, the page
Batch_Sends_and_Originality_Checks]."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Cap:
    """How often one interface may be called; None where nothing limits it.

    ``a_day`` is the platform's figure for the account [O, its console]; ``a_second`` is our own choice.
    """

    a_second: int | None = None
    a_day: int | None = None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``begin`` to ``end``, in China, nobody is disturbed by a campaign; it may pass midnight."""

    begin: time
    end: time

    def until(self, now: datetime) -> datetime | None:
        """When the quiet that reigns now ends; None if none does."""
        local = now.astimezone(SHANGHAI)
        at = local.time()
        if self.begin <= self.end:
            is_quiet = self.begin <= at < self.end
        else:
            is_quiet = at >= self.begin or at < self.end
        if not is_quiet:
            return None
        day = local.date() if at < self.end else local.date() + timedelta(days=1)
        return datetime.combine(day, self.end, SHANGHAI).astimezone(now.tzinfo)


@dataclass(frozen=True, slots=True)
class SendingRules:
    """The settings of the bureau for everything that goes to many.

    ``campaigns_a_week``: so many campaigns a person in seven days, whichever way they come, 0 for no limit;
    alerts and service notices are not counted and not stopped. ``mass_reserve``: so many of the monthly mass
    sends are kept for disasters.
    """

    quiet: QuietHours | None = None
    campaigns_a_week: int = 0
    mass_reserve: int = 1
    caps: Mapping[Channel, Cap] = field(default_factory=lambda: MappingProxyType({}))

    def held_until(self, purpose: Purpose, at: datetime) -> datetime | None:
        """When the quiet ends that holds this back at that moment; None if nothing does."""
        return self.quiet.until(at) if self.quiet and purpose is Purpose.CAMPAIGN else None

    def monthly_limit(self, *, is_disaster: bool) -> int:
        """How many mass sends a person may have got in a month before this one is refused."""
        return MONTHLY_MASS_SENDS - (0 if is_disaster else self.mass_reserve)


def month_start(now: datetime) -> datetime:
    """The first moment of the calendar month in China in which ``now`` lies."""
    local = now.astimezone(SHANGHAI)
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def next_month(now: datetime) -> date:
    """The day in China from which the mass sends of a month count anew."""
    local = now.astimezone(SHANGHAI)
    return date(local.year + local.month // 12, local.month % 12 + 1, 1)
