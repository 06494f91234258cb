"""Stand-ins around planning: a county, a post that keeps what it gets, a decoder and a store for photos."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from deliveries.duty import Duty
from places.regions import RegionTree
from storage.content import Kept
from tests.unit.places.county import county
from tipoffs.evidence.ports import Area, DecodedPhoto
from tipoffs.evidence.status import Refusal

_COUNTY = county()


class CountyRegions:
    """A county of 16 towns and 639 villages."""

    def tree(self) -> RegionTree:
        """All of them."""
        return _COUNTY

    def covers(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies below it."""
        return _COUNTY.covers(outer, inner)


class KeptPost:
    """Keeps every message."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Mapping[str, str]]] = []

    def __call__(self, session: Session, openid: str, fields: Mapping[str, str], now: datetime) -> None:
        """See ``campaigns.planning.ports.Post``."""
        self.sent.append((openid, fields))

    @property
    def texts(self) -> list[str]:
        """What was said, in order."""
        return [fields["text"] for _, fields in self.sent]


class KeptDuties:
    """Keeps what staff are told, once under each key."""

    def __init__(self) -> None:
        self.raised: dict[str, Duty] = {}

    def __call__(self, session: Session, duty: Duty, now: datetime) -> bool:
        """See ``deliveries.duty.DutyNoticeService.raise_duty``."""
        return self.raised.setdefault(duty.key, duty) is duty


class MemoryStore:
    """Keeps files in memory under the hash of their bytes; ``now`` is when they are written."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.files: dict[str, tuple[bytes, datetime]] = {}

    def put(self, chunks: Iterable[bytes]) -> Kept:
        """See ``FileStore``."""
        data = b"".join(chunks)
        key = hashlib.sha256(data).hexdigest()
        self.files[key] = (data, self.now)
        return Kept(key, len(data), self.now)

    def read(self, key: str) -> Iterator[bytes]:
        """See ``FileStore``."""
        yield self.files[key][0]

    def delete(self, key: str) -> None:
        """See ``FileStore``."""
        self.files.pop(key, None)

    def listed(self) -> Iterator[Kept]:
        """See ``FileStore``."""
        return iter([Kept(key, len(data), at) for key, (data, at) in self.files.items()])

    def sweep_drafts(self, before: datetime) -> int:
        """See ``FileStore``; nothing is half written here."""
        return 0


class PlainDecoder:
    """Develops whatever is a whole picture; the copy begins with other bytes than the original."""

    def decode(self, original: bytes, black: Sequence[Area] = ()) -> DecodedPhoto | Refusal:
        """See ``PictureDecoder``."""
        return DecodedPhoto(b"copy of " + hashlib.sha256(original).digest(), 4, 3, None)
