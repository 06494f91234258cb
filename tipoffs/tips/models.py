"""The tables of tips. No openid, name or telephone is in one, and no word of a reporter unsealed.

A reporter's words lie in the vault, named by ``tip_words``; what units read is the summary that intake wrote.
"""

from datetime import date, datetime

from sqlalchemy import Date, Float, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Json, JsonList, JsonObject, Labelled, Moment, RowId, UtcDateTime, Words, stored_words
from staff.actors import ActorKind
from tipoffs.hazards.models import HazardLevel, refuse_change
from tipoffs.tips.status import TipAction, TipState


class TipKind(Labelled):
    """What is reported: the three kinds of the reward rule, small hazards, and signs in nature."""

    CONCEALED_ACCIDENT = "concealed_accident", "瞒报谎报事故"
    MAJOR_HAZARD = "major_hazard", "重大事故隐患"
    VIOLATION = "violation", "安全生产违法行为"
    GENERAL_HAZARD = "general_hazard", "一般隐患"
    NATURAL_SIGN = "natural_sign", "自然灾害隐患"


class Mode(Labelled):
    """How far the reporter is known. An anonymous one may disclose later; the reverse is impossible."""

    REAL_NAME = "real_name", "实名"
    CONFIDENTIAL = "confidential", "保密"
    ANONYMOUS = "anonymous", "匿名"


class Channel(Labelled):
    """Which way the tip came."""

    CHAT = "chat", "公众号对话"
    H5 = "h5", "手机网页"
    BROWSER = "browser", "浏览器匿名网页"
    QR = "qr", "扫码"
    OPERATOR = "operator", "12350/12345 来电代录"


class Finding(Labelled):
    """What the verification found (核查结论)."""

    VERIFIED = "verified", "属实"
    PARTLY_VERIFIED = "partly_verified", "部分属实"
    UNFOUNDED = "unfounded", "不属实"


class Statement(Labelled):
    """On what occasion a reporter said something."""

    TOLD = "told", "举报内容"
    PLACE = "place", "对象和地点"
    SUPPLIED = "supplied", "补充内容"
    OBJECTED = "objected", "异议理由"
    WROTE = "wrote", "留言"
    AGAIN = "again", "反映复发"


class Tip(Base):
    """One tip of one reporter."""

    __tablename__ = "tips"
    __table_args__ = (
        Index("ix_tips_newest", "submitted_at", "number"),
        Index("ix_tips_state_submitted", "state", "submitted_at"),
        Index("ix_tips_department_state", "department", "state"),
        Index("ix_tips_region_category", "region", "category", "submitted_at"),
    )

    number: Mapped[str] = mapped_column(String(16), primary_key=True, comment="public number, R2611000123")
    version: Mapped[int] = mapped_column(comment="counts the steps; two at once cannot both be written")
    intake_key: Mapped[str] = mapped_column(
        String(64), unique=True, comment="the same submission gives it again"
    )
    state: Mapped[TipState] = mapped_column(stored_words(TipState, 20))
    channel: Mapped[Channel] = mapped_column(stored_words(Channel, 12))
    mode: Mapped[Mode] = mapped_column(stored_words(Mode, 16))
    reporter: Mapped[str | None] = mapped_column(
        String(32), index=True, comment="keyed blind index of the openid; NULL where there is none"
    )
    kind: Mapped[TipKind] = mapped_column(stored_words(TipKind, 24))
    category: Mapped[str] = mapped_column(String(32), comment="code of the industry")
    level: Mapped[HazardLevel | None] = mapped_column(
        stored_words(HazardLevel, 12), comment="as intake sees it"
    )
    region: Mapped[str] = mapped_column(String(12), comment="code in the region tree")
    address: Mapped[Words] = mapped_column(comment="numbers masked; as it was said lies sealed")
    latitude: Mapped[float | None] = mapped_column(Float, comment="WGS-84")
    longitude: Mapped[float | None] = mapped_column(Float, comment="WGS-84")
    object_name: Mapped[str] = mapped_column(String(200), comment="numbers masked")
    shared_summary: Mapped[str | None] = mapped_column(Text, comment="rewritten by intake for the unit")
    shared_place: Mapped[str | None] = mapped_column(Text, comment="the place in intake's words")
    shares_point: Mapped[bool] = mapped_column(
        default=False, comment="the unit may see the map point: it is the hazard's, not the reporter's"
    )
    involves_death: Mapped[bool] = mapped_column(default=False)
    also_found: Mapped[bool] = mapped_column(
        default=False, comment="the reporter was told that it may be known, and said 我也发现"
    )
    government_led: Mapped[bool] = mapped_column(
        default=False, comment="verified by the government of the county or above (安全生产法 第七十三条)"
    )
    named_units: Mapped[JsonList] = mapped_column(comment="codes of departments named in the tip: excluded")
    named_officers: Mapped[JsonList] = mapped_column(
        comment="login names of staff named in the tip: excluded"
    )
    department: Mapped[str | None] = mapped_column(String(40), comment="code of the unit that has it now")
    returns: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1, comment="one more after each review that orders a redo")
    is_extended: Mapped[bool] = mapped_column(default=False)
    finding: Mapped[Finding | None] = mapped_column(stored_words(Finding, 16))
    decline_code: Mapped[str | None] = mapped_column(String(32), comment="a reason of declines.yaml")
    transferred_to: Mapped[str | None] = mapped_column(String(100))
    master: Mapped[str | None] = mapped_column(ForeignKey("tips.number"), index=True)
    arrival_rank: Mapped[int] = mapped_column(
        default=1, comment="1 = first of those handled together; whatever the order of merging"
    )
    held_by: Mapped[str | None] = mapped_column(String(64), comment="who is working on it just now")
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_at: Mapped[Moment]
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_by: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="the date promised to the reporter"
    )
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    object_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    # The service counts: an event and the step that it tells of have the same number.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012


class TipEvent(Base):
    """One step of a tip: who did what, when and why. Never changed.

    ``public_note`` is what the reporter may read of it; ``detail`` holds codes and numbers, no one's words.
    """

    __tablename__ = "tip_events"
    __table_args__ = (
        UniqueConstraint("tip", "seq"),
        Index("ix_tip_events_at", "at"),
        Index("ix_tip_events_action", "action", "tip", "seq"),
    )

    id: Mapped[RowId]
    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"))
    seq: Mapped[int] = mapped_column(comment="1, 2, 3 … within the tip")
    action: Mapped[TipAction] = mapped_column(stored_words(TipAction, 24))
    before: Mapped[TipState] = mapped_column(stored_words(TipState, 20))
    after: Mapped[TipState] = mapped_column(stored_words(TipState, 20))
    actor_kind: Mapped[ActorKind] = mapped_column(stored_words(ActorKind, 12))
    actor: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Words]
    at: Mapped[Moment]
    public_note: Mapped[Words]
    detail: Mapped[JsonObject]


class TipWords(Base):
    """That the reporter said something on one occasion; the words lie sealed in the vault under ``field``."""

    __tablename__ = "tip_words"
    __table_args__ = (UniqueConstraint("tip", "seq"),)

    id: Mapped[RowId]
    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"))
    seq: Mapped[int]
    statement: Mapped[Statement] = mapped_column(stored_words(Statement, 12))
    field: Mapped[str] = mapped_column(String(32), comment="name of the field in the vault")
    at: Mapped[Moment]


class TipNote(Base):
    """A note of staff for staff; neither the reporter nor a handling unit reads it."""

    __tablename__ = "tip_notes"

    id: Mapped[RowId]
    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"), index=True)
    author: Mapped[str] = mapped_column(String(64))
    text: Mapped[Words]
    at: Mapped[Moment]


class TipDispatch(Base):
    """One time the tip was handed to a unit."""

    __tablename__ = "tip_dispatches"
    __table_args__ = (UniqueConstraint("tip", "count"),)

    id: Mapped[RowId]
    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"))
    count: Mapped[int] = mapped_column(comment="1 for the first unit, 2 for the second …")
    unit: Mapped[str] = mapped_column(String(40), comment="code of the department")
    proposal: Mapped[str] = mapped_column(
        Text, comment="why the router proposed it, or why a person chose it"
    )
    dispatched_by: Mapped[str] = mapped_column(String(64))
    dispatched_at: Mapped[Moment]
    signed_by: Mapped[str | None] = mapped_column(String(64))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_reason: Mapped[str | None] = mapped_column(Text)


class Verification(Base):
    """The written material of one look by two verifiers (安全生产法 第七十三条), and its signature."""

    __tablename__ = "tip_verifications"
    __table_args__ = (Index("ix_tip_verifications_tip_round", "tip", "round"),)

    id: Mapped[RowId]
    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"))
    round: Mapped[int]
    finding: Mapped[Finding] = mapped_column(stored_words(Finding, 16))
    record: Mapped[Words] = mapped_column(comment="what the verifiers saw, asked and measured")
    inspected_at: Mapped[Moment]
    evidence: Mapped[JsonList] = mapped_column(comment="names in the evidence store, made by the verifiers")
    found: Mapped[list[JsonObject]] = mapped_column(
        Json, comment="hazards to be registered when it is signed"
    )
    verifier: Mapped[str] = mapped_column(String(64))
    second_verifier: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[Moment]
    co_signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leader: Mapped[str | None] = mapped_column(String(64))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_back_reason: Mapped[str | None] = mapped_column(Text)


class TipMerge(Base):
    """One time a tip was handled together with another; ended by ``unmerged_at``."""

    __tablename__ = "tip_merges"

    id: Mapped[RowId]
    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"), index=True)
    master: Mapped[str] = mapped_column(ForeignKey("tips.number"), index=True)
    merged_by: Mapped[str] = mapped_column(String(64))
    merged_at: Mapped[Moment]
    unmerged_by: Mapped[str | None] = mapped_column(String(64))
    unmerged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TipAnswer(Base):
    """What the reporter was answered, in its four mandatory parts (应急〔2023〕106号)."""

    __tablename__ = "tip_answers"
    __table_args__ = (UniqueConstraint("tip", "round"),)

    id: Mapped[RowId]
    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"))
    round: Mapped[int]
    conclusion: Mapped[Words] = mapped_column(comment="核查结论")
    account: Mapped[Words] = mapped_column(comment="简要核查情况")
    decision: Mapped[Words] = mapped_column(comment="处理决定")
    reward: Mapped[Words] = mapped_column(comment="符合奖励条件情况")
    answered_by: Mapped[str] = mapped_column(String(64))
    answered_at: Mapped[Moment]
    object_until: Mapped[Moment]


class Objection(Base):
    """A reporter does not agree with an answer or a refusal; decided by somebody else within 30 days."""

    __tablename__ = "tip_objections"

    id: Mapped[RowId]
    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"), index=True)
    round: Mapped[int]
    against: Mapped[TipState] = mapped_column(stored_words(TipState, 20), comment="answered or not_accepted")
    raised_at: Mapped[Moment]
    decide_by: Mapped[Moment]
    outcome: Mapped[TipAction | None] = mapped_column(stored_words(TipAction, 24))
    reviewer: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OutsideReview(Base):
    """An objection that was handed over to an authority above the county, and its document."""

    __tablename__ = "tip_outside_reviews"

    objection_id: Mapped[int] = mapped_column(
        ForeignKey("tip_objections.id"), primary_key=True, autoincrement=False
    )
    authority: Mapped[str] = mapped_column(String(100), comment="its name when it was handed over")
    how: Mapped[Words] = mapped_column(comment="how it was handed over")
    handed_by: Mapped[str] = mapped_column(String(64))
    handed_at: Mapped[Moment]
    document: Mapped[str | None] = mapped_column(String(100), comment="文号 of the decision")
    decided_on: Mapped[date | None] = mapped_column(Date)
    paper: Mapped[str | None] = mapped_column(
        String(8), comment="pdf, jpg or png; sealed with the words of the tip"
    )
    entered_by: Mapped[str | None] = mapped_column(String(64))
    entered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TipHazard(Base):
    """A hazard that a tip points at; many tips may point at one, and one at many."""

    __tablename__ = "tip_hazards"

    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"), primary_key=True)
    hazard: Mapped[str] = mapped_column(ForeignKey("hazards.code"), primary_key=True, index=True)
    linked_by: Mapped[str] = mapped_column(String(64))
    linked_at: Mapped[Moment]


for _event in ("before_update", "before_delete"):
    event.listen(TipEvent, _event, refuse_change)
