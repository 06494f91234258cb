"""The pictures of content: drawings of the knowledge base and photos that staff handed in, by reference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.content.models import ContentPhoto
from campaigns.content.refusals import BadPhoto, UnknownPicture
from core.files import FileStore, sweep
from knowledge.gallery import Picture
from tipoffs.evidence.examining import examine
from tipoffs.evidence.ports import PictureDecoder
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


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that lies in the store."""

    key: str
    width: int
    height: int
    size: int

    @property
    def reference(self) -> str:
        """How a text names it."""
        return f"{PHOTO}{self.key}"


class PictureStore:
    """Finds and keeps pictures. ``decoder`` decodes what was handed in, in a process of its own."""

    def __init__(self, gallery: Mapping[str, Picture], store: FileStore, decoder: PictureDecoder) -> None:
        self._gallery = gallery
        self._store = store
        self._decoder = decoder

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

    def keep(self, data: bytes) -> KeptPhoto:
        """Keep a clean copy without metadata, at most 1080 wide and below 1 MB; ``BadPhoto`` for the rest.

        Takes up to some seconds: call it before the transaction in which ``register`` writes the row.
        """
        if isinstance(examine(data, Kind.PHOTO), Refusal):
            raise BadPhoto
        decoded = self._decoder.decode(data)
        if isinstance(decoded, Refusal):
            raise BadPhoto
        copy, width, height = _fitting(decoded.copy)
        return KeptPhoto(self._store.put([copy]).key, width, height, len(copy))

    def register(self, session: Session, kept: KeptPhoto, by: str, now: datetime) -> bool:
        """Write the row of a kept photo; False when it is there already."""
        if session.get(ContentPhoto, kept.key) is not None:
            return False
        row = ContentPhoto(
            key=kept.key,
            width=kept.width,
            height=kept.height,
            size=kept.size,
            added_by=by,
            added_at=now,
        )
        session.add(row)
        session.flush()
        return True

    def sweep(self, session: Session, now: datetime) -> int:
        """Delete the files that no row names, unless they are younger than a day; say how many."""

        def named_among(keys: Sequence[str]) -> set[str]:
            return set(session.scalars(select(ContentPhoto.key).where(ContentPhoto.key.in_(keys))))

        return sweep(self._store, named_among, now)

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
