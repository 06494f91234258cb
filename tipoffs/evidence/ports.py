"""What evidence needs from others: keys of cases, somebody who fetches media, a decoder of photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from tipoffs.evidence.status import Refusal


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
class DecodedPhoto:
    """A copy for viewing: JPEG, upright, without any metadata; and what the original said of its place."""

    copy: bytes
    width: int
    height: int
    position: Position | None


class PictureDecoder(Protocol):
    """Decodes what strangers send, at a distance."""

    def decode(self, original: bytes, black: Sequence[Area] = ()) -> DecodedPhoto | Refusal:
        """The copy for viewing, with ``black`` blacked out."""
        ...
