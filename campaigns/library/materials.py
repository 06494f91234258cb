"""Materials: written by one person, released by another, given out until their last day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.library.material_files import KeptMaterial
from campaigns.library.models import Material, MaterialVersion
from campaigns.library.permissions import Permission
from campaigns.library.refusals import AlreadyReleased, OneTarget
from campaigns.planning.opening import record, require_reason, require_words
from campaigns.planning.permissions import Permission as PlanningPermission
from campaigns.planning.refusals import Incomplete, SameHand
from core.clock import china_date
from core.errors import NotFound
from places.models import VenueKind
from staff.actors import Actor

LONGEST_WORDS = 300
"""With links and a greeting a reply stays below the 2,047 bytes of a passive message."""

_PAGE = re.compile(r"https://[^\s<>\"']{4,490}")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a version holds; it leads to one thing, or only says something."""

    words: str
    file: KeptMaterial | None = None
    article: str | None = None
    content_id: int | None = None
    page: str = ""
    last_day_on: date | None = None


class MaterialService:
    """All verbs for a material."""

    def add(
        self, session: Session, title: str, audience: VenueKind | None, actor: Actor, now: datetime
    ) -> Material:
        """Begin a material; it says nothing before a version of it is released."""
        actor.require(Permission.KEEP)
        material = Material(
            title=require_words("资料名称", title, 100, "title"),
            audience=audience,
            added_by=actor.id,
            added_at=now,
            reason="",
        )
        session.add(material)
        session.flush()
        record(session, actor, "materials.add", _subject(material), now)
        return material

    def write(
        self, session: Session, material_id: int, wording: Wording, actor: Actor, now: datetime
    ) -> MaterialVersion:
        """Write the next version; what people are given changes when somebody else releases it."""
        actor.require(Permission.KEEP)
        material = _held(session, material_id)
        targets = (wording.file, wording.article, wording.content_id, wording.page)
        if sum(bool(one) for one in targets) > 1:
            raise OneTarget
        if wording.page and not _PAGE.fullmatch(wording.page):
            raise Incomplete("网页地址要以https://开头，不超过500个字符。", "page")
        if wording.last_day_on is not None and wording.last_day_on < china_date(now):
            raise Incomplete("有效期的最后一天已经过去。", "last_day")
        latest = select(func.max(MaterialVersion.number)).where(MaterialVersion.material_id == material.id)
        file = wording.file
        version = MaterialVersion(
            material_id=material.id,
            number=(session.scalar(latest) or 0) + 1,
            words=require_words("扫码后要说的话", wording.words, LONGEST_WORDS, "words"),
            file=file.file if file else None,
            file_name=file.name if file else "",
            media_type=file.media_type if file else "",
            file_bytes=file.size if file else 0,
            article=wording.article or None,
            content_id=wording.content_id,
            page=wording.page,
            last_day_on=wording.last_day_on,
            written_by=actor.id,
            written_at=now,
        )
        session.add(version)
        session.flush()
        record(session, actor, "materials.write", _subject(material), now, detail={"version": version.number})
        return version

    def release(
        self, session: Session, material_id: int, number: int, actor: Actor, now: datetime
    ) -> MaterialVersion:
        """Give this version to whoever scans from now on."""
        actor.require(Permission.RELEASE)
        material = _held(session, material_id)
        version = session.scalar(
            select(MaterialVersion).where(
                MaterialVersion.material_id == material.id, MaterialVersion.number == number
            )
        )
        if version is None:
            raise NotFound
        if version.released_at is not None:
            raise AlreadyReleased
        if version.written_by == actor.id:
            raise SameHand("写这个版本的人不能自己审定，请由另一人办理。")
        version.released_by, version.released_at = actor.id, now
        record(session, actor, "materials.release", _subject(material), now, detail={"version": number})
        return version

    def withdraw(
        self, session: Session, material_id: int, reason: str, actor: Actor, now: datetime
    ) -> Material:
        """Give it to nobody any more; codes that led to it say so."""
        actor.require(Permission.RELEASE)
        require_reason(reason)
        material = _held(session, material_id)
        material.withdrawn_at, material.reason = now, reason.strip()
        record(session, actor, "materials.withdraw", _subject(material), now, reason)
        return material


def version_in_force(session: Session, material_id: int, now: datetime) -> MaterialVersion | None:
    """What people are given today: the latest released version whose last day is not over."""
    material = session.get(Material, material_id)
    if material is None or material.withdrawn_at is not None:
        return None
    latest = session.scalar(
        select(MaterialVersion)
        .where(MaterialVersion.material_id == material_id, MaterialVersion.released_at.is_not(None))
        .order_by(MaterialVersion.number.desc())
        .limit(1)
    )
    # An older one was replaced: that the newer one is over does not bring it back.
    is_over = latest is not None and latest.last_day_on is not None and latest.last_day_on < china_date(now)
    return None if is_over else latest


def materials(session: Session, actor: Actor, limit: int = 50) -> Sequence[Material]:
    """All materials, the newest first."""
    actor.require(PlanningPermission.SEE)
    return session.scalars(select(Material).order_by(Material.id.desc()).limit(limit)).all()


def get_material(session: Session, material_id: int, actor: Actor) -> Material:
    """The material of this number; ``NotFound``."""
    actor.require(PlanningPermission.SEE)
    material = session.get(Material, material_id)
    if material is None:
        raise NotFound
    return material


def versions(session: Session, material_id: int, actor: Actor) -> Sequence[MaterialVersion]:
    """The versions of one material, the newest first."""
    actor.require(PlanningPermission.SEE)
    query = select(MaterialVersion).where(MaterialVersion.material_id == material_id)
    return session.scalars(query.order_by(MaterialVersion.number.desc())).all()


def _held(session: Session, material_id: int) -> Material:
    material = session.get(Material, material_id, with_for_update=True, populate_existing=True)
    if material is None:
        raise NotFound
    return material


def _subject(material: Material) -> str:
    return f"material:{material.id}"
