"""The calendar of working days, from which every time limit is counted."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from admin.done import send_on
from admin.doors import Doors
from admin.forms import NotADay, day_of
from admin.keeper import Visitor
from admin.marks import number_in
from admin.needs import Needs
from admin.sheets import as_excel, note_taken
from admin.showing import page
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from places.calendar import clear_day, days_of, load_workdays, set_day
from places.permissions import PlacesPermission
from staff.recording import permitted

EDIT = PlacesPermission.EDIT
FIRST, LAST = 2000, 2100
HEADS = ("日子", "怎么算", "为什么", "谁定的")


class Days:
    """The pages of the calendar."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        doors.add("/days", self.listed, name="days", permission=EDIT, menu="工作日历", icon="calendar")
        doors.add("/days/export", self.export, name="days_export", permission=EDIT, methods=("POST",))
        doors.add("/days/set", self.put, name="days_set", permission=EDIT, methods=("POST",))
        doors.add("/days/<day>/clear", self.clear, name="days_clear", permission=EDIT, methods=("POST",))

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The days of a year that are not as usual."""
        return self._shown()

    def export(self, visitor: Visitor) -> ResponseReturnValue:
        """The days of the year as a file."""
        note_taken(self._needs, visitor, "lists.export", "list:days")
        with self._needs.database.reading() as session:
            rows = [
                [one.day.isoformat(), "上班" if one.is_workday else "放假", one.name, one.edited_by or ""]
                for one in days_of(session, self._year())
            ]
        return as_excel(self._needs, f"{self._year()}年工作日历", HEADS, rows)

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
        except NotADay:
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
        year = self._year()
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

    def _year(self) -> int:
        """The year that the address names; this one for none or nonsense."""
        year = number_in("year")
        return china_date(self._needs.clock.now()).year if year is None else min(max(year, FIRST), LAST)


def _day(words: str) -> date:
    day = day_of(words, "哪一天")
    if not FIRST <= day.year <= LAST:
        raise NotADay("哪一天")
    return day
