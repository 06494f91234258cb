"""How many requests one person or one address may make in a minute.

Behind one address may sit a whole school in a contest, or a town behind its mobile carrier. So whoever can be
told apart, by WeChat's word or by the cookie of their browser, has a bound of their own, and their address a
wide one. Where nobody can be told apart, and where codes could be guessed, the address alone is counted. All
bounds stop a program, not people.
"""

import limits
from werkzeug.exceptions import TooManyRequests

from core.ids import pseudonym
from web.callers import caller_address

SEARCHES = limits.parse("120/minute")
FORMS = limits.parse("60/minute")
LOGINS = limits.parse("60/minute")
SIGNATURES = limits.parse("240/minute")
ANSWERS = limits.parse("120/minute")
WAIT_SECONDS = 60


class Throttle:
    """Counts in the limiter's store, under names that show neither address nor person.

    ``address_bound``: so many requests a minute, of one kind, from one address whose people are told apart.
    """

    def __init__(self, limiter_url: str, key: bytes, address_bound: int) -> None:
        self._limiter = limits.strategies.FixedWindowRateLimiter(
            limits.storage.storage_from_string(limiter_url)
        )
        self._key = key
        self._wide = limits.RateLimitItemPerMinute(address_bound)

    def count(self, bound: limits.RateLimitItem, name: str) -> None:
        """Count this request for its address; ``TooManyRequests`` when it is one too many."""
        if not self._is_within(bound, name, caller_address()):
            raise TooManyRequests(retry_after=WAIT_SECONDS)

    def has_room(self, bound: limits.RateLimitItem, name: str, who: str | None = None) -> bool:
        """Count this request, for ``who`` or its address, and say whether it still fits."""
        return self._is_within(bound, name, who if who is not None else caller_address())

    def count_person(self, bound: limits.RateLimitItem, name: str, person: str | None) -> None:
        """Count it for a person, or the name of their browser, and widely for the address.

        ``person`` is None for whoever brought no cookie; ``TooManyRequests`` when it is one too many.
        """
        if not self.allows(bound, name, person):
            raise TooManyRequests(retry_after=WAIT_SECONDS)

    def allows(self, bound: limits.RateLimitItem, name: str, person: str | None) -> bool:
        """The same for what nobody has to be refused for: whether there is room."""
        if person is not None and not self._is_within(bound, f"{name}:person", person):
            return False
        return self._is_within(self._wide, f"{name}:address", caller_address())

    def _is_within(self, bound: limits.RateLimitItem, name: str, who: str) -> bool:
        try:
            return self._limiter.hit(bound, f"h5:{name}", pseudonym(who, self._key))
        except self._limiter.storage.base_exceptions:
            return True  # a broken counter must not keep people from reading
