"""The vault's own tables. What is readable in them tells that a case exists, never whose it is."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import JsonList, Moment, RowId, UtcDateTime, Words, stored_words
from tipoffs.vault.contents import SecretClass, SecretField
from tipoffs.vault.status import Exclusion, Hold, Mode, Purpose, RequestState

CASE = String(40)
STAFF = String(64)
MOST_BASIS = 80


class VaultEpoch(Base):
    """A key that wraps the data keys of its time, itself wrapped by the master key outside the database.

    No foreign key points here: a dump without these rows must be loadable (docs/adr/0013-vault.md).
    """

    __tablename__ = "vault_epochs"

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(String(32), unique=True, comment="random; what the seal is bound to")
    master: Mapped[str] = mapped_column(String(16), comment="fingerprint of the master key that wraps it")
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary, comment="NULL once destroyed")
    began_at: Mapped[Moment]
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class VaultCase(Base):
    """A case that has secrets: the public number is all the vault knows of it."""

    __tablename__ = "vault_cases"

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(
        CASE, unique=True, comment="public number of a tip, claim or list entry"
    )
    mode: Mapped[Mode | None] = mapped_column(stored_words(Mode, 16), comment="NULL for what is no tip")
    opened_at: Mapped[Moment]
    closed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, index=True, comment="retention counts from here; NULL while the case goes on"
    )


class VaultHold(Base):
    """One reason why nothing of a case ends; each stands until it is lifted itself, and then its row goes."""

    __tablename__ = "vault_holds"
    __table_args__ = (UniqueConstraint("case", "why", "basis"),)

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(CASE)
    why: Mapped[Hold] = mapped_column(stored_words(Hold, 16))
    basis: Mapped[str] = mapped_column(
        String(MOST_BASIS), comment="document or authority: two investigations are two holds; numbers masked"
    )
    held_at: Mapped[Moment]
    held_by: Mapped[str] = mapped_column(STAFF)

    @property
    def words(self) -> str:
        """Why, and upon what, as the audit log says it."""
        return f"{self.why.label}（{self.basis}）" if self.basis else self.why.label


class VaultKey(Base):
    """The wrapped data key of one class of secrets of one case; destroying it destroys them."""

    __tablename__ = "vault_keys"
    __table_args__ = (
        UniqueConstraint("case", "secret_class"),
        Index("ix_vault_keys_epoch", "epoch", "id"),
    )

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(CASE)
    secret_class: Mapped[SecretClass] = mapped_column(stored_words(SecretClass, 16))
    epoch: Mapped[str | None] = mapped_column(
        String(32), comment="name of the wrapping key; NULL once destroyed"
    )
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary, comment="NULL once destroyed")
    made_at: Mapped[Moment]
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SealedSecret(Base):
    """One sealed field of one case, bound to this table, row and column."""

    __tablename__ = "vault_secrets"
    __table_args__ = (UniqueConstraint("case", "field"),)

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(CASE)
    field: Mapped[str] = mapped_column(String(64), comment="a SecretField, or words/NAME")
    secret_class: Mapped[SecretClass] = mapped_column(stored_words(SecretClass, 16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[Moment]


class BlindIndex(Base):
    """A keyed digest by which a known openid, telephone or ID number finds its cases; not to be undone."""

    __tablename__ = "vault_blind_index"
    __table_args__ = (UniqueConstraint("case", "field"), Index("ix_vault_blind_index_digest", "digest"))

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(CASE)
    field: Mapped[SecretField] = mapped_column(stored_words(SecretField, 32))
    epoch: Mapped[str] = mapped_column(String(32), comment="the digest's key comes from this epoch's")
    digest: Mapped[bytes] = mapped_column(LargeBinary)


class IdentityRequest(Base):
    """Somebody wants to know who the reporter of a case is, and why."""

    __tablename__ = "vault_identity_requests"
    __table_args__ = (Index("ix_vault_identity_requests_state", "state", "id"),)

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(CASE, index=True)
    purpose: Mapped[Purpose] = mapped_column(stored_words(Purpose, 16))
    reason: Mapped[Words] = mapped_column(comment="for the approver; numbers masked")
    state: Mapped[RequestState] = mapped_column(stored_words(RequestState, 16))
    requested_by: Mapped[str] = mapped_column(STAFF)
    requested_at: Mapped[Moment]
    decided_by: Mapped[str | None] = mapped_column(STAFF)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_until: Mapped[Moment] = mapped_column(
        comment="to be decided until; once approved, to be read until"
    )
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccessRecord(Base):
    """That somebody read an identity: when, what and why, for the reporter to see; no name of staff."""

    __tablename__ = "vault_access_records"

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(CASE, index=True)
    purpose: Mapped[Purpose] = mapped_column(stored_words(Purpose, 16))
    fields: Mapped[JsonList] = mapped_column(comment="names of the fields, never their content")
    read_at: Mapped[Moment]


class Consent(Base):
    """What a reporter was told and agreed to, by version and digest of the text."""

    __tablename__ = "vault_consents"

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(CASE, index=True)
    notice: Mapped[str] = mapped_column(String(32), comment="which notice: mode.real_name, account …")
    version: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the text as it was shown")
    given_at: Mapped[Moment]


class ReceiptCode(Base):
    """How a reporter without a login proves that a case is theirs."""

    __tablename__ = "vault_receipts"

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(CASE, unique=True)
    locator: Mapped[str] = mapped_column(String(6), unique=True, comment="first six characters of the code")
    verifier: Mapped[str] = mapped_column(String(160), comment="Argon2id of the other twenty")
    issued_at: Mapped[Moment]


class ReceiptTries(Base):
    """How many wrong codes came from one caller, or from all, in one span of ten minutes."""

    __tablename__ = "vault_receipt_tries"

    caller: Mapped[str] = mapped_column(String(64), primary_key=True, comment="keyed digest, or * for all")
    span: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="ten minutes since 1970")
    tries: Mapped[int]


class ExcludedPerson(Base):
    """Somebody who may not be rewarded; telephone and ID number lie sealed under ``case``."""

    __tablename__ = "vault_excluded_people"

    id: Mapped[RowId]
    case: Mapped[str] = mapped_column(CASE, unique=True)
    why: Mapped[Exclusion] = mapped_column(stored_words(Exclusion, 16))
    listed_by: Mapped[str] = mapped_column(STAFF)
    listed_at: Mapped[Moment]
