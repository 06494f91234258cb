"""Which pictures lie at the platform as permanent material, which must be uploaded, which looked after."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from core.statements import insert_once
from knowledge.gallery import Picture
from wechat.models import PictureMaterial

LEASE = timedelta(minutes=2)
CHECK_EVERY = timedelta(hours=6)
"""How long it takes at the latest to notice that somebody deleted a picture in the console."""

CHECK_AGAIN = timedelta(minutes=10)
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(hours=1)


class PictureMaterials:
    """The rows of one account; whoever calls opens and commits the transaction."""

    def __init__(self, appid: str) -> None:
        self._appid = appid

    def key_of(self, picture: Picture) -> str:
        """The name of the row of exactly this drawing at this account."""
        return f"{self._appid}:{picture.digest}"

    def find_media_id(self, session: Session, picture: Picture) -> str | None:
        """What to send to show ``picture``; None while it, in exactly this drawing, is not there."""
        return session.scalar(
            select(PictureMaterial.media_id).where(PictureMaterial.key == self.key_of(picture))
        )

    def due_uploads(self, session: Session, wanted: Mapping[str, Picture], now: datetime) -> list[str]:
        """Keys of wanted pictures that are not at the platform and may be tried now."""
        rows = session.execute(
            select(PictureMaterial.key, PictureMaterial.media_id, PictureMaterial.due_at).where(
                PictureMaterial.key.in_(wanted)
            )
        )
        settled = {row.key for row in rows if row.media_id is not None or row.due_at > now}
        return [key for key in wanted if key not in settled]

    def claim(self, session: Session, picture: Picture, now: datetime) -> int | None:
        """Take one upload for this worker; the number of the attempt, or None when there is nothing to do."""
        key = self.key_of(picture)
        row = {"key": key, "picture": picture.id, "attempts": 0, "due_at": now}
        insert_once(session, PictureMaterial, [row], conflict=["key"])
        return session.scalar(
            update(PictureMaterial)
            .where(
                PictureMaterial.key == key,
                PictureMaterial.media_id.is_(None),
                PictureMaterial.due_at <= now,
            )
            .values(due_at=now + LEASE, attempts=PictureMaterial.attempts + 1)
            .returning(PictureMaterial.attempts)
            .execution_options(synchronize_session=False)
        )

    def settle_uploaded(self, session: Session, picture: Picture, media_id: str, now: datetime) -> None:
        """The picture is there now. Of two uploads of a worker that was slow the later name stays."""
        session.execute(
            update(PictureMaterial)
            .where(PictureMaterial.key == self.key_of(picture))
            .values(media_id=media_id, attempts=0, uploaded_at=now, checked_at=now)
            .execution_options(synchronize_session=False)
        )

    def put_off(
        self, session: Session, picture: Picture, attempts: int, now: datetime, until: datetime | None = None
    ) -> datetime:
        """An upload failed: say when it is tried again, after 1, 2, 4 … 60 minutes or at ``until``."""
        pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(attempts - 1, 10))
        due_at: datetime = max(now + pause, until or now)
        session.execute(
            update(PictureMaterial)
            .where(PictureMaterial.key == self.key_of(picture), PictureMaterial.media_id.is_(None))
            .values(due_at=due_at)
            .execution_options(synchronize_session=False)
        )
        return due_at

    def due_checks(
        self, session: Session, keys: Sequence[str], now: datetime, seen_since: datetime
    ) -> list[str]:
        """Keys of pictures that nobody has looked after for ``CHECK_EVERY``, or since ``seen_since``."""
        return list(
            session.scalars(
                select(PictureMaterial.key)
                .where(PictureMaterial.key.in_(keys), self._unchecked(now, seen_since))
                .order_by(PictureMaterial.key)
            )
        )

    def claim_check(self, session: Session, key: str, now: datetime, seen_since: datetime) -> str | None:
        """Take one check for this worker; the media_id to ask for, or None when somebody else did."""
        return session.execute(
            update(PictureMaterial)
            .where(PictureMaterial.key == key, self._unchecked(now, seen_since))
            .values(checked_at=now)
            .returning(PictureMaterial.media_id)
            .execution_options(synchronize_session=False)
        ).scalar_one_or_none()

    def check_again(self, session: Session, key: str, now: datetime) -> None:
        """The platform could not be asked: look again soon."""
        session.execute(
            update(PictureMaterial)
            .where(PictureMaterial.key == key)
            .values(checked_at=now - CHECK_EVERY + CHECK_AGAIN)
            .execution_options(synchronize_session=False)
        )

    def lose(self, session: Session, media_id: str, now: datetime) -> bool:
        """The platform does not know this name any more: upload again. False when it is none of ours."""
        found = session.scalars(
            update(PictureMaterial)
            .where(PictureMaterial.media_id == media_id)
            .values(media_id=None, attempts=0, due_at=now)
            .returning(PictureMaterial.key)
            .execution_options(synchronize_session=False)
        ).all()
        return bool(found)

    @staticmethod
    def _unchecked(now: datetime, seen_since: datetime) -> ColumnElement[bool]:
        threshold = max(now - CHECK_EVERY, seen_since)
        return and_(
            PictureMaterial.media_id.is_not(None),
            or_(PictureMaterial.checked_at.is_(None), PictureMaterial.checked_at < threshold),
        )
