"""The address of the store means one thing, or is refused in Chinese."""

from pathlib import Path

import pytest

from storage.buckets import Bucket
from storage.opening import BadAddress, store_at


@pytest.mark.parametrize(
    ("address", "where"),
    [
        ("file:///srv/anwen/files", Path("/srv/anwen/files")),
        ("file:///srv/%E5%AE%89", Path("/srv/安")),
        ("s3://files", Bucket("files")),
        (
            "s3://files/a/b?endpoint=https://s3.example.gov.cn:9000&region=cn-1",
            Bucket("files", "https://s3.example.gov.cn:9000", "cn-1", "a/b/"),
        ),
    ],
)
def test_an_address_opens_a_folder_or_a_bucket(address: str, where: Path | Bucket) -> None:
    assert store_at(address) == where


@pytest.mark.parametrize(
    "address",
    [
        "",
        "files",
        "http://files",
        "file://files/x",
        "file:///",
        "s3://",
        "s3://id:secret@files",
        "s3://files?secret=x",
        "s3://files?endpoint=ftp://x",
    ],
)
def test_a_bad_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        store_at(address)
