"""The tables of evidence: one row for each thing sent, and one for each case that has any."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Json, Moment, RowId, UtcDateTime, stored_words
from tipoffs.evidence.status import Kind, Refusal, State


class EvidenceFolder(Base):
    """The evidence of one case; its row is locked while something is put in, so that no limit is passed."""

    __tablename__ = "evidence_folders"

    case: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="number of the tip, or of its draft while there is none"
    )
    received: Mapped[int] = mapped_column(default=0, comment="how many came in all; the order of the next")


class Evidence(Base):
    """One photo, video or voice.

    The original and its copies lie in the store of files, each sealed with ``sealed_key``, which only the key
    of the case opens: destroying that destroys them all. ``digest`` is of the original as it came, so that
    anybody who holds it later can see that it was not changed.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        # The platform pushes again, people tap twice: the same thing is one row.
        UniqueConstraint("case", "origin"),
        UniqueConstraint("case", "place"),
        Index("ix_evidence_due", "state", "due_at", "id"),
    )

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(String(32), unique=True, comment="random; how others refer to it")
    case: Mapped[str] = mapped_column(String(64), comment="see evidence_folders.case")
    place: Mapped[int] = mapped_column(comment="1 for what the platform received first")
    kind: Mapped[Kind] = mapped_column(stored_words(Kind, 16))
    origin: Mapped[str] = mapped_column(
        String(64), comment="SHA-256 of what identifies it where it came from"
    )
    state: Mapped[State] = mapped_column(stored_words(State, 16))
    refusal: Mapped[Refusal | None] = mapped_column(stored_words(Refusal, 32))
    media_id: Mapped[str | None] = mapped_column(
        String(256), comment="how to ask the platform for it; empty once settled, and for an upload"
    )
    received_at: Mapped[Moment]
    due_at: Mapped[Moment] = mapped_column(comment="when to try, or when the lease of a try ends")
    attempts: Mapped[int] = mapped_column(default=0)
    claim_token: Mapped[str | None] = mapped_column(String(32))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sealed_key: Mapped[bytes] = mapped_column(
        LargeBinary, comment="its own key, sealed with that of the case"
    )
    mime: Mapped[str | None] = mapped_column(String(32), comment="by its bytes, not by what was claimed")
    size: Mapped[int | None] = mapped_column(comment="bytes of the original")
    digest: Mapped[str | None] = mapped_column(String(64), comment="SHA-256 of the original as it came")
    original_file: Mapped[str | None] = mapped_column(String(64), unique=True, comment="key in the store")
    copy_file: Mapped[str | None] = mapped_column(
        String(64), unique=True, comment="key in the store: a photo without metadata; for intake"
    )
    shared_file: Mapped[str | None] = mapped_column(
        String(64), unique=True, comment="key in the store: with areas blacked out; null until staff decided"
    )
    black_areas: Mapped[list[list[float]] | None] = mapped_column(
        Json, comment="left, top, right, bottom as parts of the upright picture"
    )
    sealed_position: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="where the photo says it was taken; offered to the reporter, never used unasked"
    )
