"""The store of kept files: a folder and an S3-compatible server keep the same promises."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from storage.buckets import Bucket
from storage.content import Damaged, Kept, Missing, StoreUnavailable, is_key
from storage.local import LocalDir
from storage.opening import open_store
from storage.s3 import S3Store

NOBODY = "0" * 64


@dataclass(frozen=True)
class Server:
    """An S3-compatible server with one bucket."""

    url: str
    client: Any

    def objects(self) -> list[str]:
        """The names in the bucket."""
        return [found["Key"] for found in self.client.list_objects_v2(Bucket="files").get("Contents", [])]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A real server on a port of this machine, for this module."""
    moto = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    moto.start()
    try:
        host, port = moto.get_host_and_port()
        url = f"http://{host}:{port}"
        client = boto3.session.Session().client(
            "s3",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="id",
            aws_secret_access_key="secret",
        )
        client.create_bucket(Bucket="files")
        yield Server(url, client)
    finally:
        moto.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LocalDir | S3Store]:
    """Each of the two in turn, empty."""
    if request.param == "folder":
        yield open_store((tmp_path / "files").as_uri())
        return
    server: Server = request.getfixturevalue("server")
    for name in server.objects():
        server.client.delete_object(Bucket="files", Key=name)
    yield open_store(f"s3://files/kept?endpoint={server.url}", "id", "secret")


def spoils(store: LocalDir | S3Store, key: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Somebody changes the bytes behind the store's back."""
    if isinstance(store, LocalDir):
        (tmp_path / "files" / key[:2] / key[2:4] / key).write_bytes(b"forged")
    else:
        server: Server = request.getfixturevalue("server")
        server.client.put_object(Bucket="files", Key=f"kept/{key}", Body=b"forged")


@pytest.mark.parametrize("size", [0, 1, 65_536, 3_000_000])
def test_what_is_kept_comes_back_unchanged(store: LocalDir | S3Store, size: int) -> None:
    data = bytes(place % 251 for place in range(size))
    kept = store.put(data[start : start + 50_000] for start in range(0, size, 50_000))
    assert (kept.size, is_key(kept.key)) == (size, True)
    assert b"".join(store.read(kept.key)) == data
    assert store.exists(kept.key)


def test_the_same_bytes_are_one_file_however_they_come(store: LocalDir | S3Store) -> None:
    assert store.put([b"evidence"]) == store.put([b"evi", b"", b"dence"])
    assert store.put([b"evidence!"]).key != store.put([b"evidence"]).key
    assert len(list(store.listed())) == 2


def test_a_file_comes_in_pieces(store: LocalDir | S3Store) -> None:
    kept = store.put([b"x" * 1_000_000])
    assert max(len(chunk) for chunk in store.read(kept.key)) < 1_000_000


def test_what_is_not_there_is_missing(store: LocalDir | S3Store) -> None:
    for key in (NOBODY, "", "../../etc/passwd", NOBODY.upper().replace("0", "A"), NOBODY + "/x"):
        assert not store.exists(key)
        with pytest.raises(Missing):
            store.read(key)


def test_deleted_is_gone_and_deleting_twice_is_well(store: LocalDir | S3Store) -> None:
    kept, other = store.put([b"one"]), store.put([b"two"])
    for _ in range(2):
        store.delete(kept.key)
    assert not store.exists(kept.key)
    assert [found.key for found in store.listed()] == [other.key]
    with pytest.raises(Missing):
        store.delete("../x")


def test_the_list_has_everything_in_order_with_size_and_time(store: LocalDir | S3Store) -> None:
    kept = [store.put([f"file {number}".encode()]) for number in range(30)]
    listed = list(store.listed())
    assert [(one.key, one.size) for one in listed] == sorted((one.key, one.size) for one in kept)
    now = datetime.now(UTC)
    assert all(one.changed_at and abs(now - one.changed_at) < timedelta(minutes=1) for one in listed)


def test_changed_bytes_are_noticed(
    store: LocalDir | S3Store, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    kept = store.put([b"what was seen"])
    spoils(store, kept.key, request, tmp_path)
    with pytest.raises(Damaged):
        b"".join(store.read(kept.key))


def test_a_source_that_breaks_leaves_nothing(store: LocalDir | S3Store) -> None:
    def breaking() -> Iterator[bytes]:
        yield b"x" * 2_000_000
        raise ConnectionResetError

    with pytest.raises((ConnectionResetError, StoreUnavailable)):
        store.put(breaking())
    assert list(store.listed()) == []


def test_many_at_once_keep_the_same_file(store: LocalDir | S3Store) -> None:
    start = threading.Barrier(8)

    def keep(number: int) -> Kept:
        start.wait()
        return store.put([b"same" * 50_000 if number % 2 else b"other"])

    with ThreadPoolExecutor(8) as pool:
        kept = set(pool.map(keep, range(8)))
    assert len(kept) == 2
    assert {b"".join(store.read(one.key)) for one in kept} == {b"same" * 50_000, b"other"}


def test_a_folder_shows_no_half_file_and_forgets_old_drafts(tmp_path: Path) -> None:
    store = LocalDir(tmp_path)
    kept = store.put([b"whole"])
    draft = tmp_path / ".draft-of-a-killed-process"
    draft.write_bytes(b"ha")
    assert [one.key for one in store.listed()] == [kept.key]
    assert store.sweep_drafts(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert store.sweep_drafts(datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert not draft.exists()
    assert store.exists(kept.key)


def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    store = LocalDir(tmp_path / "files")
    kept = store.put([b"whole"])
    place = tmp_path / "files" / kept.key[:2] / kept.key[2:4] / kept.key
    assert place.stat().st_mode & 0o077 == 0
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


def test_a_store_that_does_not_answer_is_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        store = S3Store(Bucket("files", f"http://127.0.0.1:{taken.getsockname()[1]}"), "id", "secret")
        with pytest.raises(StoreUnavailable):
            store.exists(NOBODY)


def test_a_bucket_that_is_not_there_is_an_error_of_ours(server: Server) -> None:
    store = S3Store(Bucket("nobody-made-this", server.url), "id", "secret")
    with pytest.raises(StoreUnavailable):
        store.put([b"x"])
