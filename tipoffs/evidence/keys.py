"""The key of each piece of evidence, which lies in its row, sealed with the key of its case."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.crypto import seal, unseal
from tipoffs.evidence.models import Evidence
from tipoffs.evidence.ports import CaseKeys


class EvidenceKeys:
    """Seals and opens them; ``cases`` has the keys of the cases."""

    def __init__(self, cases: CaseKeys) -> None:
        self._cases = cases

    def of(self, session: Session, row: Evidence, now: datetime) -> bytes:
        """The key of one piece of evidence."""
        return unseal(row.sealed_key, self._cases.key_of(session, row.case, now), _place(row.case, row.name))

    def sealed(self, session: Session, case: str, name: str, key: bytes, now: datetime) -> bytes:
        """``key`` as it lies in the row of this name."""
        return seal(key, self._cases.key_of(session, case, now), _place(case, name))


def _place(case: str, name: str) -> str:
    return f"evidence/{name}/sealed_key/{case}"
