"""From the one line of the settings to a store.

``file:///var/lib/anwen/files`` is a folder. ``s3://bucket/prefix?endpoint=https://s3.example.gov.cn&region=cn-1``
is a bucket; key and secret are settings of their own, so that the address may be shown.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

from core.errors import AnwenError
from storage.buckets import Bucket
from storage.local import LocalDir

if TYPE_CHECKING:
    from storage.s3 import S3Store

Store: TypeAlias = "LocalDir | S3Store"


class BadAddress(AnwenError):
    """The address of the store cannot be understood; ``sentence`` tells the operator in Chinese."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def open_store(address: str, key_id: str = "", secret: str = "", *, area: str = "") -> "Store":
    """The store at ``address``, or the part of it called ``area``; nothing is read or sent yet.

    Who sweeps a store deletes what they do not know, so each owner of files has an area of their own.
    """
    where = store_at(address)
    if isinstance(where, Path):
        return LocalDir(where / area)
    # Imported here: the library behind it is large, and most bureaus keep their files in a folder.
    from storage.s3 import S3Store

    prefix = f"{where.prefix}{area}/" if area else where.prefix
    return S3Store(replace(where, prefix=prefix), key_id, secret)


def store_at(address: str) -> Path | Bucket:
    """What ``address`` means; ``BadAddress`` when it means nothing."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        path = Path(unquote(parts.path))
        if parts.netloc not in ("", "localhost") or not path.is_absolute() or path == Path("/"):
            raise BadAddress("应是 file:// 加文件夹的完整路径，例如 file:///var/lib/anwen/files")
        return path
    if parts.scheme == "s3":
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        endpoint = options.pop("endpoint", None)
        region = options.pop("region", "us-east-1")
        if not parts.netloc or "@" in parts.netloc or options:
            raise BadAddress("应是 s3://桶名/前缀?endpoint=https://地址&region=区域，密钥不写在这里")
        if endpoint is not None and urlsplit(endpoint).scheme not in ("http", "https"):
            raise BadAddress("endpoint 应以 https:// 开头")
        prefix = parts.path.strip("/")
        return Bucket(parts.netloc, endpoint, region, f"{prefix}/" if prefix else "")
    raise BadAddress("应以 file:// 或 s3:// 开头")
