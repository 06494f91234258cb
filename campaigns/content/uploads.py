"""Which pictures of content lie at the platform, and which must be uploaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from campaigns.content.claiming import claim_row, next_try, settle_row
from campaigns.content.fates import UploadPurpose
from campaigns.content.models import ContentUpload, ContentVersion
from campaigns.content.pictures import PictureStore
from core.due_rows import DueRows
from core.statements import insert_once


@dataclass(frozen=True, slots=True)
class UploadClaim:
    """One picture to upload now."""

    key: str
    attempt: int
    purpose: UploadPurpose
    reference: str


class UploadQueue:
    """The rows of one account; whoever calls opens and commits the transaction."""

    def __init__(self, appid: str, pictures: PictureStore) -> None:
        self._appid = appid
        self._pictures = pictures
        of_this_account = ContentUpload.key.startswith(f"{appid}:", autoescape=True)
        is_missing = and_(ContentUpload.address.is_(None), of_this_account)
        self.due_rows: Final = DueRows(ContentUpload.key, ContentUpload.due_at, is_missing)

    def key_of(self, purpose: UploadPurpose, reference: str) -> str:
        """Another account, another use or a redrawn picture is another upload."""
        return f"{self._appid}:{purpose.value}:{reference}@{self._pictures.fingerprint(reference)}"

    def wants(self, version: ContentVersion) -> list[tuple[UploadPurpose, str]]:
        """What a version needs at the platform."""
        return [
            (UploadPurpose.COVER, version.cover),
            *((UploadPurpose.INLINE, reference) for reference in version.pictures),
        ]

    def order(self, session: Session, version: ContentVersion, now: datetime) -> None:
        """Have everything uploaded that a version needs and that is not there."""
        rows = [
            {
                "key": self.key_of(purpose, reference),
                "purpose": purpose,
                "reference": reference,
                "attempts": 0,
                "due_at": now,
            }
            for purpose, reference in self.wants(version)
        ]
        insert_once(session, ContentUpload, rows, conflict=["key"])

    def addresses(
        self, session: Session, version: ContentVersion
    ) -> dict[tuple[UploadPurpose, str], str] | None:
        """What the platform calls each picture of a version; None while one is missing."""
        keys = {self.key_of(*wanted): wanted for wanted in self.wants(version)}
        rows = session.execute(
            select(ContentUpload.key, ContentUpload.address).where(
                ContentUpload.key.in_(keys), ContentUpload.address.is_not(None)
            )
        ).all()
        found = {keys[row.key]: str(row.address) for row in rows}
        return found if len(found) == len(keys) else None

    def due(self, session: Session, now: datetime, limit: int) -> Sequence[str]:
        """Keys of uploads whose time has come."""
        return self.due_rows.next(session, now, limit)

    def claim(self, session: Session, key: str, now: datetime) -> UploadClaim | None:
        """Take one upload."""
        unsent = (ContentUpload.key == key) & ContentUpload.address.is_(None)
        attempt = claim_row(session, ContentUpload, unsent, now)
        if attempt is None:
            return None
        row = session.execute(
            select(ContentUpload.purpose, ContentUpload.reference).where(ContentUpload.key == key)
        ).one()
        return UploadClaim(key, attempt, row.purpose, row.reference)

    def settle(self, session: Session, claim: UploadClaim, address: str, now: datetime) -> None:
        """It is there. Two uploads by a slow worker leave an unused file, no more."""
        settle_row(
            session,
            ContentUpload,
            ContentUpload.key == claim.key,
            claim.attempt,
            address=address,
            uploaded_at=now,
            failure=None,
        )

    def put_off(
        self, session: Session, claim: UploadClaim, failure: str, now: datetime, until: datetime | None = None
    ) -> None:
        """It failed; try again later."""
        settle_row(
            session,
            ContentUpload,
            ContentUpload.key == claim.key,
            claim.attempt,
            failure=failure,
            due_at=next_try(claim.attempt, now, until),
        )

    def forget(self, session: Session, version: ContentVersion, now: datetime) -> None:
        """The platform does not know a picture of this version any more: upload all of them again."""
        keys = [self.key_of(*wanted) for wanted in self.wants(version)]
        for row in session.scalars(select(ContentUpload).where(ContentUpload.key.in_(keys))):
            row.address, row.due_at, row.attempts = None, now, 0

    def failures(self, session: Session, version: ContentVersion) -> list[str]:
        """Why pictures of a version are not there yet: the code of each, see ``failures``."""
        keys = [self.key_of(*wanted) for wanted in self.wants(version)]
        rows = session.scalars(
            select(ContentUpload)
            .where(ContentUpload.key.in_(keys), ContentUpload.address.is_(None))
            .order_by(ContentUpload.reference, ContentUpload.key)
        )
        return [row.failure for row in rows if row.failure]
