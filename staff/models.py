"""The tables of the staff: who works here, which roles they hold, and the log of what was done."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
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


class StaffBinding(Base):
    """A code that binds a WeChat to an account, until it is used or too old."""

    __tablename__ = "staff_bindings"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True, comment="of the token in the scene")
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"), unique=True)
    until: Mapped[Moment]


class AuditEntry(Base):
    """One link of the audit chain; the database refuses to change or delete it. See ``staff/audit.py``."""

    __tablename__ = "audit_entries"

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
