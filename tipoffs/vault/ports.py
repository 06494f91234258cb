"""What the vault needs of others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from staff.actors import Actor


class Audit(Protocol):
    """Writes one line of the audit log in the transaction of ``session``; ``staff.audit.record`` is one."""

    def __call__(
        self,
        session: Session,
        *,
        actor: Actor,
        action: str,
        subject: str,
        now: datetime,
        reason: str = "",
        detail: Mapping[str, str | int | bool | None] | None = None,
    ) -> Any:
        """Write it, or raise: what is not recorded does not happen."""
        ...
