"""Pages of the library's lists: materials with the version in force, codes with what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from campaigns.library.models import APART, Material, MaterialVersion, QrCode, Scan
from campaigns.planning.permissions import Permission as PlanningPermission
from core.clock import china_date
from core.sort_orders import Page, SortOrder, both_ways
from places.models import VenueKind
from staff.actors import Actor


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material; ``latest`` is its newest released version, ``waiting`` how many newer ones are not yet."""

    material: Material
    latest: MaterialVersion | None
    waiting: int
    is_over: bool


MATERIAL_ORDERS = (*both_ways(Material.id), SortOrder("title", "按名称", Material.title, Material.id))
CODE_ORDERS = (*both_ways(QrCode.id), SortOrder("title", "按名称", QrCode.title, QrCode.id))


def material_lines(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    audience: VenueKind | None = None,
    page: Page = Page(MATERIAL_ORDERS[0]),
) -> Sequence[MaterialLine]:
    """A page of the materials, in one of ``MATERIAL_ORDERS``."""
    actor.require(PlanningPermission.SEE)
    query = page.of(select(Material))
    if audience is not None:
        query = query.where(Material.audience == audience)
    found = session.scalars(query).all()
    versions: dict[int, list[MaterialVersion]] = {}
    of_these = MaterialVersion.material_id.in_([one.id for one in found])
    for one in session.scalars(
        select(MaterialVersion).where(of_these).order_by(MaterialVersion.number.desc())
    ):
        versions.setdefault(one.material_id, []).append(one)
    return [_line(one, versions.get(one.id, []), now) for one in found]


def _line(material: Material, versions: Sequence[MaterialVersion], now: datetime) -> MaterialLine:
    latest = next((one for one in versions if one.released_at is not None), None)
    waiting = sum(1 for one in versions if latest is None or one.number > latest.number)
    last = latest.last_day_on if latest else None
    return MaterialLine(material, latest, waiting, last is not None and last < china_date(now))


def count_unreleased(session: Session) -> int:
    """How many materials have a version that is newer than what is given out, and waits for somebody else."""
    released = aliased(MaterialVersion)
    given = (
        select(func.coalesce(func.max(released.number), 0))
        .where(released.material_id == MaterialVersion.material_id, released.released_at.is_not(None))
        .scalar_subquery()
    )
    query = (
        select(func.count(MaterialVersion.material_id.distinct()))
        .join(Material, Material.id == MaterialVersion.material_id)
        .where(
            MaterialVersion.released_at.is_(None),
            MaterialVersion.number > given,
            Material.withdrawn_at.is_(None),
        )
    )
    return session.scalars(query).one()


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code and what came of it: scans (人次), people, followers won, those never seen before (人)."""

    code: QrCode
    scans: int
    people: int
    followed: int
    new: int
    last_at: datetime | None


def code_lines(
    session: Session,
    actor: Actor,
    *,
    since: datetime,
    until: datetime,
    campaign_id: int | None = None,
    only: int | None = None,
    page: Page = Page(CODE_ORDERS[0]),
) -> Sequence[CodeLine]:
    """A page of the codes in one of ``CODE_ORDERS``, with figures from ``since`` until before ``until``."""
    actor.require(PlanningPermission.SEE)
    query = page.of(select(QrCode))
    for column, value in ((QrCode.campaign_id, campaign_id), (QrCode.id, only)):
        if value is not None:
            query = query.where(column == value)
    codes = session.scalars(query).all()
    counts = {
        row[0]: row[1:]
        for row in session.execute(
            select(
                Scan.code_id,
                func.count(Scan.id),
                func.count(APART.distinct()),
                func.count(case((Scan.follows, Scan.person)).distinct()),
                func.count(case((Scan.is_new, Scan.person)).distinct()),
                func.max(Scan.at),
            )
            .where(Scan.code_id.in_([one.id for one in codes]), Scan.at >= since, Scan.at < until)
            .group_by(Scan.code_id)
        )
    }
    return [CodeLine(one, *counts.get(one.id, (0, 0, 0, 0, None))) for one in codes]
