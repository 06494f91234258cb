"""Cases like this one: listed to staff with reasons, and answered to a citizen by yes or no.

Tips and hazards alike are looked at, closed ones too. That hazards found by inspectors count as well keeps a
"yes" from telling that somebody reported: it says only that the bureau may know. What others said is opened
by the system for comparing and goes no further; staff are given numbers, figures and reasons.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from staff.actors import Actor, ActorKind, NotPermitted
from tipoffs.duplicates import SUGGESTED, Comparing, Likeness, Report, Spot
from tipoffs.hazards.models import Hazard
from tipoffs.hazards.queries import seen_hazard
from tipoffs.hazards.status import OPEN
from tipoffs.permissions import Permission
from tipoffs.tips.files import get_tip
from tipoffs.tips.models import Tip
from tipoffs.tips.status import FINISHED
from tipoffs.tips.verbs import Office, require_reach
from tipoffs.vault.errors import Destroyed
from tipoffs.worklists import below

_SYSTEM_ACTOR = Actor(ActorKind.SYSTEM, "comparing")
_TOWN_DIGITS = 9
_LOOKED_AT = 300
_OPENED = 40
"""How many cases are compared by place, and how many of the nearest by their words, which are sealed."""

_RECENT = timedelta(days=60)
"""What was reported of late in the same town is looked at whatever its industry: the guess may differ."""

_MOST_BY_WORDS = 0.46
_SAME_PLACE, _SAME_FACT = 0.7, 0.45


@dataclass(frozen=True, slots=True)
class Similar:
    """A case that may be the same matter, and why; no word of anybody's."""

    number: str
    is_tip: bool
    state: str
    is_closed: bool
    score: float
    metres: int | None
    days: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """What others are compared with; ``region`` is empty where nothing tells."""

    report: Report
    region: str
    object_name: str


class SimilarCases:
    """Looks for cases alike; ``office`` is the tip office's."""

    def __init__(self, office: Office, comparing: Comparing) -> None:
        self._office = office
        self._comparing = comparing

    def similar(self, session: Session, number: str, actor: Actor, now: datetime) -> list[Similar]:
        """What may be the same matter as this tip and the actor may see, the likeliest first."""
        actor.require(Permission.TIPS_SEE)
        tip = get_tip(session, number)
        require_reach(self._office, tip, actor)
        asked = Asked(_report_of(tip, self._said(session, number)), tip.region, tip.object_name)
        tips, hazards = self._around(session, asked)
        seen = {one.number: one for one in tips if self._may_see(session, one, actor)}
        known = {one.code: one for one in hazards if self._may_see(session, one, actor)}
        found = self._compared(session, asked.report, seen, known, now)
        return [
            _told(likeness, seen.get(likeness.number) or known[likeness.number], tip.submitted_at)
            for likeness in found
        ]

    def is_known(self, session: Session, asked: Asked, now: datetime) -> bool:
        """Whether the bureau may know of the matter already; for whoever asks, and nothing more than that."""
        tips, hazards = self._around(session, asked)
        seen, known = {one.number: one for one in tips}, {one.code: one for one in hazards}
        return bool(self._compared(session, asked.report, seen, known, now, most=1))

    def _compared(
        self,
        session: Session,
        asked: Report,
        tips: Mapping[str, Tip],
        hazards: Mapping[str, Hazard],
        now: datetime,
        *,
        most: int = 5,
    ) -> Sequence[Likeness]:
        near = self._near(asked, [_report_of(one, "") for one in tips.values()])
        told = [replace(one, words=self._said(session, one.number)) for one in near]
        written = self._near(asked, [_hazard_report(one) for one in hazards.values()])
        return self._comparing.suggest(asked, [*told, *written], most=most)

    def _near(self, asked: Report, others: Iterable[Report]) -> list[Report]:
        """Those that could still pass for the same matter, whatever was said; the nearest first."""
        wordless = replace(asked, words="")
        ranked = [(self._comparing.likeness(wordless, replace(one, words="")), one) for one in others]
        likely = [
            (likeness.score, one)
            for likeness, one in ranked
            if likeness.place >= 0.2 and likeness.score + _MOST_BY_WORDS >= SUGGESTED
        ]
        likely.sort(key=lambda pair: (-pair[0], pair[1].number))
        return [one for _, one in likely[:_OPENED]]

    def _around(self, session: Session, asked: Asked) -> tuple[Sequence[Tip], Sequence[Hazard]]:
        report = asked.report
        recent = Tip.submitted_at >= report.received_at - _RECENT
        tips = session.scalars(
            select(Tip)
            .where(
                Tip.number != report.number,
                *_nearby(Tip, asked, self._comparing.reach(report.category), recent),
            )
            .order_by(Tip.submitted_at.desc(), Tip.number)
            .limit(_LOOKED_AT)
        ).all()
        hazards = session.scalars(
            select(Hazard)
            .where(*_nearby(Hazard, asked, self._comparing.reach(report.category)))
            .order_by(Hazard.registered_at.desc(), Hazard.code)
            .limit(_LOOKED_AT)
        ).all()
        return tips, hazards

    def _may_see(self, session: Session, case: Tip | Hazard, actor: Actor) -> bool:
        try:
            if isinstance(case, Tip):
                require_reach(self._office, case, actor)
            else:
                seen_hazard(session, self._office.regions, case.code, actor)
        except NotPermitted:
            return False
        return True

    def _said(self, session: Session, number: str) -> str:
        """What was first told; nothing where its time is over and it was destroyed."""
        try:
            return self._office.safe.open_field(session, number, "words", _SYSTEM_ACTOR)
        except (Destroyed, NotFound):
            return ""


def _nearby(
    table: type[Tip | Hazard], asked: Asked, metres: float, *more: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    """Those of the same town that share an industry or a name, or lie within reach of the point."""
    report = asked.report
    alike = [table.category == report.category, *more]
    if asked.object_name:
        alike.append(table.object_name == asked.object_name)
    if report.spot is not None:
        # A degree of latitude is 111 km and one of longitude less, so this box is rather too wide.
        degrees = metres / 80_000
        longitude, latitude = report.spot
        alike.append(
            and_(
                table.latitude.between(latitude - degrees, latitude + degrees),
                table.longitude.between(longitude - degrees, longitude + degrees),
            )
        )
    town = [below(table.region, asked.region[:_TOWN_DIGITS])] if asked.region else []
    return [*town, or_(*alike)]


def _report_of(tip: Tip, words: str) -> Report:
    where = place_words(tip.address, tip.object_name)
    spot = spot_of(tip.latitude, tip.longitude)
    return Report(tip.number, tip.category, where, words, spot, tip.submitted_at)


def _hazard_report(hazard: Hazard) -> Report:
    where = place_words(hazard.address, hazard.object_name)
    spot = spot_of(hazard.latitude, hazard.longitude)
    return Report(hazard.code, hazard.category, where, hazard.description, spot, hazard.registered_at)


def place_words(address: str, object_name: str) -> str:
    """Where it is, as it is compared."""
    return f"{address} {object_name}".strip()


def spot_of(latitude: float | None, longitude: float | None) -> Spot | None:
    """The point, where there is one."""
    return None if latitude is None or longitude is None else (longitude, latitude)


def _told(likeness: Likeness, case: Tip | Hazard, asked_at: datetime) -> Similar:
    is_tip = isinstance(case, Tip)
    is_closed = case.state in FINISHED if isinstance(case, Tip) else case.state not in OPEN
    reasons = []
    if likeness.place >= _SAME_PLACE:
        away = f"，相距约{likeness.metres}米" if likeness.metres is not None else ""
        reasons.append(f"地点相同或相邻{away}")
    if likeness.words >= _SAME_FACT:
        reasons.append("反映的情况相近")
    if likeness.same_category:
        reasons.append("同一行业")
    at = case.submitted_at if isinstance(case, Tip) else case.registered_at
    reasons.append(f"{'早' if at <= asked_at else '晚'}{likeness.days}天")
    if is_closed:
        reasons.append("已经办结，可能是复发")
    if isinstance(case, Tip) and case.also_found:
        reasons.append("举报人说“我也发现”")
    return Similar(
        number=likeness.number,
        is_tip=is_tip,
        state=case.state.label,
        is_closed=is_closed,
        score=likeness.score,
        metres=likeness.metres,
        days=likeness.days,
        reasons=tuple(reasons),
    )
