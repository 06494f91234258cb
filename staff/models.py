"""The tables of the staff: who works here, which roles they hold, and the log of what was done."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Moment, RowId, UtcDateTime, stored_words
from staff.actors import ActorKind


class StaffUser(Base):
    """Somebody who works here. Never deleted: the log and the cases name their login."""

    __tablename__ = "staff_users"

    id: Mapped[RowId]
    login: Mapped[str] = mapped_column(String(32), unique=True, comment="lower case; never given out again")
    name: Mapped[str] = mapped_column(String(64))
    everywhere: Mapped[bool] = mapped_column(comment="sees the cases of every region and department")
    region: Mapped[str | None] = mapped_column(String(16), comment="code; this region and all below it")
    department: Mapped[str | None] = mapped_column(String(64), comment="code of the department")
    active: Mapped[bool]
    password: Mapped[str] = mapped_column(String(160), comment="argon2id, with its parameters and salt")
    must_change: Mapped[bool] = mapped_column(comment="the password was made by somebody else")
    openid: Mapped[str | None] = mapped_column(
        String(64), unique=True, comment="their own WeChat, once bound"
    )
    created_at: Mapped[Moment]
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffRole(Base):
    """A role that somebody holds; what a role may do is data (``staff/roles.yaml``)."""

    __tablename__ = "staff_roles"
    __table_args__ = (UniqueConstraint("staff_id", "role"),)

    id: Mapped[RowId]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"))
    role: Mapped[str] = mapped_column(String(32))
    granted_at: Mapped[Moment]
    granted_by: Mapped[str] = mapped_column(String(64), comment="login, or the part of the house")


class RoleRequest(Base):
    """A role that touches identities, money or settings, asked for; a second person lets it through."""

    __tablename__ = "staff_role_requests"

    id: Mapped[RowId]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[Moment]
    decided_by: Mapped[str | None] = mapped_column(String(64), comment="NULL while it waits")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_granted: Mapped[bool | None]


class StaffBinding(Base):
    """A code that binds a WeChat to an account, until it is used or too old."""

    __tablename__ = "staff_bindings"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True, comment="of the token in the scene")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"), unique=True)
    until: Mapped[Moment]


class StaffSession(Base):
    """Somebody at a browser, from signing in until they leave or their time is over."""

    __tablename__ = "staff_sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True, comment="of the token in the cookie")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"), index=True)
    opened_at: Mapped[Moment]
    seen_at: Mapped[Moment] = mapped_column(comment="latest request, at most a minute old")
    ends_at: Mapped[Moment] = mapped_column(comment="whatever happens")
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the one-time code was right")
    device: Mapped[str] = mapped_column(String(120), comment="the browser, as it calls itself")
    address: Mapped[str] = mapped_column(String(45))


class StaffFactor(Base):
    """The secret that somebody's telephone makes one-time codes of."""

    __tablename__ = "staff_factors"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary, comment="sealed")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="NULL until a code was right")
    last_step: Mapped[int] = mapped_column(BigInteger, comment="of the newest code used; none is used twice")


class SignInGuard(Base):
    """How often signing in went wrong for one login, one address, or both together."""

    __tablename__ = "sign_in_guards"

    key: Mapped[str] = mapped_column(String(64), primary_key=True, comment="keyed digest")
    failures: Mapped[int]
    changed_at: Mapped[Moment] = mapped_column(index=True)
    closed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BureauChoice(Base):
    """What the administrators decided for the whole bureau under one name. See ``staff/choices.py``."""

    __tablename__ = "house_choices"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    chosen_by: Mapped[str] = mapped_column(String(64))
    chosen_at: Mapped[Moment]


class DisplayKey(Base):
    """What lets a PC without a clerk show the wall page; see ``staff/displays.py``."""

    __tablename__ = "display_keys"

    id: Mapped[RowId]
    digest: Mapped[str] = mapped_column(String(64), unique=True, comment="of the key, which is kept nowhere")
    name: Mapped[str] = mapped_column(String(40), comment="where the wall is")
    issued_at: Mapped[Moment]
    issued_by: Mapped[str] = mapped_column(String(64))
    ends_at: Mapped[Moment]
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="latest look, ten minutes at most")
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by: Mapped[str | None] = mapped_column(String(64))


class SavedView(Base):
    """The filter of a list that a member of staff named for themselves. See ``staff/views.py``."""

    __tablename__ = "staff_views"
    __table_args__ = (UniqueConstraint("staff_id", "route", "name"),)

    id: Mapped[RowId]
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"))
    route: Mapped[str] = mapped_column(String(40), comment="which list")
    name: Mapped[str] = mapped_column(String(20))
    query: Mapped[str] = mapped_column(Text, comment="what stands behind the question mark")
    created_at: Mapped[Moment]


class AuditEntry(Base):
    """One link of the audit chain; the database refuses to change or delete it. See ``staff/audit.py``."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_actor", "actor", "number"),
        Index("ix_audit_entries_at", "at"),
    )

    number: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, comment="1, 2, 3 … without a gap"
    )
    at: Mapped[Moment]
    actor_kind: Mapped[ActorKind] = mapped_column(stored_words(ActorKind, 16))
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(128), index=True)
    reason: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text, comment="JSON, kept as the very text that was hashed")
    previous: Mapped[str] = mapped_column(String(64), comment="the hash of the entry before")
    hash: Mapped[str] = mapped_column(String(64), comment="keyed BLAKE2b of every other column, hexadecimal")
