"""Hazards as they come to a county: most are small and soon repaired; each step is one of the real table."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.demo.county import COUNTY, County, Town
from app.demo.days import Days, within
from app.demo.filling import Filler
from core.clock import china_date
from places.geometry import Point
from staff.actors import ActorKind
from tipoffs.hazards.code import HazardCode
from tipoffs.hazards.models import (
    Hazard,
    HazardEvent,
    HazardLevel,
    HazardLevelChange,
    HazardListing,
    HazardOrder,
    HazardReinspection,
    HazardSource,
)
from tipoffs.hazards.status import MOVES, HazardAction, HazardState
from tipoffs.routing.categories import Category

_LEVELS = (
    (HazardLevel.LOW, 55),
    (HazardLevel.GENERAL, 40),
    (HazardLevel.SERIOUS, 4.9),
    (HazardLevel.MAJOR, 0.1),
)
_SOURCES = (HazardSource.INSPECTION, HazardSource.GRID, HazardSource.GRID, HazardSource.SELF_CHECK)
_WHAT = (
    "灭火器压力不足", "疏散指示灯不亮", "配电箱前堆放杂物", "电线私拉乱接", "防护罩缺失", "临边没有防护栏",
    "特种作业证过期", "气瓶没有固定", "安全出口堆放货物", "有限空间没有警示标志", "粉尘没有及时清扫",
    "应急预案没有演练记录",
)  # fmt: skip
_WHERE = (
    "演示五金厂",
    "演示服装厂",
    "演示超市",
    "演示仓库",
    "演示餐馆",
    "演示出租房",
    "演示塑料厂",
    "演示工地",
)
_WITH_A_POINT = 0.85
"""The share of inspectors whose telephone tells where they stand."""
A, S = HazardAction, HazardState


@dataclass(frozen=True, slots=True)
class Found:
    """How a hazard came to be known."""

    at: datetime
    town: Town
    region: str
    category: Category
    level: HazardLevel | None = None
    source: HazardSource | None = None
    object_name: str | None = None
    finder: str | None = None
    point: Point | None = None


class _Walk:
    """One hazard on its way; a step that the table does not know raises, one in the future is not taken."""

    def __init__(self, code: str, at: datetime, until: datetime, into: Filler) -> None:
        self.code, self.at, self.seq, self.state = code, at, 0, S.REGISTERED
        self._until = until
        self._into = into
        self._stands = False

    def begin(self, actor: str, level: HazardLevel) -> None:
        self._note(A.REGISTER, None, actor, {"level": level.value})

    def step(self, action: HazardAction, after: timedelta, actor: str) -> bool:
        if self._stands or self.at + after > self._until:
            self._stands = True
            return False
        self.at += after
        before, self.state = self.state, MOVES[self.state, action].to
        self._note(action, before, actor, {})
        return True

    def _note(
        self, action: HazardAction, before: HazardState | None, actor: str, detail: dict[str, str]
    ) -> None:
        self.seq += 1
        reason = "复查没有达到要求。" if action is A.FAIL else ""
        self._into.add(
            HazardEvent,
            hazard=self.code, seq=self.seq, action=action, before=before, after=self.state,
            actor_kind=ActorKind.STAFF, actor=actor, reason=reason, at=self.at, detail=detail,
        )  # fmt: skip


@dataclass(slots=True)
class _Known:
    """A hazard that is registered: who works on it, and the moments of what has happened to it."""

    found: Found
    walk: _Walk
    level: HazardLevel
    source: HazardSource
    address: str
    point: Point | None
    unit: str
    finder: str
    leader: str
    fixer: str
    inspector: str
    due: datetime | None = None
    signed: datetime | None = None
    listed: datetime | None = None
    fixed: datetime | None = None
    delisted: datetime | None = None
    failed: int = 0
    """How many visits found the repair not done."""

    @property
    def code(self) -> str:
        """The number of the hazard."""
        return self.walk.code

    @property
    def kind(self) -> str:
        """Which time limit its repair has."""
        return "hazard_major" if self.level is HazardLevel.MAJOR else "hazard_general"


class HazardMaker:
    """Makes hazards with all that hangs on them; ``counters`` are those of the real numbering."""

    def __init__(self, into: Filler, county: County, days: Days, chance: Random) -> None:
        self._into = into
        self._county = county
        self._days = days
        self._chance = chance
        self.counters: Counter[str] = Counter()

    def make(self, found: Found) -> str:
        """One hazard up to where it stands today; its code."""
        one = self._registered(found)
        self._grade(one)
        self._order(one)
        self._list(one)
        self._repair(one)
        if one.listed is not None:
            self._publish(one, one.listed)
        if one.signed is not None:
            self._days.keep_clock(self._into, one.code, one.kind, one.signed, one.fixed, one.unit)
        self._write(one)
        return one.code

    def _registered(self, found: Found) -> _Known:
        """The hazard with its code, and whoever will work on it."""
        chance, county = self._chance, self._county
        level = found.level or chance.choices([one for one, _ in _LEVELS], [share for _, share in _LEVELS])[0]
        source = found.source or chance.choice(_SOURCES)
        on = china_date(found.at)
        scope = f"hazard:{COUNTY}:{on:%Y%m%d}"
        self.counters[scope] += 1
        serial = self.counters[scope]
        code = str(HazardCode(COUNTY, found.category.number, level.number, source.number, on, serial))
        unit = found.town.office if chance.random() < 0.6 else found.category.lead
        finder = found.finder or county.someone(chance, "verifier")
        leader, fixer = county.someone(chance, "leader"), county.someone(chance, "handling_unit", unit)
        inspector = _another(chance, county, unit, {finder, fixer})
        walk = _Walk(code, found.at, self._days.until, self._into)
        walk.begin(finder, level)
        point = found.point or county.ground.near(found.region, _WITH_A_POINT)
        address = f"{found.town.name}演示路{serial}号"
        return _Known(found, walk, level, source, address, point, unit, finder, leader, fixer, inspector)

    def _grade(self, one: _Known) -> None:
        if not one.walk.step(A.GRADE, within(self._chance, (0, 6)), one.finder):
            return
        self._into.add(
            HazardLevelChange,
            hazard=one.code, level=one.level, clause="演示条款", reason="", actor=one.finder, at=one.walk.at,
        )  # fmt: skip

    def _order(self, one: _Known) -> None:
        """The order to repair it, which a leader signs."""
        chance, walk = self._chance, one.walk
        if not walk.step(A.ORDER, within(chance, (0, 12)), one.finder):
            return
        ordered, one.due = walk.at, self._days.end(one.kind, walk.at)
        if walk.step(A.SIGN_ORDER, within(chance, (0, 24)), one.leader):
            one.signed = walk.at
        self._into.add(
            HazardOrder,
            hazard=one.code, responsible="演示负责人", measures="立即整改，专人负责。",
            funds_fen=chance.randrange(0, 500_000, 100),
            due_on=china_date(one.due - timedelta(microseconds=1)),
            contingency="整改期间停用，安排人员看守。",
            department=one.unit, ordered_by=one.finder, ordered_at=ordered,
            signed_by=one.leader if one.signed else None, signed_at=one.signed,
        )  # fmt: skip

    def _list(self, one: _Known) -> None:
        """A fifth of the major ones are listed for supervision."""
        is_grave = one.level is HazardLevel.MAJOR and self._chance.random() < 0.2
        if is_grave and one.walk.step(A.LIST, within(self._chance, (1, 48)), one.leader):
            one.listed = one.walk.at

    def _repair(self, one: _Known) -> None:
        """Repairs and looks at them, until one passes or the present has come."""
        chance, walk = self._chance, one.walk
        while one.fixed is None and walk.step(A.CLAIM_FIXED, self._repairing(one.level), one.fixer):
            passes = chance.random() > 0.04
            if not walk.step(A.PASS if passes else A.FAIL, within(chance, (1, 30)), one.inspector):
                return
            one.failed += not passes
            one.fixed = walk.at if passes else None
            self._into.add(
                HazardReinspection,
                hazard=one.code, round=one.failed + passes, inspector=one.inspector, passed=passes,
                record="已到现场复查。", at=walk.at,
            )  # fmt: skip
        if one.fixed is not None and walk.step(A.DELIST, within(chance, (0, 24)), one.inspector):
            one.delisted = walk.at

    def _repairing(self, level: HazardLevel) -> timedelta:
        """Most are repaired within days, one in twenty takes longer than it may."""
        most = 26 if level is HazardLevel.MAJOR else 13
        days = (
            self._chance.uniform(0.1, most)
            if self._chance.random() < 0.95
            else self._chance.uniform(most, 45)
        )
        return timedelta(seconds=int(days * 86_400))

    def _publish(self, one: _Known, listed_at: datetime) -> None:
        published = listed_at + within(self._chance, (24, 200))
        self._into.add(
            HazardListing,
            hazard=one.code, leader=one.leader, listed_at=listed_at,
            publish_by=self._days.end("hazard_publish", listed_at),
            published_at=published if published <= self._days.until else None, delisted_at=one.delisted,
            unlist_by=self._days.end("hazard_publish", one.delisted) if one.delisted else None,
            delisting_published_at=None,
        )  # fmt: skip

    def _write(self, one: _Known) -> None:
        found, walk, chance = one.found, one.walk, self._chance
        self._into.add(
            Hazard,
            code=one.code, version=walk.seq, state=walk.state, level=one.level, source=one.source,
            category=found.category.code, region=found.region, address=one.address,
            latitude=one.point.lat if one.point else None, longitude=one.point.lon if one.point else None,
            object_name=found.object_name or chance.choice(_WHERE),
            description=chance.choice(_WHAT), clause="演示条款" if walk.seq > 1 else None,
            finders=[one.finder], fixers=[one.fixer] if one.due else [],
            department=one.unit if one.due else None, excluded_units=[], excluded_officers=[],
            due_at=one.due, plan_signed_at=one.signed, failed_reinspections=one.failed,
            is_listed=one.listed is not None and one.delisted is None, recurs=None,
            registered_at=found.at, fixed_at=one.fixed, delisted_at=one.delisted,
        )  # fmt: skip


def _another(chance: Random, county: County, unit: str, others: set[str]) -> str:
    for _ in range(20):
        login = county.someone(chance, "verifier", unit)
        if login not in others:
            return login
    return next(login for login in county.staff["verifier"] if login not in others)
