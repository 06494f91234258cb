"""Stand-ins around evidence: the keys of cases, a platform with files, a log that keeps what it is told."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from core.crypto import new_key
from core.errors import AnwenError
from deliveries.ports import FailureClass, GatewayRefusal
from wechat.errcodes import MEDIA_GONE


class KeyDestroyed(AnwenError):
    """The key of this case was shredded."""


class FakeCaseKeys:
    """A key for each case, until it is shredded."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes | None] = {}

    def key_of(self, session: Session, case: str, now: datetime) -> bytes:
        """See ``CaseKeys``."""
        key = self._keys.setdefault(case, new_key())
        if key is None:
            raise KeyDestroyed
        return key

    def shreds(self, case: str) -> None:
        """Destroy the key of a case for ever."""
        self._keys[case] = None


class FakeMediaFetcher:
    """Files at the platform by their media id; a name it does not know is 40007."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self._refusals: list[GatewayRefusal] = []

    def refuses_with(self, refusals: Iterable[GatewayRefusal]) -> None:
        """Fail the next calls so."""
        self._refusals.extend(refusals)

    def download_media(self, media_id: str) -> bytes:
        """See ``MediaFetcher``."""
        self.asked.append(media_id)
        if self._refusals:
            raise self._refusals.pop(0)
        if media_id not in self.files:
            raise GatewayRefusal(FailureClass.CONTENT, "invalid media_id", errcode=MEDIA_GONE)
        return self.files[media_id]
