"""The clocks as the tip and hazard offices ask for them: by case and kind, begun anew without ado."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import china_date
from places.calendar import load_workdays
from places.workdays import end_of_day
from tipoffs.clocks.models import CaseClock
from tipoffs.clocks.services import ClockService
from tipoffs.ports import ClockKind, Extension
from tipoffs.routing.categories import categories

_MOMENT = timedelta(microseconds=1)
_MAJOR = "hazard_major"


class ClockKeeper:
    """``tipoffs.ports.Clocks`` on the table of clocks."""

    def __init__(self, service: ClockService) -> None:
        self._service = service

    def start(
        self,
        session: Session,
        case: str,
        kind: ClockKind,
        now: datetime,
        *,
        category: str | None = None,
        until: datetime | None = None,
    ) -> datetime:
        """Begin a clock; one of the same kind ends. ``until`` is a last day that an order names."""
        name = self._kind(kind, category)
        length = None if until is None else (china_date(until - _MOMENT) - china_date(now)).days
        if kind is ClockKind.FIX and length is not None and length > self._service.rule(name).length:
            name = _MAJOR
        running = self._running(session, case, kind)
        if running is not None:
            self._service.stop(session, running.id, now)
        # An order of the same day ends with that day.
        clock = self._service.start(
            session, case, name, now, length=None if length is None else max(length, 1)
        )
        assert clock.due_at is not None
        return clock.due_at if until is None else until

    def stop(self, session: Session, case: str, kind: ClockKind, now: datetime) -> None:
        """Nothing happens where none runs."""
        running = self._running(session, case, kind)
        if running is not None:
            self._service.stop(session, running.id, now)

    def stop_all(self, session: Session, case: str, now: datetime) -> None:
        """Every clock of the case ends."""
        self._service.stop_all(session, case, now)

    def pause(self, session: Session, case: str, kind: ClockKind, now: datetime) -> None:
        """Let it stand still; one that is over or stands still stays as it is."""
        running = self._running(session, case, kind)
        if running is None or running.paused_at is not None:
            return
        if running.due_at is None or now < running.due_at:
            self._service.pause(session, running.id, "等待举报人补充", now)

    def resume(self, session: Session, case: str, kind: ClockKind, now: datetime) -> None:
        """Let it run on."""
        running = self._running(session, case, kind)
        if running is not None and running.paused_at is not None:
            self._service.resume(session, running.id, now)

    def extend(
        self, session: Session, case: str, kind: ClockKind, extension: Extension, now: datetime
    ) -> datetime:
        """Give it more days; what the service refuses is refused."""
        running = self._running(session, case, kind)
        if running is None:
            # The sixty days are over or were never counted: an extension counts from today.
            return end_of_day(load_workdays(session).after_days(china_date(now), extension.length))
        clock = self._service.extend(session, running.id, extension, now)
        assert clock.due_at is not None
        return clock.due_at

    def workdays_between(self, session: Session, start: datetime, end: datetime) -> int:
        """The working days after the day of ``start`` up to and with the last day before ``end``."""
        return load_workdays(session).between(china_date(start), china_date(end - _MOMENT))

    def _running(self, session: Session, case: str, kind: ClockKind) -> CaseClock | None:
        for name in self._names(kind):
            found = self._service.find_open(session, case, name)
            if found is not None:
                return found
        return None

    @staticmethod
    def _kind(kind: ClockKind, category: str | None) -> str:
        industry = categories().get(category or "") if kind is ClockKind.VERIFY else None
        if industry is None or industry.clock == ClockKind.ANSWER.value:
            # The sixty days for the answer run by themselves; verifying has the shorter time beside them.
            return kind.value
        return industry.clock

    @staticmethod
    def _names(kind: ClockKind) -> tuple[str, ...]:
        if kind is ClockKind.VERIFY:
            own = {one.clock for one in categories().values()} - {ClockKind.ANSWER.value}
            return (kind.value, *sorted(own - {kind.value}))
        return (kind.value, _MAJOR) if kind is ClockKind.FIX else (kind.value,)
