"""Files written completely or not at all: under its name a file is never half there."""

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
    """A file could not be written; what was there before is still there."""


@contextmanager
def whole_file(path: Path, *, must_be_new: bool = False, is_secret: bool = False) -> Iterator[IO[bytes]]:
    """A file to write to inside the block; it takes the name ``path`` once all of it is on the disk.

    Raises ``NotWritten`` with a Chinese sentence: no space, no permission or, if it ``must_be_new``, the name
    is taken. With ``is_secret`` only its owner may read it. A path that is not a regular file
    (``/dev/stdout``) is written to directly.
    """
    try:
        if must_be_new and path.exists():
            raise NotWritten(f"{path}已经有了，请换个名字。")
        # Keep symbolic links to the file: write to the target.
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
                    # Given a folder's descriptor, the call follows the link to the file, otherwise not.
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
    """A new file in ``folder`` without a name; None where the system or the file system cannot make one.

    A process killed halfway leaves nothing of it behind: no half a table of names and accounts.
    """
    try:
        return os.open(folder, os.O_WRONLY | os.O_TMPFILE, mode) if Path(_OPEN_FILES).is_dir() else None
    except (AttributeError, OSError):
        return None


def write_whole(path: Path, text: str, *, is_secret: bool = False) -> None:
    """Write a text as such a file, in UTF-8."""
    with whole_file(path, is_secret=is_secret) as file:
        file.write(text.encode("utf-8"))
