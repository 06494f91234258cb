"""What the platform gave us to keep: tokens, and the names of the pictures that lie there."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Moment, UtcDateTime


class PlatformToken(Base):
    """One token of the platform, shared by every process, and the lease of the one that is fetching it."""

    __tablename__ = "platform_tokens"

    name: Mapped[str] = mapped_column(String(64), primary_key=True, comment="appid and kind of token")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, comment="wechat.token_stores.packed, sealed")
    lock_owner: Mapped[str | None] = mapped_column(String(32))
    lock_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PictureMaterial(Base):
    """One picture of the knowledge base as permanent material of one account.

    Its key is made of account and content, so another account or a picture that was drawn anew is another
    row, and two machines with different code never overwrite each other's.
    """

    __tablename__ = "picture_materials"

    key: Mapped[str] = mapped_column(String(128), primary_key=True, comment="appid:SHA-256 of the PNG")
    picture: Mapped[str] = mapped_column(String(64), comment="id of the picture")
    media_id: Mapped[str | None] = mapped_column(String(128), comment="null until uploaded, and when lost")
    attempts: Mapped[int] = mapped_column(default=0, comment="uploads tried since it was last there")
    due_at: Mapped[Moment] = mapped_column(comment="without media_id: when to try, or when the lease ends")
    uploaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="the platform still had it")
