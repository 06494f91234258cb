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
"""So many inspectors have the telephone tell where they stand."""
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
        chance, county = self._chance, self._county
        level = found.level or chance.choices([one for one, _ in _LEVELS], [share for _, share in _LEVELS])[0]
        source = found.source or chance.choice(_SOURCES)
        on = china_date(found.at)
        scope = f"hazard:{COUNTY}:{on:%Y%m%d}"
        self.counters[scope] += 1
        serial = self.counters[scope]
        code = str(HazardCode(COUNTY, found.category.number, level.digit, source.digit, on, serial))
        unit = found.town.office if chance.random() < 0.6 else found.category.lead
        finder = found.finder or county.someone(chance, "verifier")
        leader, fixer = county.someone(chance, "leader"), county.someone(chance, "handling_unit", unit)
        inspector = _another(chance, county, unit, {finder, fixer})
        walk = _Walk(code, found.at, self._days.until, self._into)
        walk.begin(finder, level)
        at = found.point or county.ground.near(found.region, _WITH_A_POINT)
        kind = "hazard_major" if level is HazardLevel.MAJOR else "hazard_general"
        due = signed = fixed = delisted = None
        failed = 0
        if walk.step(A.GRADE, within(chance, (0, 6)), finder):
            self._into.add(
                HazardLevelChange,
                hazard=code,
                level=level,
                clause="演示条款",
                reason="",
                actor=finder,
                at=walk.at,
            )
        if walk.step(A.ORDER, within(chance, (0, 12)), finder):
            ordered, due = walk.at, self._days.end(kind, walk.at)
            if walk.step(A.SIGN_ORDER, within(chance, (0, 24)), leader):
                signed = walk.at
            self._into.add(
                HazardOrder,
                hazard=code, responsible="演示负责人", measures="立即整改，专人负责。",
                funds_fen=chance.randrange(0, 500_000, 100),
                due_on=china_date(due - timedelta(microseconds=1)),
                contingency="整改期间停用，安排人员看守。",
                department=unit, ordered_by=finder, ordered_at=ordered,
                signed_by=leader if signed else None, signed_at=signed,
            )  # fmt: skip
        is_listed = (
            level is HazardLevel.MAJOR
            and chance.random() < 0.2
            and walk.step(A.LIST, within(chance, (1, 48)), leader)
        )
        listed_at = walk.at
        while walk.step(A.CLAIM_FIXED, self._repair(level), fixer):
            passes = chance.random() > 0.04
            if not walk.step(A.PASS if passes else A.FAIL, within(chance, (1, 30)), inspector):
                break
            failed += not passes
            self._into.add(
                HazardReinspection,
                hazard=code, round=failed + passes, inspector=inspector, passed=passes,
                record="已到现场复查。", at=walk.at,
            )  # fmt: skip
            if passes:
                fixed = walk.at
                if walk.step(A.DELIST, within(chance, (0, 24)), inspector):
                    delisted = walk.at
                break
        if is_listed:
            self._list(code, leader, listed_at, delisted)
        if signed is not None:
            self._days.keep_clock(self._into, code, kind, signed, fixed, unit)
        self._into.add(
            Hazard,
            code=code, version=walk.seq, state=walk.state, level=level, source=source,
            category=found.category.code, region=found.region, address=f"{found.town.name}演示路{serial}号",
            latitude=at.lat if at else None, longitude=at.lon if at else None,
            object_name=found.object_name or chance.choice(_WHERE),
            description=chance.choice(_WHAT), clause="演示条款" if walk.seq > 1 else None, finders=[finder],
            fixers=[fixer] if due else [], department=unit if due else None, excluded_units=[],
            excluded_officers=[], due_at=due, plan_signed_at=signed, failed_reinspections=failed,
            is_listed=is_listed and delisted is None, recurs=None, registered_at=found.at, fixed_at=fixed,
            delisted_at=delisted,
        )  # fmt: skip
        return code

    def _repair(self, level: HazardLevel) -> timedelta:
        """Most are repaired within days, one in twenty takes longer than it may."""
        most = 26 if level is HazardLevel.MAJOR else 13
        days = (
            self._chance.uniform(0.1, most)
            if self._chance.random() < 0.95
            else self._chance.uniform(most, 45)
        )
        return timedelta(seconds=int(days * 86_400))

    def _list(self, code: str, leader: str, listed_at: datetime, delisted: datetime | None) -> None:
        published = listed_at + within(self._chance, (24, 200))
        self._into.add(
            HazardListing,
            hazard=code, leader=leader, listed_at=listed_at,
            publish_by=self._days.end("hazard_publish", listed_at),
            published_at=published if published <= self._days.until else None, delisted_at=delisted,
            unlist_by=self._days.end("hazard_publish", delisted) if delisted else None,
            delisting_published_at=None,
        )  # fmt: skip


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


def _another(chance: Random, county: County, unit: str, others: set[str]) -> str:
    for _ in range(20):
        login = county.someone(chance, "verifier", unit)
        if login not in others:
            return login
    return next(login for login in county.staff["verifier"] if login not in others)
