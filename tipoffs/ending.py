"""What ends together with the words of a case."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tipoffs.evidence.models import EvidenceFolder
from tipoffs.evidence.services import EvidenceService
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.models import VaultKey


def forget_ended(session: Session, evidence: EvidenceService, limit: int = 200) -> int:
    """Forget the evidence of cases whose key is destroyed: nobody can open it; say of how many cases.

    Asked each night and not at the shredding, so that a kill in between leaves nothing behind.
    """
    ended = session.scalars(
        select(EvidenceFolder.case)
        .join(VaultKey, VaultKey.case == EvidenceFolder.case)
        .where(VaultKey.secret_class == SecretClass.WORDS, VaultKey.wrapped.is_(None))
        .order_by(EvidenceFolder.case)
        .limit(limit)
    ).all()
    for case in ended:
        evidence.forget(session, case)
    return len(ended)
