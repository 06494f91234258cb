"""Pictures, videos and places that came before anybody said what for, kept in the memory of the talk.

The memory is encrypted and gone within a day; only names at the platform are in it, not the files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tipoffs.intake.wizard import MOST_PHOTOS, FileKind
from wechat.messages import ImageMessage, Inbound, LocationMessage, VideoMessage

_FILES, _PLACE = "sent_files", "sent_place"
_KINDS = {kind.value: kind for kind in FileKind}


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits: files by kind and name at the platform; a place in the coordinates of WeChat."""

    files: tuple[tuple[FileKind, str], ...]
    place: tuple[float, float, str] | None


def with_sent(memory: Mapping[str, Any], message: Inbound) -> dict[str, Any]:
    """The memory with this message in it, if it is a picture, a video or a place."""
    kept = dict(memory)
    files = list(kept.get(_FILES, []))
    match message:
        case ImageMessage(media_id=media_id):
            files.append([FileKind.PHOTO.value, media_id])
        case VideoMessage(media_id=media_id):
            files.append([FileKind.VIDEO.value, media_id])
        case LocationMessage(latitude=latitude, longitude=longitude, label=label):
            kept[_PLACE] = [latitude, longitude, label]
    if files:
        kept[_FILES] = files[-MOST_PHOTOS:]
    return kept


def taken_from(memory: Mapping[str, Any]) -> tuple[Pending, dict[str, Any]]:
    """What waits, and the memory without it."""
    kept = dict(memory)
    files = tuple((_KINDS[kind], media_id) for kind, media_id in kept.pop(_FILES, []))
    place = kept.pop(_PLACE, None)
    return Pending(files, (place[0], place[1], place[2]) if place else None), kept
