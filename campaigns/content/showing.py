"""What a page may show: issued versions, their covers, and the photos that they name."""

from functools import lru_cache

from sqlalchemy.orm import Session

from campaigns.content.covers import cover_of
from campaigns.content.models import ContentVersion
from campaigns.content.pictures import PHOTO, PictureStore
from campaigns.content.queries import find_issued
from campaigns.content.refusals import NoSuchContent

COVERS_KEPT = 64
"""In the memory of a process; each has at most 64 KB."""


class Showcase:
    """Gives out what was signed off, and nothing else."""

    def __init__(self, pictures: PictureStore) -> None:
        self._pictures = pictures
        self._cover = lru_cache(COVERS_KEPT)(self._made)

    def version(self, session: Session, item_id: int) -> ContentVersion:
        """The issued version; ``NoSuchContent`` for a draft as for what never was."""
        found = find_issued(session, item_id)
        if found is None:
            raise NoSuchContent
        return found

    def cover(self, version: ContentVersion) -> bytes:
        """The cover as JPEG."""
        return self.cover_made_of(version.cover)

    def cover_made_of(self, reference: str) -> bytes:
        """What a picture would look like as a cover, for whoever chooses one."""
        return self._cover(reference, self._pictures.fingerprint(reference))

    def photo(self, version: ContentVersion, key: str) -> bytes:
        """A photo that this version shows, as JPEG; ``NoSuchContent`` for any other."""
        reference = f"{PHOTO}{key}"
        if reference not in version.pictures:
            raise NoSuchContent
        return self._pictures.read(reference).data

    def _made(self, reference: str, _fingerprint: str) -> bytes:
        return cover_of(self._pictures.read(reference))
