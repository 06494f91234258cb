"""So many requests from one address in a minute, and no more.

The bounds are wide: a mobile carrier puts a whole town behind one address, and a typhoon makes all of it ask
at once. They stop a program, not people.
"""

import limits
from flask import request
from werkzeug.exceptions import TooManyRequests

from core.ids import pseudonym

SEARCHES = limits.parse("120/minute")
FORMS = limits.parse("60/minute")
LOGINS = limits.parse("60/minute")
SIGNATURES = limits.parse("240/minute")
ANSWERS = limits.parse("3000/minute")
"""A whole school may sit in one contest behind one address."""
WAIT_SECONDS = 60


class Throttle:
    """Counts in the limiter's store, under a name that does not show the address."""

    def __init__(self, limiter_url: str, key: bytes) -> None:
        self._limiter = limits.strategies.FixedWindowRateLimiter(
            limits.storage.storage_from_string(limiter_url)
        )
        self._key = key

    def count(self, bound: limits.RateLimitItem, name: str) -> None:
        """Count this request; ``TooManyRequests`` when it is one too many."""
        address = pseudonym(request.remote_addr or "", self._key)
        try:
            within = self._limiter.hit(bound, f"h5:{name}", address)
        except self._limiter.storage.base_exceptions:
            return  # a broken counter must not keep people from reading
        if not within:
            raise TooManyRequests(retry_after=WAIT_SECONDS)
