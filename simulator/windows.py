"""Which customer-service messages a citizen's actions allow right now."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.errcodes import ApiError
from simulator.limits import AFTER_ACTION, AFTER_MESSAGE, Allowance


@dataclass
class Grant:
    """One running allowance; a new action of the same kind replaces it, nothing adds up."""

    left: int
    until: float

    @classmethod
    def of(cls, allowance: Allowance, now: float) -> Grant:
        return cls(allowance.messages, now + allowance.seconds)


@dataclass
class ServiceWindow:
    """The two allowances of one citizen: after a message (48 h) and after a click, follow or scan (1 min).

    The platform says that an allowance is reset by a new action and does not add up; it does not say what a
    click does to a running 48-hour allowance. Here they run side by side and the one that ends first is used
    first, so that a click never takes away what a message gave.
    """

    _message: Grant | None = field(default=None)
    _action: Grant | None = field(default=None)

    def citizen_wrote(self, now: float) -> None:
        self._message = Grant.of(AFTER_MESSAGE, now)

    def citizen_acted(self, now: float) -> None:
        self._action = Grant.of(AFTER_ACTION, now)

    def close(self) -> None:
        """Unfollowing ends everything."""
        self._message = self._action = None

    def check(self, now: float) -> Grant:
        """The allowance a message would use; raises errcode 45015 (no window) or 45047 (count used up)."""
        live = [grant for grant in (self._action, self._message) if grant and now < grant.until]
        if not live:
            raise ApiError(45015)
        for grant in live:
            if grant.left > 0:
                return grant
        raise ApiError(45047)

    def spend(self, now: float) -> None:
        """Use one message of the allowance; raises like `check`."""
        self.check(now).left -= 1
