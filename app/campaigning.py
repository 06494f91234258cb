"""The offices of campaigns, put together."""

from dataclasses import dataclass
from functools import cached_property

from app.settings import Settings
from campaigns.planning.calendar import Calendar
from campaigns.planning.occasions import FILE as CALENDAR_FILE
from campaigns.planning.occasions import load_calendar
from campaigns.planning.themes import ThemeBook
from core.clock import Clock
from core.db import Database


@dataclass
class Campaigning:
    """Everything about campaigns; each part is made when it is first asked for."""

    settings: Settings
    database: Database
    clock: Clock

    @cached_property
    def calendar(self) -> Calendar:
        """Which days and seasons come when."""
        return load_calendar(CALENDAR_FILE)

    @cached_property
    def themes(self) -> ThemeBook:
        """The theme of each year."""
        return ThemeBook(self.calendar)
