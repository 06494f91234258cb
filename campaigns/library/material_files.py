"""Where files of materials lie: checked by name and contents, kept under their hash, swept when unnamed.

Whoever scans a code gets them as they lie here, so a picture is one that a phone shows, and tells no place.
``MaterialFiles.keep`` takes up to some seconds and writes to the store: call it before the transaction that
writes the row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.library.kinds import MEDIA_TYPES, PICTURES
from campaigns.library.models import MaterialVersion
from campaigns.library.refusals import NotGiven, NotShown
from core.files import FileStore, sweep
from core.text import file_name
from tipoffs.evidence.examining import examine
from tipoffs.evidence.ports import PictureDecoder
from tipoffs.evidence.status import Kind, Refusal

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class KeptMaterial:
    """A file that lies in the store."""

    file: str
    name: str
    media_type: str
    size: int


class MaterialFiles:
    """Keeps the files of materials in ``store``; ``decoder`` tries pictures."""

    def __init__(self, store: FileStore, decoder: PictureDecoder) -> None:
        self._store = store
        self._decoder = decoder

    def keep(self, name: str, data: bytes) -> KeptMaterial:
        """Keep a file; ``NotGiven`` for what is no PDF or picture, whatever its name says, and ``NotShown``
        for a picture that cannot be opened."""
        name = file_name(name, LONGEST_NAME)
        media_type, begins = MEDIA_TYPES.get(PurePath(name).suffix.lower(), ("", b""))
        if not media_type or not data.startswith(begins) or len(data) > MOST_BYTES:
            raise NotGiven
        if media_type in PICTURES and (copy := self._without_place(data)):
            data, media_type, name = copy, "image/jpeg", f"{PurePath(name).stem}.jpg"
        return KeptMaterial(self._store.put([data]).key, name, media_type, len(data))

    def _without_place(self, picture: bytes) -> bytes:
        """A copy without metadata of what says where it was taken; empty for a poster, which stays as sharp
        as it is."""
        if isinstance(examine(picture, Kind.PHOTO), Refusal):
            raise NotShown
        decoded = self._decoder.decode(picture)
        if isinstance(decoded, Refusal):
            raise NotShown
        return decoded.copy if decoded.position else b""

    def read(self, version: MaterialVersion) -> Iterator[bytes]:
        """The bytes of the file of this version."""
        assert version.file is not None
        return self._store.read(version.file)

    def sweep(self, session: Session, now: datetime) -> int:
        """Delete the files that no row names, unless they are younger than a day; say how many."""

        def named_among(keys: Sequence[str]) -> set[str]:
            return set(session.scalars(select(MaterialVersion.file).where(MaterialVersion.file.in_(keys))))

        return sweep(self._store, named_among, now)
