"""What evidence needs from the house: a place for files, keys of cases, a picture desk, a log."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from staff.actors import Actor
from tipoffs.evidence.status import Refusal


class KeptFile(Protocol):
    """A file as the store names it."""

    @property
    def key(self) -> str:
        """The hash of its bytes."""
        ...

    @property
    def size(self) -> int:
        """How many bytes."""
        ...

    @property
    def changed_at(self) -> datetime | None:
        """When it was written, where the store was asked to list."""
        ...


class FileStore(Protocol):
    """Keeps files under the hash of their bytes; what it is handed is sealed already."""

    def put(self, chunks: Iterable[bytes]) -> KeptFile:
        """Keep the bytes, whole or not at all."""
        ...

    def read(self, key: str) -> Iterator[bytes]:
        """The bytes, piece by piece."""
        ...

    def delete(self, key: str) -> None:
        """Remove a file; nothing happens when it is not there."""
        ...

    def listed(self) -> Iterator[KeptFile]:
        """Every file."""
        ...

    def sweep_drafts(self, before: datetime) -> int:
        """Remove what killed processes left half written; say how many."""
        ...


class CaseKeys(Protocol):
    """The vault's keys: one of 32 bytes for each case, gone once the case is shredded."""

    def key_of(self, session: Session, case: str, now: datetime) -> bytes:
        """The key of ``case``, made when it is asked for the first time; an error once it was destroyed."""
        ...


class MediaFetcher(Protocol):
    """Brings what a person sent in the chat; raises ``deliveries.ports.GatewayRefusal``."""

    def download_media(self, media_id: str) -> bytes:
        """The file; ``CONTENT`` with errcode 40007 once its three days are over."""
        ...


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of an upright picture, in parts of its width and height from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        """Refuse what is no rectangle inside the picture."""
        if not (0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1):
            raise ValueError("an area lies inside the picture and is not empty")


@dataclass(frozen=True, slots=True)
class Position:
    """Where a photo says that it was taken: degrees in WGS-84, as satellites and EXIF count."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Developed:
    """A copy for viewing: JPEG, upright, without any metadata; and what the original said of its place."""

    copy: bytes
    width: int
    height: int
    position: Position | None


class PictureDesk(Protocol):
    """Decodes what strangers send, at a distance."""

    def develop(self, original: bytes, black: Sequence[Area] = ()) -> Developed | Refusal:
        """The copy for viewing, with ``black`` blacked out."""
        ...


class AccessLog(Protocol):
    """The audit chain of the staff; written in the transaction of what it tells of."""

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
    ) -> object:
        """Write one line."""
        ...
