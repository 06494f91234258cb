"""The services behind the pages of 活动中心, handed in by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from campaigns.library.material_files import MaterialFiles
from campaigns.library.scanning import ScanService
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
    material_files: MaterialFiles
    get_ready: Callable[[datetime], object]
