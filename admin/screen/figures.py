"""Everything that the wall shows, as one tree for its script: no person, nobody's words, no small cell.

Each part is kept for some seconds, so that any number of walls costs what one costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from admin.needs import Needs
from admin.screen.keeping import Kept
from admin.screen.tiles import tiles
from admin.showing import FILES, day
from campaigns.planning.coverage import Span, coverage
from core.clock import SHANGHAI, beginning_of, china_date
from knowledge.asked.hotlist import often_asked
from knowledge.asked.pulse import Pulse, pulse, usual_hours
from knowledge.categories import category_label
from places.models import VenueKind
from places.regions import Level
from places.services import load_tree
from tipoffs.figures_guard import LEAST
from tipoffs.wall import DAYS, STEP, TownHazards, WallTips, open_hazards, repairs, wall_tips

EVERY_SECONDS = 5
"""How often a wall asks."""

MOST_SUBJECTS, MOST_ASKED, FEWEST_ASKERS = 8, 5, 3
_NONE = TownHazards(0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Cases:
    """What moves by the minute: hazards and tips."""

    hazards: Mapping[str, TownHazards]
    tips: WallTips
    due: int
    in_time: int


class WallFigures:
    """One for the whole process."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._questions = Kept(timedelta(seconds=2), self._today)
        self._usual = Kept(timedelta(minutes=10), self._usually)
        self._cases = Kept(timedelta(seconds=30), self._of_cases)
        self._plans = Kept(timedelta(minutes=2), self._coverage)

    def tree(self) -> dict[str, Any]:
        """The whole wall as of now."""
        needs, now = self._needs, self._needs.clock.now()
        with needs.database.reading() as session:
            today, asked = self._questions.get(session, now)
            usual = self._usual.get(session, now)
            cases = self._cases.get(session, now)
            reached = self._plans.get(session, now)
            county = load_tree(session)
        hour = now.astimezone(SHANGHAI).hour
        return {
            "at": now.isoformat(),
            "day": day(now),
            "bureau": needs.bureau(),
            "edition": edition(),
            "numbers": _numbers(today, usual, hour, cases),
            "hours": {"today": today.by_hour, "usual": [round(one, 1) for one in usual], "now": hour},
            "subjects": _subjects(today),
            "asked": [{"label": needs.title(one)} for one in asked],
            "towns": _towns(county.at_level(Level.TOWN), cases),
            "rates": _rates(cases),
            "coverage": reached,
        }

    def _today(self, session: Session, now: datetime) -> tuple[Pulse, Sequence[str]]:
        midnight = beginning_of(china_date(now))
        asked = often_asked(session, since=midnight, askers=FEWEST_ASKERS, limit=MOST_ASKED)
        return pulse(session, midnight, now), asked

    @staticmethod
    def _usually(session: Session, now: datetime) -> Sequence[float]:
        return usual_hours(session, beginning_of(china_date(now)))

    @staticmethod
    def _of_cases(session: Session, now: datetime) -> _Cases:
        repaired = repairs(session, now)
        return _Cases(open_hazards(session, now), wall_tips(session, now), repaired.due, repaired.in_time)

    @staticmethod
    def _coverage(session: Session, now: datetime) -> list[dict[str, Any]]:
        today = china_date(now)
        span = Span(date(today.year, 1, 1), today)
        found = [one for kind in VenueKind if (one := coverage(session, kind, span)) is not None]
        return [
            {
                "label": one.kind.label,
                "touched": one.touched,
                "listed": one.listed,
                "percent": one.permille // 10,
            }
            for one in found
            if one.listed
        ]


def edition() -> str:
    """Changes when the page does: a wall that sees another loads itself anew."""
    return "".join(map(FILES.fingerprint, ("js/screen.js", "css/screen.css")))


def _numbers(
    today: Pulse, usual: Sequence[float], hour: int, cases: _Cases
) -> list[dict[str, str | int | None]]:
    so_far = round(sum(usual[: hour + 1]))
    held = cases.hazards.values()
    answered = f"占{today.answered * 100 // today.questions}%" if today.questions else "今天还没有人问"
    tips = cases.tips.received
    return [
        {"key": "questions", "label": "今日提问", "value": today.questions, "note": f"平时到这时约{so_far}"},
        {"key": "answered", "label": "直接答上", "value": today.answered, "note": answered},
        {
            "key": "emergencies",
            "label": "今日紧急求助已应答",
            "value": today.emergencies,
            "note": "已先告知电话和第一步",
        },
        {
            "key": "hazards",
            "label": "在办隐患",
            "value": sum(one.open for one in held),
            "note": f"其中重大{sum(one.major for one in held)}",
        },
        {
            "key": "overdue",
            "label": "逾期未改",
            "value": sum(one.overdue for one in held),
            "note": "过了整改期限还没改好",
        },
        {
            "key": "tips",
            "label": f"近{DAYS}天举报",
            "value": f"{tips}+" if tips is not None else f"少于{LEAST}",
            "note": f"算到昨天，按{STEP}件取整",
        },
    ]


def _subjects(today: Pulse) -> list[dict[str, str | int]]:
    listed = list(today.by_category.items())[:MOST_SUBJECTS]
    return [{"label": category_label(code), "count": count} for code, count in listed]


def _towns(towns: Sequence[Any], cases: _Cases) -> dict[str, Any]:
    placed = tiles(towns)
    return {
        "columns": max((one.column for one in placed), default=0) + 1,
        "rows": max((one.row for one in placed), default=0) + 1,
        "tiles": [
            {"name": one.name, "column": one.column, "row": one.row}
            | asdict(cases.hazards.get(one.code, _NONE))
            | {"tips": _tips_words(cases.tips.by_town.get(one.code))}
            for one in placed
        ],
    }


def _tips_words(count: int | None) -> str:
    return f"{count}+" if count is not None else f"少于{LEAST}或不公开"


def _rates(cases: _Cases) -> list[dict[str, Any]]:
    share = cases.tips.on_time_share
    return [
        {
            "label": "举报按期答复",
            "percent": None if share is None else round(share * 100),
            "note": f"近{DAYS}天，算到昨天" if share is not None else "件数太少，不便公开",
        },
        {
            "label": "隐患按期整改",
            "percent": cases.in_time * 100 // cases.due if cases.due else None,
            "note": f"近{DAYS}天到期{cases.due}处" if cases.due else f"近{DAYS}天没有到期的",
        },
    ]
