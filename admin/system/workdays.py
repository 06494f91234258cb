"""The calendar of working days, from which every time limit is counted: looked at, filled from a notice."""

from collections.abc import Sequence
from datetime import date

from flask.typing import ResponseReturnValue

from admin.done import send_on
from admin.forms import NotADay, Typed, find_day
from admin.marks import number_in
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import as_excel, noted
from admin.showing import page
from admin.system.sheets import SHEET_BYTES, blank_sheet, faults_shown, given_sheet
from admin.visitors import Visitor
from core.clock import china_date
from core.errors import BadContent, NotFound, RuleViolation
from core.sheets import said_of
from places.calendar import (
    FEWEST_HOLIDAYS,
    clear_day,
    days_in_force,
    import_notice,
    load_workdays,
    set_day,
)
from places.calendar import HEADS as NOTICE_HEADS
from places.permissions import PlacesPermission
from staff.recording import permitted
from staff.services import names_of

EDIT = PlacesPermission.EDIT
FIRST, LAST = 2000, 2100
PUBLISHED = "公布的安排"
HEADS = ("日子", "怎么算", "为什么", "谁定的")


class WorkdayPages:
    """The pages of the calendar."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/days", self.listed, name="days", permission=EDIT, menu=MenuItem("工作日历", "calendar"))
        routes.add("/days/export", self.export, name="days_export", permission=EDIT, methods=("POST",))
        routes.add("/days/set", self.put, name="days_set", permission=EDIT, methods=("POST",))
        routes.add("/days/blank.xlsx", self.blank, name="days_blank", permission=EDIT)
        routes.add(
            "/days/take",
            self.take,
            name="days_take",
            permission=EDIT,
            methods=("POST",),
            most_bytes=SHEET_BYTES,
        )
        routes.add("/days/<day>/clear", self.clear, name="days_clear", permission=EDIT, methods=("POST",))

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The days of a year that are not as usual."""
        return self._shown()

    def export(self, visitor: Visitor) -> ResponseReturnValue:
        """The days of the year as a file."""
        with self._needs.database.reading() as session:
            rows = [
                [
                    one.day.isoformat(),
                    "上班" if one.is_workday else "放假",
                    one.name,
                    one.edited_by or PUBLISHED,
                ]
                for one in days_in_force(session, self._year())
            ]
        file = as_excel(self._needs, f"{self._year()}年工作日历", HEADS, rows)
        return noted(file, self._needs, visitor, "lists.export", "list:days")

    def put(self, visitor: Visitor) -> ResponseReturnValue:
        """Say of a day whether it is worked."""
        needs, now, form = self._needs, self._needs.clock.now(), Typed.sent()
        name = form.text("name")[:64]
        try:
            day, is_workday = form.day("day", "哪一天"), form.text("kind") == "work"
            if not _is_kept(day):
                raise NotADay("哪一天", "day")
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
            return self._shown(form.refused(refusal), form)
        return send_on("days", "day", year=day.year)

    def blank(self, visitor: Visitor) -> ResponseReturnValue:
        """A sheet to fill in, with a day that the law itself gives."""
        return blank_sheet("放假通知", NOTICE_HEADS, [(f"{self._year()}-01-01", "否", "元旦")])

    def take(self, visitor: Visitor) -> ResponseReturnValue:
        """Take the days of a published notice over, or say what is wrong with it and change nothing."""
        now = self._needs.clock.now()
        try:
            with given_sheet() as path, self._needs.database.writing() as session:
                permitted(
                    session,
                    lambda: import_notice(session, path, editor=visitor.actor.id, now=now),
                    actor=visitor.actor,
                    permission=EDIT,
                    action="places.import_notice",
                    subject="workdays",
                    now=now,
                )
        except RuleViolation as refusal:
            return self._shown(faults=[refusal.sentence])
        except BadContent as error:
            return self._shown(faults=said_of(error))
        return send_on("days", "days_taken", year=self._year())

    def clear(self, visitor: Visitor, day: str) -> ResponseReturnValue:
        """Take back what was said of it."""
        needs, meant = self._needs, find_day(day)
        if meant is None or not _is_kept(meant):
            raise NotFound
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

    def _shown(
        self, refusal: str = "", form: Typed | None = None, faults: Sequence[str] = ()
    ) -> ResponseReturnValue:
        year = self._year()
        with self._needs.database.reading() as session:
            days = days_in_force(session, year)
            people = names_of(session, {one.edited_by for one in days} - {""})
            provisional = load_workdays(session).is_provisional(date(year, 12, 31))
        return page(
            "days",
            409 if refusal or faults else 200,
            year=year,
            days=days,
            people=people,
            published=PUBLISHED,
            fewest=FEWEST_HOLIDAYS,
            **faults_shown(faults),
            is_provisional=provisional,
            refusal=refusal,
            form=form or Typed({}),
        )

    def _year(self) -> int:
        """The year that the address names; this one for none or nonsense."""
        year = number_in("year")
        return china_date(self._needs.clock.now()).year if year is None else min(max(year, FIRST), LAST)


def _is_kept(day: date) -> bool:
    """Whether the calendar goes as far as this day."""
    return FIRST <= day.year <= LAST
