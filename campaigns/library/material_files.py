"""Where files of materials lie: checked by name and first bytes, kept under their hash, swept when unnamed.

``MaterialFiles.keep`` writes to the store: call it before the transaction that writes the row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.library.kinds import MEDIA_TYPES
from campaigns.library.models import MaterialVersion
from campaigns.library.refusals import NotGiven
from core.files import FileStore, sweep
from core.text import is_writable

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
    """Keeps the files of materials in ``store``."""

    def __init__(self, store: FileStore) -> None:
        self._store = store

    def keep(self, name: str, data: bytes) -> KeptMaterial:
        """Keep a file; ``NotGiven`` for what is no PDF or picture, whatever its name says."""
        name = PurePath(name.replace("\\", "/")).name
        media_type, begins = MEDIA_TYPES.get(PurePath(name).suffix.lower(), ("", b""))
        is_fitting = media_type and data.startswith(begins) and len(data) <= MOST_BYTES
        if not is_fitting or len(name) > LONGEST_NAME or not is_writable(name):
            raise NotGiven
        return KeptMaterial(self._store.put([data]).key, name, media_type, len(data))

    def read(self, version: MaterialVersion) -> Iterator[bytes]:
        """The bytes of the file of this version."""
        assert version.file is not None
        return self._store.read(version.file)

    def sweep(self, session: Session, now: datetime) -> int:
        """Delete the files that no row names, unless they are younger than a day; say how many."""

        def named_among(keys: Sequence[str]) -> set[str]:
            return set(session.scalars(select(MaterialVersion.file).where(MaterialVersion.file.in_(keys))))

        return sweep(self._store, named_among, now)
