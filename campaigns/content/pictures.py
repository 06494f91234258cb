"""The pictures of content: drawings of the knowledge base and photos that staff handed in, by reference."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from sqlalchemy.orm import Session

from campaigns.content.models import ContentPhoto
from campaigns.content.ports import PhotoStore
from campaigns.content.refusals import BadPhoto, UnknownPicture
from knowledge.gallery import Picture
from tipoffs.evidence.examining import examine
from tipoffs.evidence.ports import PictureDesk
from tipoffs.evidence.status import Kind, Refusal

DRAWING, PHOTO = "picture:", "photo:"
WIDEST = 1080
MOST_INLINE_BYTES = 1_000_000
"""media/uploadimg takes JPG and PNG below 1 MB [O]."""

_QUALITIES = (86, 78, 68, 55)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The bytes of a picture."""

    data: bytes
    mime: str


class PictureBox:
    """Finds and keeps pictures. ``desk`` decodes what was handed in, at a distance: no file is trusted."""

    def __init__(self, gallery: Mapping[str, Picture], store: PhotoStore, desk: PictureDesk) -> None:
        self._gallery = gallery
        self._store = store
        self._desk = desk

    def has(self, session: Session, reference: str) -> bool:
        """Whether there is such a picture."""
        if reference.startswith(DRAWING):
            return reference.removeprefix(DRAWING) in self._gallery
        return session.get(ContentPhoto, reference.removeprefix(PHOTO)) is not None

    def read(self, reference: str) -> PictureFile:
        """The picture; ``UnknownPicture`` where there is none (any more)."""
        if reference.startswith(DRAWING):
            return PictureFile(self._drawing(reference).read_png(), "image/png")
        return PictureFile(b"".join(self._store.read(reference.removeprefix(PHOTO))), "image/jpeg")

    def fingerprint(self, reference: str) -> str:
        """Changes when the picture behind a reference does."""
        if reference.startswith(DRAWING):
            return self._drawing(reference).digest[:16]
        return reference.removeprefix(PHOTO)[:16]

    def keep(self, session: Session, data: bytes, by: str, now: datetime) -> tuple[ContentPhoto, bool]:
        """Keep a clean copy without metadata, at most 1080 wide and below 1 MB; whether it is new."""
        if isinstance(examine(data, Kind.PHOTO), Refusal):
            raise BadPhoto
        developed = self._desk.develop(data)
        if isinstance(developed, Refusal):
            raise BadPhoto
        copy, width, height = _fitting(developed.copy)
        key = self._store.put([copy]).key
        found = session.get(ContentPhoto, key)
        if found is not None:
            return found, False
        photo = ContentPhoto(key=key, width=width, height=height, size=len(copy), added_by=by, added_at=now)
        session.add(photo)
        session.flush()
        return photo, True

    def _drawing(self, reference: str) -> Picture:
        found = self._gallery.get(reference.removeprefix(DRAWING))
        if found is None:
            raise UnknownPicture(reference)
        return found


def _fitting(copy: bytes) -> tuple[bytes, int, int]:
    """The copy again, small enough for the platform; it was made by our own program and is safe to decode."""
    from PIL import Image

    with Image.open(BytesIO(copy)) as image:
        image.thumbnail((WIDEST, 4 * WIDEST))
        for quality in _QUALITIES:
            file = BytesIO()
            image.save(file, "JPEG", quality=quality, optimize=True)
            if file.tell() < MOST_INLINE_BYTES:
                return file.getvalue(), image.width, image.height
    raise BadPhoto("这张图片太大，请裁剪以后再用。")
