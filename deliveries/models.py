"""Tables of the outbox: deliveries, and when each person last opened a window to be written to."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import JsonObject, Moment, Openid, RowId, UtcDateTime, stored_words
from deliveries.ports import FailureClass
from deliveries.status import Channel, Lane, Reason, State

_ALONE, _OF_A_MAILING = text("mailing_id IS NULL"), text("mailing_id IS NOT NULL")
_ON_THE_WAY, _HAS_PAYLOAD = text("state = 'sending'"), text("payload_until IS NOT NULL")


class Delivery(Base):
    """One message to one person, and its fate.

    ``claim_token`` names the one attempt that may still write the fate: a worker that slept past its lease
    holds an old token and changes nothing.

    A row with a ``mailing_id`` is one recipient of a mailing: the mailing holds the words, and the row is
    found by the mailing's own indexes, so that 600,000 of them do not slow down a reply.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index(
            "ix_deliveries_due",
            "state",
            "lane",
            "due_at",
            "id",
            postgresql_where=_ALONE,
            sqlite_where=_ALONE,
        ),
        Index("ix_deliveries_lease", "lease_until", postgresql_where=_ON_THE_WAY, sqlite_where=_ON_THE_WAY),
        Index("ix_deliveries_person", "openid", "state"),
        Index(
            "ix_deliveries_payload_until",
            "payload_until",
            postgresql_where=_HAS_PAYLOAD,
            sqlite_where=_HAS_PAYLOAD,
        ),
        Index(
            "ix_deliveries_mailing",
            "mailing_id",
            "state",
            "due_at",
            "id",
            postgresql_where=_OF_A_MAILING,
            sqlite_where=_OF_A_MAILING,
        ),
        Index(
            "uq_deliveries_recipient",
            "mailing_id",
            "openid",
            unique=True,
            postgresql_where=_OF_A_MAILING,
            sqlite_where=_OF_A_MAILING,
        ),
    )

    id: Mapped[RowId]
    openid: Mapped[Openid]
    lane: Mapped[Lane] = mapped_column(stored_words(Lane, 32))
    channel: Mapped[Channel] = mapped_column(stored_words(Channel, 32))
    template_id: Mapped[str | None] = mapped_column(String(64), comment="the template of a notice")
    state: Mapped[State] = mapped_column(stored_words(State, 32))
    payload: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="sealed with a passing key; empty once sent or past its time"
    )
    payload_until: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="when the payload is to be emptied; NULL once it is"
    )
    dedupe_key: Mapped[str | None] = mapped_column(
        String(128), unique=True, comment="posted once under this name"
    )
    resend_when_unknown: Mapped[bool] = mapped_column(
        comment="silence is worse than saying it twice: send again when the fate is unknown"
    )
    created_at: Mapped[Moment] = mapped_column(index=True)
    due_at: Mapped[Moment]
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="later than this it is not sent")
    attempts: Mapped[int] = mapped_column(default=0, comment="how often a worker took it")
    strikes: Mapped[int] = mapped_column(default=0, comment="failures that count towards giving up")
    claim_token: Mapped[str | None] = mapped_column(String(32))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the last attempt ended")
    failure: Mapped[FailureClass | None] = mapped_column(stored_words(FailureClass, 32))
    errcode: Mapped[int | None]
    rid: Mapped[str | None] = mapped_column(String(64), comment="the platform's request id, for its support")
    reason: Mapped[Reason | None] = mapped_column(stored_words(Reason, 32))
    # No foreign key: 600,000 rows would each check the one mailing they were copied from.
    mailing_id: Mapped[int | None] = mapped_column(BigInteger, comment="the mailing this person is in")
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the platform says it arrived")
    read_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="the person opened what it leads to"
    )
    acted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the person did what it asks for")


class ContactWindow(Base):
    """When one person last opened each window of the platform, and how much of it is used."""

    __tablename__ = "contact_windows"

    openid: Mapped[Openid] = mapped_column(primary_key=True)
    last_message_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_since_message: Mapped[int] = mapped_column(default=0)
    last_touch_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="menu click, subscribe or scan: the one-minute window"
    )
    sent_since_touch: Mapped[int] = mapped_column(default=0)
    left_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="unsubscribing closes every window opened before"
    )


class NoticeTemplate(Base):
    """A template that the account has chosen at the platform, bound to one of our kinds of notice."""

    __tablename__ = "notice_templates"
    __table_args__ = (UniqueConstraint("kind", "channel", "is_long_term"),)

    id: Mapped[RowId]
    kind: Mapped[str] = mapped_column(String(32), comment="key of notice_kinds.yaml")
    channel: Mapped[Channel] = mapped_column(stored_words(Channel, 32))
    is_long_term: Mapped[bool] = mapped_column(comment="one consent lasts until it is taken back")
    template_id: Mapped[str] = mapped_column(String(64), unique=True)
    fields: Mapped[JsonObject] = mapped_column(comment="our slot for each field of the template")
    bound_at: Mapped[Moment]


class NoticeConsent(Base):
    """What one person agreed to receive of one template, according to the platform's events."""

    __tablename__ = "notice_consents"

    openid: Mapped[Openid] = mapped_column(primary_key=True)
    template_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    remaining: Mapped[int] = mapped_column(default=0, comment="one-time consents that are not used yet")
    is_lasting: Mapped[bool] = mapped_column(default=False, comment="a long-term consent that stands")
    changed_at: Mapped[Moment] = mapped_column(comment="time of the latest event or use")


class DutyNotice(Base):
    """Something that staff must know now; open until somebody acknowledges it."""

    __tablename__ = "duty_notices"
    __table_args__ = (Index("ix_duty_notices_open", "acknowledged_at", "raised_at"),)

    id: Mapped[RowId]
    key: Mapped[str] = mapped_column(String(96), unique=True, comment="raised once under this name")
    permission: Mapped[str] = mapped_column(String(48), comment="who has it, is told")
    department: Mapped[str | None] = mapped_column(String(64), comment="code; NULL concerns every department")
    subject: Mapped[str] = mapped_column(String(64), comment="number of the case; no one's words")
    sentence: Mapped[str] = mapped_column(String(200), comment="neutral, in Chinese")
    is_urgent: Mapped[bool]
    raised_at: Mapped[Moment]
    told: Mapped[int] = mapped_column(default=0, comment="to how many phones it was posted")
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_by: Mapped[str | None] = mapped_column(String(64), comment="login")
    hook_state: Mapped[State | None] = mapped_column(
        stored_words(State, 16), comment="the call to the bureau's other system; NULL where there is none"
    )
    hook_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    hook_tries: Mapped[int] = mapped_column(default=0)
