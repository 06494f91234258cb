"""Files that somebody takes along: under their name they lie whole, or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from core.errors import BadContent

_OWNERS_ONLY, _USUAL = 0o600, 0o666
_OPEN_FILES = "/proc/self/fd"
_WHY = {
    errno.ENOSPC: "磁盘满了，腾出地方再试",
    errno.EDQUOT: "磁盘的配额用完了，腾出地方再试",
    errno.EFBIG: "文件太大了",
    errno.EACCES: "没有在那里写文件的权限",
    errno.EPERM: "没有在那里写文件的权限",
    errno.EROFS: "那里只能读，不能写",
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "没有这个文件夹",
    errno.EISDIR: "那是一个文件夹",
}


class NotWritten(BadContent):
    """A file could not be written; what lay there before lies there still."""


@contextmanager
def whole_file(path: Path, *, must_be_new: bool = False, is_secret: bool = False) -> Iterator[IO[bytes]]:
    """A file to write to in the block; when all of it is on the disk, it takes the name ``path``.

    Raises ``NotWritten`` with a Chinese sentence: no room, no right, or, if it ``must_be_new``, a file of
    that name. One that ``is_secret`` is for its owner alone. What is no file (``/dev/stdout``) is written to
    as it is.
    """
    try:
        if must_be_new and path.exists():
            raise NotWritten(f"{path}已经有了，请换个名字。")
        # Whoever keeps a link to the file keeps the link.
        place = path.resolve()
        if place.exists() and not place.is_file():
            with place.open("wb") as stream:
                yield stream
            return
        draft = place.with_name(f".{secrets.token_hex(8)}.new")
        mode = _OWNERS_ONLY if is_secret else _USUAL
        nameless = _nameless(place.parent, mode)
        try:
            number = (
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode) if nameless is None else nameless
            )
            with os.fdopen(number, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(number)
                if nameless is not None:
                    # Told a folder's number, the call follows the link to the file itself; else it does not.
                    os.link(f"{_OPEN_FILES}/{number}", draft, src_dir_fd=number)
            draft.replace(place)
        except BaseException:
            with suppress(FileNotFoundError):
                draft.unlink()
            raise
    except OSError as error:
        raise NotWritten(
            f"{path}没有写成：{_WHY.get(error.errno or 0, error.strerror or str(error))}。"
        ) from error


def _nameless(folder: Path, mode: int) -> int | None:
    """A new file of ``folder`` that has no name yet; None where the system or the disk knows no such thing.

    Whoever is killed in the midst leaves nothing of it: no half a table of names and accounts.
    """
    try:
        return os.open(folder, os.O_WRONLY | os.O_TMPFILE, mode) if Path(_OPEN_FILES).is_dir() else None
    except (AttributeError, OSError):
        return None


def write_whole(path: Path, text: str, *, is_secret: bool = False) -> None:
    """Write a text as such a file, in UTF-8."""
    with whole_file(path, is_secret=is_secret) as file:
        file.write(text.encode("utf-8"))
