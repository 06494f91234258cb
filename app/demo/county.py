"""The made-up county: its code begins with 99, which no province has, and its people are called 演示."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random

from sqlalchemy.orm import Session

from app.demo.ground import Ground
from core.cache import invalidate
from core.crypto import new_key
from places.models import RegionEntry
from places.regions import Level
from places.services import REGIONS
from staff.audit import record
from staff.models import StaffRole, StaffUser
from staff.passwords import hashed
from staff.services import OPERATOR
from tipoffs.routing.categories import usual_departments
from tipoffs.routing.models import DepartmentEntry
from tipoffs.routing.services import ROUTING

COUNTY = "990101"
EDITOR = "demo"
_FIRST = "云石溪白青柳松枫桃梅竹兰荷桂樟榆杏棠葵菊"
_SECOND = "岙浦岭桥塘湾坑洋渡坪墩堰埠垟宅店亭井泉坞"
_ROLES = (
    ("intake_officer", 24), ("leader", 24), ("verifier", 200), ("handling_unit", 300), ("supervisor", 12),
    ("duty_officer", 20), ("payout_officer", 4), ("legal_officer", 6), ("custodian", 2), ("audit_admin", 2),
    ("read_only", 6),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Town:
    """One town, its office and its villages."""

    code: str
    name: str
    office: str
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class County:
    """Who and what there is; logins by role and department."""

    towns: Sequence[Town]
    ground: Ground
    staff: dict[str, list[str]]
    at: dict[tuple[str, str], list[str]]

    def someone(self, chance: Random, role: str, department: str | None = None) -> str:
        """A login with this role, of this department if it has one."""
        return chance.choice(self.at.get((role, department or "")) or self.staff[role])


def found_county(
    session: Session, chance: Random, now: datetime, seed: int, *, towns: int, villages: int, people: int
) -> County:
    """Write regions, departments, accounts and roles; accounts are in the audit log, as all are."""
    ground = Ground(towns, seed)
    made = _regions(session, chance, now, towns, villages, ground)
    codes = [*usual_departments(), *(town.office for town in made)]
    for code, name in usual_departments().items():
        session.add(DepartmentEntry(code=code, name=name, region="", edited_by=EDITOR, edited_at=now))
    for town in made:
        session.add(
            DepartmentEntry(
                code=town.office,
                name=f"{town.name}人民政府",
                region=town.code,
                edited_by=EDITOR,
                edited_at=now,
            )
        )
    session.flush()
    for changed in (REGIONS, ROUTING):
        invalidate(session, changed)
    return _staffed(session, County(made, ground, {}, {}), codes, now, people)


def _regions(
    session: Session, chance: Random, now: datetime, towns: int, villages: int, ground: Ground
) -> list[Town]:
    names = [first + second for first in _FIRST for second in _SECOND]
    chance.shuffle(names)
    rows = [(COUNTY, "演示县", "", Level.COUNTY)]
    made = []
    for place in range(towns):
        code = f"{COUNTY}{place + 1:03}"
        name = names.pop() + ("街道" if place < towns // 3 else "镇")
        share = villages // towns + (place < villages % towns)
        # Two towns may have a village of one name, as in every county.
        held = chance.sample(names, share)
        inside = [f"{code}{number + 1:03}" for number in range(share)]
        rows.append((code, name, COUNTY, Level.TOWN))
        rows += [(one, f"{name_}村", code, Level.VILLAGE) for one, name_ in zip(inside, held, strict=True)]
        made.append(Town(code, name, f"town-{place + 1:02}", tuple(inside)))
    session.add_all(
        RegionEntry(
            code=code, name=name, parent_code=parent, level=int(level), aliases=[],
            geometry=ground.outline(code) if level is Level.TOWN else None, edited_by=EDITOR, edited_at=now,
        )
        for code, name, parent, level in rows
    )  # fmt: skip
    return made


def _staffed(session: Session, county: County, departments: list[str], now: datetime, people: int) -> County:
    nobodys = nobodys_password()
    roles = [role for role, count in _ROLES for _ in range(max(1, count * people // 600))][:people]
    for number, role in enumerate(roles, start=1):
        login = f"demo{number:03}"
        department = departments[number % len(departments)] if role in {"verifier", "handling_unit"} else None
        enrol(session, login, f"演示{number:03}", role, department, nobodys, now)
        county.staff.setdefault(role, []).append(login)
        county.at.setdefault((role, department or ""), []).append(login)
    return county


@cache
def nobodys_password() -> str:
    """One hash for all, of a password that nobody has: an administrator gives out a new one."""
    return hashed(new_key().hex())


def enrol(
    session: Session, login: str, name: str, role: str, department: str | None, password: str, now: datetime
) -> None:
    """Write an account with one role, as the administrators would; both are in the audit log."""
    user = StaffUser(
        login=login, name=name, everywhere=department is None, region=None,
        department=department, active=True, password=password, must_change=True, created_at=now,
    )  # fmt: skip
    session.add(user)
    session.flush()
    session.add(StaffRole(staff_id=user.id, role=role, granted_at=now, granted_by=OPERATOR.id))
    subject = f"staff:{login}"
    detail = {"everywhere": user.everywhere, "region": None, "department": department}
    record(session, actor=OPERATOR, action="staff.add", subject=subject, now=now, detail=detail)
    record(session, actor=OPERATOR, action="staff.grant", subject=subject, now=now, detail={"role": role})
