"""The tables of hazards. Nothing of a reporter is ever in one: descriptions are written by staff."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, Float, ForeignKey, Index, String, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from core.db import Base
from core.errors import AnwenError
from core.types import (
    JsonList,
    JsonObject,
    Labelled,
    Moment,
    Numbered,
    RowId,
    UtcDateTime,
    Words,
    stored_words,
)
from staff.actors import ActorKind
from tipoffs.hazards.status import HazardAction, HazardState


class HazardLevel(Numbered):
    """How bad it is; ``number`` is a digit that stands in the code of the hazard."""

    LOW = "low", "低", "1"
    GENERAL = "general", "一般", "2"
    SERIOUS = "serious", "较大", "3"
    MAJOR = "major", "重大", "4"


class HazardSource(Numbered):
    """How the bureau came to know; ``number`` is a digit that stands in the code of the hazard."""

    TIP = "tip", "群众举报", "1"
    INSPECTION = "inspection", "执法检查", "2"
    SELF_CHECK = "self_check", "企业自查", "3"
    GRID = "grid", "网格排查", "4"
    INTERNAL_REPORT = "internal_report", "企业内部报告", "5"
    SUPERVISION = "supervision", "上级督导", "6"
    MONITORING = "monitoring", "监测预警", "7"
    OTHER = "other", "其他", "9"


class EvidenceStage(Labelled):
    """When a picture or paper was made."""

    BEFORE = "before", "整改前"
    AFTER = "after", "整改后"
    REINSPECTION = "reinspection", "复查"


_OPEN = text("delisted_at IS NULL")
_WALKED = ("due_at", "code", "region", "department", "state", "level", "category")
_JUDGED = ("region", "department", "state", "level", "category", "delisted_at")


class AppendOnly(AnwenError):
    """Somebody tried to change or delete what is only ever added to."""


class CaseCounter(Base):
    """The last number given out within a scope, such as a month of tips or a day of hazards in a region."""

    __tablename__ = "case_counters"

    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int]


class Hazard(Base):
    """One hazard from registration to 销号; the code never changes, whatever becomes of its level."""

    __tablename__ = "hazards"
    __table_args__ = (
        # Walked in this order, row after row is judged without being fetched.
        Index("ix_hazards_due", *_WALKED),
        # Nineteen in twenty are over: the lists of work walk past none of them.
        Index("ix_hazards_open", *_WALKED, sqlite_where=_OPEN, postgresql_where=_OPEN),
        # The register by date and by town: judged on the way, too.
        Index("ix_hazards_found", "registered_at", "code", *_JUDGED),
        Index("ix_hazards_region_code", "region", "code", *_JUDGED[1:]),
        Index("ix_hazards_state_due", "state", "due_at"),
        Index("ix_hazards_department_state", "department", "state"),
        Index("ix_hazards_region_category", "region", "category", "registered_at"),
        Index("ix_hazards_level_registered", "level", "registered_at"),
    )

    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    version: Mapped[int] = mapped_column(comment="counts the steps; two at once cannot both be written")
    state: Mapped[HazardState] = mapped_column(stored_words(HazardState, 20))
    level: Mapped[HazardLevel] = mapped_column(stored_words(HazardLevel, 12))
    source: Mapped[HazardSource] = mapped_column(stored_words(HazardSource, 20))
    category: Mapped[str] = mapped_column(String(32), comment="code of the industry")
    region: Mapped[str] = mapped_column(String(12), comment="code in the region tree")
    address: Mapped[Words]
    latitude: Mapped[float | None] = mapped_column(Float, comment="WGS-84")
    longitude: Mapped[float | None] = mapped_column(Float, comment="WGS-84")
    object_name: Mapped[str] = mapped_column(String(200), comment="the enterprise or place")
    description: Mapped[Words] = mapped_column(comment="written by staff")
    clause: Mapped[str | None] = mapped_column(
        Text, comment="clause of the criteria that the level rests on (判定标准); NULL before grading"
    )
    finders: Mapped[JsonList] = mapped_column(comment="login names of those who found it")
    fixers: Mapped[JsonList] = mapped_column(comment="login names of those who answer for the repair")
    department: Mapped[str | None] = mapped_column(
        String(40), comment="code of the unit that has it repaired"
    )
    excluded_units: Mapped[JsonList] = mapped_column(comment="codes of departments with no part in it")
    excluded_officers: Mapped[JsonList] = mapped_column(comment="login names of staff with no part in it")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="end of the order's time")
    plan_signed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="when the responsible leader signed (安全生产法 第七十三条)"
    )
    failed_reinspections: Mapped[int] = mapped_column(default=0)
    is_listed: Mapped[bool] = mapped_column(default=False, comment="挂牌督办 until delisted")
    recurs: Mapped[str | None] = mapped_column(
        ForeignKey("hazards.code"), index=True, comment="the delisted hazard that came back as this one"
    )
    registered_at: Mapped[Moment]
    fixed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="passed its re-inspection")
    delisted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    # The service counts: an event and the step that it tells of have the same number.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012


class HazardEvent(Base):
    """One step of a hazard: who did what, when and why. Never changed."""

    __tablename__ = "hazard_events"
    __table_args__ = (UniqueConstraint("hazard", "seq"), Index("ix_hazard_events_at", "at"))

    id: Mapped[RowId]
    hazard: Mapped[str] = mapped_column(ForeignKey("hazards.code"))
    seq: Mapped[int] = mapped_column(comment="1, 2, 3 … within the hazard")
    action: Mapped[HazardAction] = mapped_column(stored_words(HazardAction, 24))
    before: Mapped[HazardState | None] = mapped_column(stored_words(HazardState, 20))
    after: Mapped[HazardState] = mapped_column(stored_words(HazardState, 20))
    actor_kind: Mapped[ActorKind] = mapped_column(stored_words(ActorKind, 12))
    actor: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Words]
    at: Mapped[Moment]
    detail: Mapped[JsonObject]


class HazardLevelChange(Base):
    """One level that a hazard had, with the clause; the newest is the one in force."""

    __tablename__ = "hazard_level_changes"

    id: Mapped[RowId]
    hazard: Mapped[str] = mapped_column(ForeignKey("hazards.code"), index=True)
    level: Mapped[HazardLevel] = mapped_column(stored_words(HazardLevel, 12))
    clause: Mapped[Words]
    reason: Mapped[Words]
    actor: Mapped[str] = mapped_column(String(64))
    at: Mapped[Moment]


class HazardOrder(Base):
    """责令限期整改 with its 五落实; a new one takes the place of an unsigned one."""

    __tablename__ = "hazard_orders"

    id: Mapped[RowId]
    hazard: Mapped[str] = mapped_column(ForeignKey("hazards.code"), index=True)
    responsible: Mapped[str] = mapped_column(String(100), comment="责任: who answers for the repair")
    measures: Mapped[Words] = mapped_column(comment="措施")
    funds_fen: Mapped[int] = mapped_column(BigInteger, comment="资金, in fen; 0 where none is needed")
    due_on: Mapped[date] = mapped_column(Date, comment="期限")
    contingency: Mapped[Words] = mapped_column(comment="预案")
    department: Mapped[str] = mapped_column(String(40))
    ordered_by: Mapped[str] = mapped_column(String(64))
    ordered_at: Mapped[Moment]
    signed_by: Mapped[str | None] = mapped_column(String(64))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HazardEvidence(Base):
    """A picture or paper of the hazard, made by staff or the enterprise; never one of a reporter."""

    __tablename__ = "hazard_evidence"
    __table_args__ = (UniqueConstraint("hazard", "stage", "round", "reference"),)

    id: Mapped[RowId]
    hazard: Mapped[str] = mapped_column(ForeignKey("hazards.code"))
    stage: Mapped[EvidenceStage] = mapped_column(stored_words(EvidenceStage, 16))
    round: Mapped[int] = mapped_column(comment="1 for the first repair, one more after each failed look")
    reference: Mapped[str] = mapped_column(String(200), comment="name in the evidence store")
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[Moment]


class HazardReinspection(Base):
    """One look at the repair by somebody who neither found nor repaired it."""

    __tablename__ = "hazard_reinspections"
    __table_args__ = (UniqueConstraint("hazard", "round"),)

    id: Mapped[RowId]
    hazard: Mapped[str] = mapped_column(ForeignKey("hazards.code"))
    round: Mapped[int]
    inspector: Mapped[str] = mapped_column(String(64))
    passed: Mapped[bool]
    record: Mapped[Words]
    at: Mapped[Moment]


class HazardListing(Base):
    """挂牌督办: the leader who answers, and when it was told to the public and taken down again."""

    __tablename__ = "hazard_listings"
    __table_args__ = (UniqueConstraint("hazard"),)

    id: Mapped[RowId]
    hazard: Mapped[str] = mapped_column(ForeignKey("hazards.code"))
    leader: Mapped[str] = mapped_column(String(64), comment="name of the leader, told to the public")
    listed_at: Mapped[Moment]
    publish_by: Mapped[Moment]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delisted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unlist_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delisting_published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HazardExtension(Base):
    """One request for more time, and its answer."""

    __tablename__ = "hazard_extensions"

    id: Mapped[RowId]
    hazard: Mapped[str] = mapped_column(ForeignKey("hazards.code"), index=True)
    until_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[Words]
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[Moment]
    answer_by: Mapped[Moment]
    granted: Mapped[bool | None]
    answered_by: Mapped[str | None] = mapped_column(String(64))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HazardEnforcement(Base):
    """An enforcement case about a hazard, and the penalty when it is decided."""

    __tablename__ = "hazard_enforcements"

    id: Mapped[RowId]
    hazard: Mapped[str] = mapped_column(ForeignKey("hazards.code"), index=True)
    case_number: Mapped[str] = mapped_column(String(64), comment="立案文号")
    opened_by: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[Moment]
    penalty_fen: Mapped[int | None] = mapped_column(
        BigInteger, comment="NULL until decided; 0 where none was imposed"
    )
    decision_number: Mapped[str | None] = mapped_column(String(64), comment="处罚决定书文号")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def refuse_change(_mapper: Mapper[Any], _connection: Any, target: object) -> None:
    """Nobody rewrites what was done."""
    raise AppendOnly(f"{type(target).__name__} is only ever added to")


for _event in ("before_update", "before_delete"):
    event.listen(HazardEvent, _event, refuse_change)
    event.listen(HazardLevelChange, _event, refuse_change)
