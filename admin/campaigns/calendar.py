"""The calendar: a year at a glance, a month day by day, and what belongs into the plan of next month."""

from calendar import Calendar as Weeks
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin.campaigns.reading import year_and_month
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from campaigns.planning.calendar import Occurrence, Proposal
from campaigns.planning.models import Activity, Campaign
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import activities_between, campaigns_between
from core.clock import beginning_of, china_date, end_of

LONG_DAYS = 10
"""What lasts longer stands above the days of a month, not on each of them."""

_FIRST_YEAR, _LAST_YEAR = 2000, 2098


@dataclass
class Day:
    """One day of a month with what falls on it."""

    on: date
    is_inside: bool
    occasions: list[Occurrence] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.occasions or self.campaigns or self.activities)


@dataclass
class Month:
    """One month of the year."""

    number: int
    occasions: list[Occurrence] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What belongs into the plan of a month, the plan that there is for it, and where one is begun."""

    proposal: Proposal
    campaign: Campaign | None
    begin: str


class CalendarPages:
    """The calendar of campaigns: the year, and one month of it."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        see = Permission.SEE
        routes.add("/campaigns/calendar", self.year, name="campaign_calendar", permission=see)
        routes.add("/campaigns/calendar/month", self.month, name="campaign_month", permission=see)

    def year(self, visitor: Visitor) -> ResponseReturnValue:
        """Twelve months, and the proposal for the next."""
        now = self._needs.clock.now()
        today = china_date(now)
        year = request.args.get("year", default=today.year, type=int)
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            year = today.year
        first, last = date(year, 1, 1), date(year, 12, 31)
        calendar = self._needs.campaigns().calendar
        with self._needs.database.reading() as session:
            planned = campaigns_between(session, first, last)
            ahead = campaigns_between(session, today, today + timedelta(days=120))
        months = [Month(number) for number in range(1, 13)]
        for one in calendar.between(first, last):
            if one.since.year == year:
                months[one.since.month - 1].occasions.append(one)
        for campaign in planned:
            months[max(campaign.starts_on, first).month - 1].campaigns.append(campaign)
        return page(
            "campaigns/year",
            year=year, today=today, months=months, names=calendar.name_of,
            following=_following(today), advice=self._suggestions(*_following(today), ahead),
        )  # fmt: skip

    def month(self, visitor: Visitor) -> ResponseReturnValue:
        """Every day of a month, and what belongs into its plan."""
        now = self._needs.clock.now()
        year, number = year_and_month(request.args.get("month"), now)
        weeks = Weeks().monthdatescalendar(year, number)
        first, last = weeks[0][0], weeks[-1][-1]
        calendar = self._needs.campaigns().calendar
        with self._needs.database.reading() as session:
            planned = campaigns_between(session, first, last + timedelta(days=120))
            held = activities_between(session, beginning_of(first), end_of(last))
        days = {on: Day(on, on.month == number) for week in weeks for on in week}
        long = _fill(days, calendar.between(first, last), planned, held)
        begins = date(year, number, 1)
        return page(
            "campaigns/month",
            weeks=[[days[on] for on in week] for week in weeks],
            long=long, begins=begins, before=begins - timedelta(days=1), after=date(*_following(begins), 1),
            today=china_date(now), advice=self._suggestions(year, number, planned),
        )  # fmt: skip

    def _suggestions(self, year: int, month: int, planned: Sequence[Campaign]) -> list[Suggestion]:
        return [
            Suggestion(
                one,
                _planned_for(one.occurrence, planned),
                url_for(
                    "admin.campaign_new", occasion=one.occurrence.occasion.code, year=one.occurrence.day.year
                ),
            )
            for one in self._needs.campaigns().calendar.proposals(year, month)
        ]


def _fill(
    days: Mapping[date, Day],
    occasions: Sequence[Occurrence],
    planned: Sequence[Campaign],
    held: Sequence[Activity],
) -> list[Occurrence | Campaign]:
    """Write everything on its days; what is too long for that is handed back."""
    long: list[Occurrence | Campaign] = []
    last = max(days)
    month = [on for on, day in days.items() if day.is_inside]
    for occasion in occasions:
        if (occasion.until - occasion.since).days >= LONG_DAYS and occasion.touches(month[0], month[-1]):
            long.append(occasion)
        for on in _of(days, occasion.since, occasion.until):
            if (occasion.until - occasion.since).days < LONG_DAYS or on == occasion.day != occasion.since:
                days[on].occasions.append(occasion)
    for campaign in planned:
        if campaign.starts_on > last:
            continue
        if (campaign.ends_on - campaign.starts_on).days >= LONG_DAYS:
            if campaign.starts_on <= month[-1] and campaign.ends_on >= month[0]:
                long.append(campaign)
            continue
        for on in _of(days, campaign.starts_on, campaign.ends_on):
            days[on].campaigns.append(campaign)
    for activity in held:
        if found := days.get(china_date(activity.starts_at)):
            found.activities.append(activity)
    return long


def _of(days: Mapping[date, Day], first: date, last: date) -> list[date]:
    return [on for on in days if first <= on <= last]


def _planned_for(occurrence: Occurrence, planned: Sequence[Campaign]) -> Campaign | None:
    return next(
        (
            one
            for one in planned
            if one.occasion == occurrence.occasion.code
            and occurrence.touches(one.starts_on - timedelta(days=31), one.ends_on + timedelta(days=31))
        ),
        None,
    )


def _following(today: date) -> tuple[int, int]:
    return (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
