"""The table of platform tokens."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import UtcDateTime


class PlatformToken(Base):
    """One token of the platform, shared by every process, and the lease of the one that is fetching it."""

    __tablename__ = "platform_tokens"

    name: Mapped[str] = mapped_column(String(64), primary_key=True, comment="appid and kind of token")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, comment="wechat.token_stores.packed, sealed")
    lock_owner: Mapped[str | None] = mapped_column(String(32))
    lock_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
