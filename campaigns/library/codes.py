"""Codes with a scene: registered, made at the platform, printed, retired.

The platform is asked between two transactions: ``waiting`` says for what, ``made`` writes down what came.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.library.models import Material, QrCode
from campaigns.library.permissions import Permission
from campaigns.library.ports import MadeCode
from campaigns.library.refusals import BadScene, NotMadeYet, OneUse, SceneTaken, WhereIsMissing
from campaigns.library.sheets import INSTRUCTION, TIP_INSTRUCTION, Label
from campaigns.planning.models import Campaign
from campaigns.planning.opening import record, require_region, require_words
from campaigns.planning.permissions import Permission as PlanningPermission
from campaigns.planning.ports import Regions
from campaigns.planning.refusals import Incomplete
from core.errors import NotFound
from core.optimistic_locking import require_unchanged
from followers.scenes import UNKEPT_SCENE
from places.models import Venue, VenueKind
from places.regions import Level
from staff.actors import Actor
from staff.binding import SCENE as STAFF_SCENE
from staff.reach import require_within

MOST_PRINTED = 10_000_000
_SCENE = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True, slots=True)
class CodePlan:
    """What a code is for; without a scene it gets one."""

    title: str
    material_id: int | None = None
    campaign_id: int | None = None
    audience: VenueKind | None = None
    venue_id: int | None = None
    region: str = ""
    place: str = ""
    printed: int = 0
    scene: str | None = None
    takes_tips: bool = False  # for the scene that is made up at the beginning; it stays so for good


def plan_of(code: QrCode) -> CodePlan:
    """What a code is for by now; its scene, which never changes, is left out."""
    return CodePlan(
        code.title, code.material_id, code.campaign_id, code.audience, code.venue_id, code.region, code.place,
        code.printed,
    )  # fmt: skip


class CodeService:
    """All verbs for a code."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions

    def add(self, session: Session, plan: CodePlan, actor: Actor, now: datetime) -> QrCode:
        """Register a code; its scene stays what it is for good, for it will be on paper."""
        actor.require(Permission.KEEP)
        scene = plan.scene or f"{UNKEPT_SCENE if plan.takes_tips else 'q'}{secrets.token_hex(6)}"
        if not _SCENE.fullmatch(scene) or scene.startswith(STAFF_SCENE):
            raise BadScene
        if session.scalar(select(QrCode.id).where(QrCode.scene == scene)) is not None:
            raise SceneTaken
        code = QrCode(scene=scene, added_by=actor.id, added_at=now, url="", ticket="")
        self._write(session, code, plan, actor)
        session.add(code)
        record(session, actor, "codes.add", f"code:{scene}", now)
        return code

    def add_for_villages(
        self, session: Session, region: str, actor: Actor, now: datetime
    ) -> Sequence[QrCode]:
        """A code for tips for each village of a town, or of the county, that has none in use."""
        tree = self._regions.tree()
        require_region(self._regions, region)
        query = select(QrCode.region).where(
            QrCode.scene.startswith(UNKEPT_SCENE), QrCode.venue_id.is_(None), QrCode.retired_at.is_(None)
        )
        have = set(session.scalars(query))
        villages = sorted(tree.within(region) - have)
        return [
            self.add(session, CodePlan(found.name, region=code, takes_tips=True), actor, now)
            for code in villages
            if (found := tree.find(code)) is not None and found.level is Level.VILLAGE
        ]

    def change(
        self,
        session: Session,
        code_id: int,
        plan: CodePlan,
        actor: Actor,
        now: datetime,
        base: str | None = None,
    ) -> QrCode:
        """Let it lead elsewhere, or hang elsewhere; paper that is out there leads to the new thing.

        ``base`` is the fingerprint of its ``plan_of`` when the writing began.
        """
        actor.require(Permission.KEEP)
        code = _held(session, code_id)
        self._reach(code, actor)
        require_unchanged(base, plan_of(code))
        before = code.material_id
        self._write(session, code, plan, actor)
        detail = {"material_before": before, "material": code.material_id}
        record(session, actor, "codes.change", _subject(code), now, detail=detail)
        return code

    def retire(self, session: Session, code_id: int, actor: Actor, now: datetime) -> QrCode:
        """Whoever scans it from now on is told that it is out of use."""
        actor.require(Permission.KEEP)
        code = _held(session, code_id)
        self._reach(code, actor)
        code.retired_at = code.retired_at or now
        record(session, actor, "codes.retire", _subject(code), now)
        return code

    def waiting(self, session: Session, actor: Actor, limit: int) -> Sequence[QrCode]:
        """Codes that the platform has not made yet."""
        actor.require(Permission.KEEP)
        query = select(QrCode).where(QrCode.made_at.is_(None), QrCode.retired_at.is_(None))
        return session.scalars(query.order_by(QrCode.id).limit(limit)).all()

    def made(self, session: Session, code_id: int, code: MadeCode, actor: Actor, now: datetime) -> QrCode:
        """The platform has made it."""
        actor.require(Permission.KEEP)
        row = _held(session, code_id)
        row.url, row.ticket, row.made_at = code.url, code.ticket, now
        record(session, actor, "codes.made", _subject(row), now)
        return row

    def to_print(self, session: Session, code_ids: Sequence[int], actor: Actor) -> Sequence[QrCode]:
        """The codes, in the order asked for, when all of them can be printed."""
        actor.require(Permission.KEEP)
        found = {one.id: one for one in session.scalars(select(QrCode).where(QrCode.id.in_(code_ids)))}
        if missing := [str(one) for one in code_ids if one not in found]:
            raise NotFound(f"没有{'、'.join(missing)}号二维码。")
        if any(not one.url for one in found.values()):
            raise NotMadeYet
        if out := [one.scene for one in found.values() if one.retired_at is not None]:
            raise Incomplete(f"{'、'.join(out)}已经停用，不能再印。")
        return [found[one] for one in code_ids]

    def _write(self, session: Session, code: QrCode, plan: CodePlan, actor: Actor) -> None:
        _require_known(session, plan)
        venue = session.get(Venue, plan.venue_id) if plan.venue_id is not None else None
        region = plan.region or (venue.region if venue else "")
        if region:
            require_region(self._regions, region)
        code.region = region
        self._reach(code, actor)
        if not 0 <= plan.printed <= MOST_PRINTED:
            raise Incomplete(f"印数请写0到{MOST_PRINTED}的整数。", "printed")
        code.title = require_words("二维码上方的标题", plan.title, 60, "title")
        code.material_id, code.campaign_id, code.venue_id = plan.material_id, plan.campaign_id, plan.venue_id
        code.audience = plan.audience or (venue.kind if venue else None)
        where = plan.place or (venue.name if venue else "")
        code.place = require_words("张贴地点", where, 100, "place", may_be_empty=True)
        code.printed = plan.printed
        if code.takes_tips:
            self._require_fit_for_tips(code)

    def _require_fit_for_tips(self, code: QrCode) -> None:
        if code.material_id is not None:
            raise OneUse
        if not self._is_a_place(code):
            raise WhereIsMissing

    def _is_a_place(self, code: QrCode) -> bool:
        """A venue, a town or a village: "somewhere in the county" is no place to go to."""
        region = self._regions.tree().find(code.region)
        return code.venue_id is not None or (region is not None and region.level is not Level.COUNTY)

    def _reach(self, code: QrCode, actor: Actor) -> None:
        # A code of no region is for the whole county: for those whose reach is the whole county.
        require_within(actor, self._regions, code.region)


def _require_known(session: Session, plan: CodePlan) -> None:
    """``NotFound`` where the plan names a material, a campaign or a venue that there is not."""
    for what, model, number in (
        ("资料", Material, plan.material_id),
        ("宣传计划", Campaign, plan.campaign_id),
        ("场所", Venue, plan.venue_id),
    ):
        if number is not None and session.get(model, number) is None:
            raise NotFound(f"没有{number}号{what}。")


def labels_of(codes: Sequence[QrCode]) -> list[Label]:
    """What stands around each code on paper."""
    return [
        Label(
            one.title,
            one.url,
            " · ".join(filter(None, (one.place, f"{one.id}号"))),
            TIP_INSTRUCTION if one.takes_tips else INSTRUCTION,
        )
        for one in codes
    ]


def get_code(session: Session, code_id: int, actor: Actor) -> QrCode:
    """The code of this number; ``NotFound``."""
    actor.require(PlanningPermission.SEE)
    code = session.get(QrCode, code_id)
    if code is None:
        raise NotFound
    return code


@dataclass(frozen=True, slots=True)
class CodeNames:
    """What a code leads to and belongs to, by name; empty where it is nothing."""

    material: str
    campaign: str
    venue: str


def code_names(session: Session, code: QrCode) -> CodeNames:
    """The names of what a code refers to."""
    material = session.get(Material, code.material_id) if code.material_id is not None else None
    campaign = session.get(Campaign, code.campaign_id) if code.campaign_id is not None else None
    venue = session.get(Venue, code.venue_id) if code.venue_id is not None else None
    return CodeNames(
        material.title if material else "", campaign.name if campaign else "", venue.name if venue else ""
    )


def find_code(session: Session, scene: str) -> QrCode | None:
    """The code with this scene."""
    return session.scalar(select(QrCode).where(QrCode.scene == scene))


def codes(
    session: Session, actor: Actor, campaign_id: int | None = None, limit: int = 50
) -> Sequence[QrCode]:
    """All codes or those of a campaign, the newest first."""
    actor.require(PlanningPermission.SEE)
    query = select(QrCode).order_by(QrCode.id.desc()).limit(limit)
    return session.scalars(
        query if campaign_id is None else query.where(QrCode.campaign_id == campaign_id)
    ).all()


def _held(session: Session, code_id: int) -> QrCode:
    code = session.get(QrCode, code_id, with_for_update=True, populate_existing=True)
    if code is None:
        raise NotFound
    return code


def _subject(code: QrCode) -> str:
    return f"code:{code.scene}"
