"""An S3-compatible store: a bucket that all machines share."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from storage.buckets import Bucket
from storage.content import (
    CHUNK_BYTES,
    Kept,
    Missing,
    StoreUnavailable,
    checked_key,
    is_key,
    verified,
    weighed,
)

_GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Store:
    """Files as objects of one bucket.

    An object is there whole or not at all: that is what the interface promises. The bucket is made by the
    operator, private, and best with versions off: what is deleted for privacy must not stay as a version.
    One object for all threads of a process; nothing is sent before the first call.
    """

    def __init__(self, bucket: Bucket, key_id: str, secret: str) -> None:
        self._bucket = bucket
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=bucket.endpoint,
            region_name=bucket.region,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            config=Config(
                connect_timeout=3,
                read_timeout=20,
                retries={"max_attempts": 3, "mode": "standard"},
                # A name in the path works with every compatible server; in the host name it needs DNS.
                s3={"addressing_style": "path" if bucket.endpoint else "auto"},
                # Servers other than Amazon's may not know the newer checksums; our keys are one already.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                proxies={},
            ),
        )

    def put(self, chunks: Iterable[bytes]) -> Kept:
        """Keep the bytes; the same bytes again are the same file."""
        with weighed(chunks) as (file, kept), _answering():
            self._client.put_object(
                **self._at(kept.key),
                Body=file,
                ContentLength=kept.size,
                ContentType="application/octet-stream",
            )
        return kept

    def read(self, key: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece; ``Missing``, or ``Damaged`` at the end."""
        with _answering():
            body = self._client.get_object(**self._at(checked_key(key)))["Body"]

        def chunks() -> Iterator[bytes]:
            with _answering(), body:
                yield from body.iter_chunks(CHUNK_BYTES)

        return verified(chunks(), key)

    def exists(self, key: str) -> bool:
        """Whether there is such a file."""
        if not is_key(key):
            return False
        try:
            with _answering():
                self._client.head_object(**self._at(key))
        except Missing:
            return False
        return True

    def delete(self, key: str) -> None:
        """Remove a file; nothing happens when it is not there."""
        with _answering():
            self._client.delete_object(**self._at(checked_key(key)))

    def listed(self) -> Iterator[Kept]:
        """Every file, in order of the keys."""
        prefix = self._bucket.prefix
        with _answering():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket.name, Prefix=prefix):
                for found in page.get("Contents", ()):
                    name = found["Key"].removeprefix(prefix)
                    if is_key(name):
                        yield Kept(name, found["Size"], found["LastModified"])

    def sweep_drafts(self, before: datetime) -> int:
        """Nothing: a file is sent whole, so that a killed process leaves none half there."""
        return 0

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket.name, "Key": f"{self._bucket.prefix}{key}"}


def _code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = _code_of(error)
        if code in _GONE:
            raise Missing("there is no such file") from error
        raise StoreUnavailable(f"the store of files refused: {code}") from error
    except BotoCoreError as error:
        raise StoreUnavailable(f"the store of files does not answer: {type(error).__name__}") from error
