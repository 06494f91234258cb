"""The tables of the reward office.

Two halves: ``rewards`` and what hangs on it know the tip and never a person; ``reward_claims`` and
``reward_payments`` know a handle into the vault and the number of the reward, and never a tip.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.types import Json, JsonObject, Moment, RowId, UtcDateTime, Words, stored_words
from tipoffs.rewards.status import RewardState, Verb
from tipoffs.rewards.words import Exclusion, MatterKind, RefusedBecause, Relation, Stage


class RewardHold(Base):
    """One reason that stops a payment until somebody looked into it; its row goes then, the others stand."""

    __tablename__ = "reward_holds"
    __table_args__ = (UniqueConstraint("reward_id", "why"),)

    id: Mapped[RowId]
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"))
    why: Mapped[Exclusion] = mapped_column(stored_words(Exclusion, 32))
    held_at: Mapped[Moment]


class Reward(Base):
    """One reward of one reporter for one stage of one matter."""

    __tablename__ = "rewards"
    __table_args__ = (
        # One matter is rewarded once: every share of every stage has exactly one row.
        UniqueConstraint("matter", "stage", "share"),
        CheckConstraint("amount_fen IS NULL OR amount_fen >= 0", name="amount"),
        Index("ix_rewards_state_due", "state", "claim_until_on"),
        Index("ix_rewards_reporter", "reporter_key", "accepted_on"),
    )

    id: Mapped[RowId] = mapped_column()
    number: Mapped[str] = mapped_column(
        String(16), unique=True, comment="public, random: tells nothing about the tip"
    )
    matter: Mapped[str] = mapped_column(String(32), comment="number of the tip that others are merged into")
    stage: Mapped[Stage] = mapped_column(stored_words(Stage, 16))
    share: Mapped[int] = mapped_column(comment="1 for the first payee of the matter")
    tip_number: Mapped[str] = mapped_column(String(32), index=True)
    reporter_key: Mapped[str | None] = mapped_column(
        String(64), comment="keyed pseudonym, for limits a period"
    )
    state: Mapped[RewardState] = mapped_column(stored_words(RewardState, 16))
    version: Mapped[int] = mapped_column(default=0, comment="steps taken; each step changes the one it read")
    kind: Mapped[MatterKind] = mapped_column(stored_words(MatterKind, 32))
    scenario: Mapped[str | None] = mapped_column(String(64))
    relation: Mapped[Relation] = mapped_column(stored_words(Relation, 16))
    accepted_on: Mapped[date] = mapped_column(Date, comment="decides which rule is in force")
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("reward_assessments.id"))
    amount_fen: Mapped[int | None] = mapped_column(BigInteger, comment="never changes once approved")
    budget_id: Mapped[int | None] = mapped_column(ForeignKey("reward_budgets.id"))
    proof_needed: Mapped[bool] = mapped_column(default=False)
    refused_because: Mapped[RefusedBecause | None] = mapped_column(stored_words(RefusedBecause, 32))
    appeal_until_on: Mapped[date | None] = mapped_column(Date)
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claim_until_on: Mapped[date | None] = mapped_column(Date, comment="last day of the claim window")
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    holds: Mapped[list[RewardHold]] = relationship(order_by=RewardHold.id, lazy="selectin", viewonly=True)

    @property
    def held_because(self) -> list[Exclusion]:
        """The reasons that stop the payment, in the order of ``Exclusion``; none where it goes on."""
        standing = {one.why for one in self.holds}
        return [one for one in Exclusion if one in standing]


class RewardAssessment(Base):
    """What the engine said of a matter, with rule, inputs and trace as they were; never changed."""

    __tablename__ = "reward_assessments"

    id: Mapped[RowId]
    matter: Mapped[str] = mapped_column(String(32), index=True)
    stage: Mapped[Stage] = mapped_column(stored_words(Stage, 16))
    rule_set: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(String(32))
    facts: Mapped[JsonObject]
    decision: Mapped[JsonObject]
    payees: Mapped[list[Any]] = mapped_column(Json, comment="shares and the reasons beside every tip")
    total_fen: Mapped[int] = mapped_column(BigInteger)
    approvals_needed: Mapped[list[str]] = mapped_column(Json, comment="permissions, one approver each")
    proposer: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Words]
    created_at: Mapped[Moment]


class RewardApproval(Base):
    """One signature on one proposal; the same person never signs twice."""

    __tablename__ = "reward_approvals"
    __table_args__ = (
        UniqueConstraint("reward_id", "assessment_id", "rung"),
        UniqueConstraint("reward_id", "assessment_id", "approver"),
    )

    id: Mapped[RowId]
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"))
    assessment_id: Mapped[int] = mapped_column(ForeignKey("reward_assessments.id"))
    rung: Mapped[int]
    permission: Mapped[str] = mapped_column(String(64))
    approver: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Words]
    created_at: Mapped[Moment]


class RewardEvent(Base):
    """One step of one reward: who, when, why; never changed."""

    __tablename__ = "reward_events"
    __table_args__ = (UniqueConstraint("reward_id", "version"),)

    id: Mapped[RowId]
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"))
    version: Mapped[int]
    verb: Mapped[Verb] = mapped_column(stored_words(Verb, 16))
    before: Mapped[RewardState] = mapped_column(stored_words(RewardState, 16))
    after: Mapped[RewardState] = mapped_column(stored_words(RewardState, 16))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(64))
    reason: Mapped[Words]
    created_at: Mapped[Moment]


class RewardClaim(Base):
    """That somebody came for a reward, and where the vault keeps who; no column of it leads to a tip."""

    __tablename__ = "reward_claims"
    __table_args__ = (UniqueConstraint("reward_number", "round"),)

    id: Mapped[RowId]
    reward_number: Mapped[str] = mapped_column(String(16))
    round: Mapped[int] = mapped_column(comment="1; one more after each failed payment")
    payee_ref: Mapped[str] = mapped_column(String(64), comment="the vault's handle; says nothing by itself")
    consent: Mapped[Words] = mapped_column(comment="the sentence agreed to, separately (PIPL art. 29)")
    consented_at: Mapped[Moment]
    proof_ref: Mapped[str | None] = mapped_column(String(64), comment="proof of employment, in the vault")
    by_code: Mapped[bool] = mapped_column(comment="claimed with code and second secret")
    created_at: Mapped[Moment]
    shredded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RewardPayment(Base):
    """One attempt to pay, under a voucher number that never names two attempts."""

    __tablename__ = "reward_payments"
    __table_args__ = (
        UniqueConstraint("reward_number", "attempt"),
        CheckConstraint("amount_fen > 0", name="amount"),
    )

    id: Mapped[RowId]
    voucher: Mapped[str] = mapped_column(String(32), unique=True)
    reward_number: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int]
    claim_id: Mapped[int] = mapped_column(ForeignKey("reward_claims.id"))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    # Holds the reward's number from the moment the attempt is open until it has failed: while it is open or
    # has gone through, the database itself refuses a second one.
    standing_for: Mapped[str | None] = mapped_column(String(16), unique=True)
    sent_by: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[Moment]
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    succeeded: Mapped[bool | None]
    bank_reference: Mapped[str | None] = mapped_column(String(64), unique=True)
    note: Mapped[str | None] = mapped_column(String(200))


class RewardBudget(Base):
    """The money of one line for one year, and how much of it is promised or spent."""

    __tablename__ = "reward_budgets"
    __table_args__ = (
        UniqueConstraint("line", "year"),
        CheckConstraint("committed_fen >= 0 AND committed_fen <= granted_fen", name="kept"),
    )

    id: Mapped[RowId]
    line: Mapped[str] = mapped_column(String(64))
    year: Mapped[int] = mapped_column(Integer)
    granted_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    committed_fen: Mapped[int] = mapped_column(BigInteger, default=0)


class LedgerEntry(Base):
    """One side of one posting; the sides of a posting always add up to nothing."""

    __tablename__ = "reward_ledger"
    __table_args__ = (UniqueConstraint("posting", "account"),)

    id: Mapped[RowId]
    posting: Mapped[str] = mapped_column(String(64), comment="named after the step, so that it is made once")
    budget_id: Mapped[int] = mapped_column(ForeignKey("reward_budgets.id"), index=True)
    account: Mapped[str] = mapped_column(String(16))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    reward_number: Mapped[str | None] = mapped_column(String(16), index=True)
    created_at: Mapped[Moment]


class RewardReminder(Base):
    """A reminder that is due or done: each once for each claim window."""

    __tablename__ = "reward_reminders"
    __table_args__ = (UniqueConstraint("reward_id", "claim_until_on", "days_left"),)

    id: Mapped[RowId]
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"))
    claim_until_on: Mapped[date] = mapped_column(Date)
    days_left: Mapped[int]
    created_at: Mapped[Moment]


class PayoutSecret(Base):
    """The second secret of somebody without a name; only its digest, and how often it was tried."""

    __tablename__ = "reward_secrets"

    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(128))
    failures: Mapped[int] = mapped_column(default=0)
    issued_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Honour(Base):
    """Thanks for a valid tip that earned no money: once a matter and tip."""

    __tablename__ = "reward_honours"
    __table_args__ = (UniqueConstraint("matter"),)

    id: Mapped[RowId]
    matter: Mapped[str] = mapped_column(String(32))
    tip_number: Mapped[str] = mapped_column(String(32), index=True)
    points: Mapped[int]
    granted_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Moment]


class Revisit(Base):
    """An appointed 回访 of an employee or informant, and what came of it."""

    __tablename__ = "reward_revisits"
    __table_args__ = (UniqueConstraint("reward_id", "due_on"),)

    id: Mapped[RowId]
    reward_id: Mapped[int] = mapped_column(ForeignKey("rewards.id"))
    due_on: Mapped[date] = mapped_column(Date, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(String(64))
    retaliation: Mapped[bool | None] = mapped_column(comment="the reporter says they suffer for the tip")
