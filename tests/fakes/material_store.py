"""A store of permanent material that keeps what it was handed and loses what it is told to lose."""

import itertools
import threading
from collections.abc import Iterable

from deliveries.ports import FailureClass, GatewayRefusal
from wechat.errcodes import MEDIA_GONE
from wechat.materials import PermanentImage


class FakeMaterialStore:
    """Like the platform's: every upload gets another name, and a name that was deleted is 40007."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.uploads = 0
        self.downloads = 0
        self._refusals: list[GatewayRefusal] = []
        self._serial = itertools.count(1)
        self._lock = threading.Lock()

    def refuses_with(self, refusals: Iterable[GatewayRefusal]) -> None:
        """Fail the next calls so."""
        self._refusals.extend(refusals)

    def deletes(self, media_id: str) -> None:
        """Somebody deletes a file in the console."""
        del self.files[media_id]

    def upload_permanent_image(self, data: bytes, mime: str) -> PermanentImage:
        """Keep a picture."""
        with self._lock:
            self._refuse()
            if mime != "image/png" or not data.startswith(b"\x89PNG"):
                raise GatewayRefusal(FailureClass.CONTENT, "no picture", errcode=40137)
            self.uploads += 1
            media_id = f"material-{next(self._serial)}"
            self.files[media_id] = data
            return PermanentImage(media_id, f"https://pictures.invalid/{media_id}")

    def download_permanent(self, media_id: str) -> bytes:
        """Give a picture back."""
        with self._lock:
            self._refuse()
            self.downloads += 1
            if media_id not in self.files:
                raise GatewayRefusal(FailureClass.CONTENT, "invalid media_id", errcode=MEDIA_GONE)
            return self.files[media_id]

    def _refuse(self) -> None:
        if self._refusals:
            raise self._refusals.pop(0)
