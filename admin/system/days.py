"""The calendar of working days, from which every time limit is counted."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import send_on
from admin.doors import Doors
from admin.keeper import Visitor
from admin.needs import Needs
from admin.showing import page
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from places.calendar import BadDay, clear_day, days_of, load_workdays, set_day
from places.permissions import PlacesPermission
from staff.recording import permitted

EDIT = PlacesPermission.EDIT
FIRST, LAST = 2000, 2100


class Days:
    """The pages of the calendar."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        doors.add("/days", self.listed, name="days", permission=EDIT, menu="工作日历", icon="calendar")
        doors.add("/days/set", self.put, name="days_set", permission=EDIT, methods=("POST",))
        doors.add("/days/<day>/clear", self.clear, name="days_clear", permission=EDIT, methods=("POST",))

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The days of a year that are not as usual."""
        return self._shown()

    def put(self, visitor: Visitor) -> ResponseReturnValue:
        """Say of a day whether it is worked."""
        needs, now = self._needs, self._needs.clock.now()
        name = request.form.get("name", "").strip()[:64]
        try:
            day, is_workday = _day(request.form.get("day", "")), request.form.get("kind") == "work"
            with needs.database.writing() as session:
                permitted(
                    session,
                    lambda: set_day(
                        session, day, is_workday=is_workday, name=name, editor=visitor.actor.id, now=now
                    ),
                    actor=visitor.actor,
                    permission=EDIT,
                    action="places.set_day",
                    subject=f"day:{day}",
                    now=now,
                    reason=name,
                )
        except RuleViolation as refusal:
            return self._shown(refusal.sentence)
        return send_on("days", "day", year=day.year)

    def clear(self, visitor: Visitor, day: str) -> ResponseReturnValue:
        """Take back what was said of it."""
        needs = self._needs
        try:
            meant = _day(day)
        except BadDay:
            raise NotFound from None
        with needs.database.writing() as session:
            permitted(
                session,
                lambda: clear_day(session, meant),
                actor=visitor.actor,
                permission=EDIT,
                action="places.clear_day",
                subject=f"day:{meant}",
                now=needs.clock.now(),
            )
        return send_on("days", "cleared", year=meant.year)

    def _shown(self, refusal: str = "") -> ResponseReturnValue:
        this = china_date(self._needs.clock.now()).year
        asked = request.args.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this
        year = min(max(year, FIRST), LAST)
        with self._needs.database.reading() as session:
            days = days_of(session, year)
            provisional = load_workdays(session).is_provisional(date(year, 12, 31))
        return page(
            "days",
            409 if refusal else 200,
            year=year,
            days=days,
            is_provisional=provisional,
            refusal=refusal,
            typed=request.form,
        )


def _day(words: str) -> date:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        raise BadDay(notices.BAD_DAY) from None
    if not FIRST <= day.year <= LAST:
        raise BadDay(notices.BAD_DAY)
    return day
