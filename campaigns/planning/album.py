"""Photos of activities: decoded at a distance, kept as copies without metadata, swept when no row names them.

``Album.keep`` takes up to some seconds: call it before the transaction in which
``ActivityService.photograph`` writes the row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.planning.models import ActivityPhoto
from campaigns.planning.refusals import NotAPhoto
from core.errors import NotFound
from core.files import FileStore, sweep
from tipoffs.evidence.examining import examine
from tipoffs.evidence.ports import PictureDecoder
from tipoffs.evidence.status import Kind, Refusal


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that lies in the store."""

    file: str
    width: int
    height: int


class Album:
    """Keeps photos in ``store``; ``decoder`` decodes them."""

    def __init__(self, store: FileStore, decoder: PictureDecoder) -> None:
        self._store = store
        self._decoder = decoder

    def keep(self, data: bytes) -> KeptPhoto:
        """Keep a copy of an uploaded photo, upright and without its metadata; ``NotAPhoto`` for the rest."""
        sort = examine(data, Kind.PHOTO)
        if isinstance(sort, Refusal):
            raise NotAPhoto
        decoded = self._decoder.decode(data)
        if isinstance(decoded, Refusal):
            raise NotAPhoto
        kept = self._store.put([decoded.copy])
        return KeptPhoto(kept.key, decoded.width, decoded.height)

    def photo(self, session: Session, activity_id: int, file: str) -> bytes:
        """The copy, JPEG; ``NotFound`` unless it is one of this activity."""
        if session.get(ActivityPhoto, (activity_id, file)) is None:
            raise NotFound
        return b"".join(self._store.read(file))

    def sweep(self, session: Session, now: datetime) -> int:
        """Delete the files that no row names, unless they are younger than a day; say how many."""

        def named_among(keys: Sequence[str]) -> set[str]:
            return set(session.scalars(select(ActivityPhoto.file).where(ActivityPhoto.file.in_(keys))))

        return sweep(self._store, named_among, now)
