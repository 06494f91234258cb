"""When campaigns must not disturb, and how often anybody may be written to. Pure: no table, no clock."""

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
    """How often one interface may be called; None means no limit.

    ``a_day`` is the platform's figure for the account [O, its console]; ``a_second`` is our own choice.
    """

    a_second: int | None = None
    a_day: int | None = None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours from ``begin`` to ``end``, in China, without campaigns; they may pass midnight."""

    begin: time
    end: time

    def until(self, now: datetime) -> datetime | None:
        """When the quiet hours in force at ``now`` end; None outside them."""
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
    """The bureau's settings for everything that goes to many people.

    ``campaigns_a_week``: how many campaigns one person may get in seven days, whichever way they come; 0
    means no limit. Alerts and service notices are neither counted nor stopped. ``mass_reserve``: how many of
    the monthly mass sends are kept for disasters.
    """

    quiet: QuietHours | None = None
    campaigns_a_week: int = 0
    mass_reserve: int = 1
    caps: Mapping[Channel, Cap] = field(default_factory=lambda: MappingProxyType({}))

    def held_until(self, purpose: Purpose, at: datetime) -> datetime | None:
        """When the quiet hours end that hold this purpose back at ``at``; None if nothing does."""
        return self.quiet.until(at) if self.quiet and purpose is Purpose.CAMPAIGN else None

    def monthly_limit(self, *, is_disaster: bool) -> int:
        """From how many mass sends in a month on a person gets no further one."""
        return MONTHLY_MASS_SENDS - (0 if is_disaster else self.mass_reserve)


def month_start(now: datetime) -> datetime:
    """The first moment of the calendar month in China in which ``now`` lies."""
    local = now.astimezone(SHANGHAI)
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def next_month(now: datetime) -> date:
    """The day in China from which the monthly mass sends count anew."""
    local = now.astimezone(SHANGHAI)
    return date(local.year + local.month // 12, local.month % 12 + 1, 1)
