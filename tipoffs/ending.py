"""What ends together with the words of a case."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tipoffs.evidence.models import EvidenceFolder
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.models import VaultKey


def ended_folders(session: Session, _now: datetime, after: str, limit: int) -> Sequence[str]:
    """The next cases with evidence whose key is destroyed: nobody can open it, so that it may be forgotten.

    Asked each night and not at the shredding, so that a kill in between leaves nothing behind.
    """
    return session.scalars(
        select(EvidenceFolder.case)
        .join(VaultKey, VaultKey.case == EvidenceFolder.case)
        .where(
            VaultKey.secret_class == SecretClass.WORDS,
            VaultKey.wrapped.is_(None),
            EvidenceFolder.case > after,
        )
        .order_by(EvidenceFolder.case)
        .limit(limit)
    ).all()
