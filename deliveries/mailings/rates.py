"""How many calls an interface still allows, kept in rows so that all workers observe the limit together.

A call counts against the second from the moment its row is claimed until one second after its end, because we
cannot know when in between the platform saw it. Whatever the network does, no second at the platform
therefore sees more calls than the cap. The price is a slightly lower rate: cap ÷ (1 + length of a call in
seconds).
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from core.clock import china_date
from core.statements import insert_once
from deliveries.mailings import statements
from deliveries.mailings.models import ApiDay, ApiMark
from deliveries.mailings.rules import Cap
from deliveries.status import Channel

SECOND = timedelta(seconds=1.05)
"""One second, and room for clocks of several machines that differ."""
FORGOTTEN_AFTER = timedelta(minutes=1)
INDIVIDUAL = (Channel.CUSTOMER_SERVICE, Channel.SUBSCRIPTION, Channel.TEMPLATE)
PLENTY = 1_000_000
ASLEEP_MS = "5000"
"""How long a transaction of this kind may do nothing before PostgreSQL ends it."""


class RemainingCalls:
    """What each interface has left in this transaction, and what was taken of it."""

    def __init__(self, seconds: Mapping[Channel, int], days: Mapping[Channel, int]) -> None:
        self._seconds = dict(seconds)
        self._days = dict(days)
        self.taken: Counter[Channel] = Counter()

    def has(self, api: Channel) -> bool:
        """Whether one more call may be made now."""
        return min(self._seconds[api], self._days[api]) > self.taken[api]

    def is_day_spent(self, api: Channel) -> bool:
        """Whether nothing is left until midnight."""
        return self._days[api] <= self.taken[api]

    def is_any_open(self) -> bool:
        """Whether any interface has room."""
        return any(self.has(api) for api in self._seconds)

    def take(self, api: Channel) -> None:
        """Count one call that will be made."""
        self.taken[api] += 1


class Rates:
    """Reads and writes the rows; ``caps`` are the limits."""

    def __init__(self, caps: Mapping[Channel, Cap]) -> None:
        self._caps = caps

    def hold(self, session: Session, now: datetime) -> RemainingCalls:
        """Lock the counters until the transaction ends, and return what is left.

        Whoever claims people of a mailing takes this lock first, so two workers can claim neither the same
        capacity nor the same person.
        """
        on = china_date(now)
        calls = self._counted(session, now)
        if len(calls) < len(INDIVIDUAL):
            rows = [{"api": api, "on": on, "calls": 0} for api in INDIVIDUAL]
            insert_once(session, ApiDay, rows, conflict=["api", "on"])
            calls = self._counted(session, now)
        return RemainingCalls(self._of_the_second(session, now), self._of_the_day(calls))

    def _counted(self, session: Session, now: datetime) -> dict[Channel, int]:
        query = select(ApiDay.api, ApiDay.calls)
        if session.get_bind().dialect.name != "sqlite":
            # A worker that hangs while holding this lock must not block all others for long.
            query = query.add_columns(
                func.set_config("idle_in_transaction_session_timeout", ASLEEP_MS, text("true"))
            )
        found = session.execute(
            query.where(ApiDay.on == china_date(now), ApiDay.api.in_(INDIVIDUAL))
            .order_by(ApiDay.api)
            .with_for_update()
        )
        return {row[0]: row[1] for row in found}

    def _of_the_day(self, calls: Mapping[Channel, int]) -> dict[Channel, int]:
        return {
            api: PLENTY if (cap := self._cap(api).a_day) is None else max(0, cap - calls[api])
            for api in INDIVIDUAL
        }

    def _of_the_second(self, session: Session, now: datetime) -> dict[Channel, int]:
        capped = [api for api in INDIVIDUAL if self._cap(api).a_second is not None]
        rest = dict.fromkeys(INDIVIDUAL, PLENTY)
        if not capped:
            return rest
        going = session.execute(statements.GOING)
        ended = session.execute(
            select(ApiMark.api, func.sum(ApiMark.calls))
            .where(ApiMark.at > now - SECOND)
            .group_by(ApiMark.api)
        )
        used: Counter[Channel] = Counter()
        for api, count in [*going, *ended]:
            used[api] += int(count)
        for api in capped:
            rest[api] = max(0, (self._cap(api).a_second or 0) - used[api])
        return rest

    def note_taken(self, session: Session, remaining: RemainingCalls, now: datetime) -> None:
        """Add what was taken to the count of the day."""
        for api, count in remaining.taken.items():
            session.execute(
                update(ApiDay)
                .where(ApiDay.api == api, ApiDay.on == china_date(now))
                .values(calls=ApiDay.calls + count)
                .execution_options(synchronize_session=False)
            )

    def note_ended(self, session: Session, ended: Mapping[Channel, int], now: datetime) -> None:
        """Record how many calls have ended by now, before their rows leave the state ``sending``."""
        rows = [
            {"api": api, "at": now, "calls": count}
            for api, count in ended.items()
            if self._cap(api).a_second is not None
        ]
        if rows:
            session.execute(insert(ApiMark), rows)
            session.execute(delete(ApiMark).where(ApiMark.at < now - FORGOTTEN_AFTER))

    def _cap(self, api: Channel) -> Cap:
        return self._caps.get(api, Cap())
