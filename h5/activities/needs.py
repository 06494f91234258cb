"""The services behind the pages of 活动中心, handed in by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from campaigns.library.scanning import ScanService
from campaigns.library.shelves import Shelves
from campaigns.planning.calendar import Calendar
from campaigns.planning.lectures import LectureService
from campaigns.planning.ports import Regions


@dataclass(frozen=True, slots=True)
class ActivityServices:
    """``get_ready`` is called before a transaction in which somebody may be told something."""

    calendar: Calendar
    regions: Regions
    lectures: LectureService
    scans: ScanService
    shelves: Shelves
    get_ready: Callable[[datetime], object]
