"""One contract for every place where tokens are shared: memory, Redis, and the database on both engines."""

import multiprocessing
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from sqlalchemy import select

from core.crypto import new_key
from core.db import Database
from core.errors import Unavailable
from deliveries.ports import FailureClass
from tests.conftest import StandingClock
from tests.fakes.token_store import MemoryTokenStore
from tests.integration.token_process import want_a_token
from tests.servers import RedisServer, free_port
from wechat.models import PlatformToken
from wechat.token_stores import RedisTokenStore, SqlTokenStore
from wechat.tokens import Fetched, Kept, TokenProvider, TokenStore

KEY = new_key()
NAME = "wx5823bf96d3bd56c7:access_token"
MOMENT = datetime(2026, 11, 22, 1, 0, 0, 123456, tzinfo=UTC)
FULL = Kept(
    value="token-1",
    refresh_at=MOMENT,
    expires_at=MOMENT + timedelta(minutes=5),
    forced_at=MOMENT - timedelta(hours=1),
    refused_until=MOMENT + timedelta(seconds=60),
    refused_class=FailureClass.CONFIG,
    refused_errcode=40164,
)


class TokenStoreContract:
    """What every store promises; ``store`` comes from the class below."""

    def test_nothing_is_kept_at_first(self, store: TokenStore) -> None:
        assert store.read(NAME) is None

    def test_what_the_holder_of_the_lease_writes_is_kept(self, store: TokenStore, now: datetime) -> None:
        store.try_lock(NAME, "me", now, 40)
        assert store.write(NAME, "me", FULL)
        assert store.read(NAME) == FULL

    def test_tokens_and_locks_of_two_names_are_apart(self, store: TokenStore, now: datetime) -> None:
        store.try_lock(NAME, "me", now, 40)
        store.write(NAME, "me", FULL)
        assert store.read("another") is None
        assert store.try_lock("another", "you", now, 40)

    def test_only_one_holds_the_lease(self, store: TokenStore, now: datetime) -> None:
        assert store.try_lock(NAME, "me", now, 40)
        assert not store.try_lock(NAME, "you", now, 40)

    def test_a_lease_given_back_is_free(self, store: TokenStore, now: datetime) -> None:
        store.try_lock(NAME, "me", now, 40)
        store.unlock(NAME, "me")
        assert store.try_lock(NAME, "you", now, 40)

    def test_nobody_gives_back_the_lease_of_another(self, store: TokenStore, now: datetime) -> None:
        store.try_lock(NAME, "me", now, 40)
        store.unlock(NAME, "you")
        assert not store.try_lock(NAME, "you", now, 40)

    def test_without_the_lease_nothing_is_written(self, store: TokenStore, now: datetime) -> None:
        store.try_lock(NAME, "me", now, 40)
        assert not store.write(NAME, "you", FULL)
        assert store.read(NAME) is None

    def test_of_many_threads_one_gets_the_lease(self, store: TokenStore, now: datetime) -> None:
        got: list[bool] = []
        threads = [
            threading.Thread(target=lambda n=n: got.append(store.try_lock(NAME, f"t{n}", now, 40)))
            for n in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert got.count(True) == 1

    def test_a_second_provider_finds_what_the_first_fetched(
        self, store: TokenStore, clock: StandingClock
    ) -> None:
        fetched: list[bool] = []

        def fetch(*, force: bool) -> Fetched:
            fetched.append(force)
            return Fetched("token-1", 7200)

        tokens = [TokenProvider(store, fetch, clock, NAME).token() for _ in range(3)]
        assert tokens == ["token-1"] * 3
        assert fetched == [False]


class TestMemoryTokenStore(TokenStoreContract):
    """The fake that other tests trust."""

    @pytest.fixture
    def store(self) -> TokenStore:
        return MemoryTokenStore()


class TestRedisTokenStore(TokenStoreContract):
    """Tokens in Redis."""

    @pytest.fixture
    def store(self, redis_url: str) -> Iterator[TokenStore]:
        with redis.Redis.from_url(redis_url) as client:
            yield RedisTokenStore(client, KEY)

    def test_a_lease_that_ran_out_is_free(self, store: TokenStore, redis_url: str, now: datetime) -> None:
        store.try_lock(NAME, "me", now, 40)
        with redis.Redis.from_url(redis_url) as client:
            left = [client.ttl(key) for key in client.keys("*:lock")]
            assert left
            assert all(isinstance(one, int) and 0 < one <= 40 for one in left)

    def test_no_token_can_be_read_in_redis(self, store: TokenStore, redis_url: str, now: datetime) -> None:
        store.try_lock(NAME, "me", now, 40)
        store.write(NAME, "me", FULL)
        with redis.Redis.from_url(redis_url) as client:
            kept = b"".join(bytes(client.dump(key) or b"") for key in client.keys("*"))
        assert b"token-1" not in kept

    def test_a_flushed_redis_costs_one_fetch(
        self, store: TokenStore, redis_url: str, clock: StandingClock
    ) -> None:
        fetched: list[bool] = []

        def fetch(*, force: bool) -> Fetched:
            fetched.append(force)
            return Fetched("token-1", 7200)

        TokenProvider(store, fetch, clock, NAME).token()
        with redis.Redis.from_url(redis_url) as client:
            client.flushall()
        assert TokenProvider(store, fetch, clock, NAME).token() == "token-1"
        assert len(fetched) == 2

    def test_a_redis_that_is_gone_is_unavailable(self, now: datetime) -> None:
        with redis.Redis(port=free_port()) as client:
            store = RedisTokenStore(client, KEY)
            with pytest.raises(Unavailable):
                store.read(NAME)

    def test_tokens_are_had_without_redis(self, clock: StandingClock) -> None:
        server = RedisServer()
        server.start()
        with redis.Redis.from_url(server.url) as client:
            provider = TokenProvider(
                RedisTokenStore(client, KEY), lambda *, force: Fetched("token-1", 7200), clock
            )
            server.stop(kill=True)
            assert provider.token() == "token-1"
        server.remove()

    def test_processes_fetch_once(self, redis_url: str, tmp_path: Path) -> None:
        assert_one_fetch_of_several_processes(redis_url, tmp_path)


class TestSqlTokenStore(TokenStoreContract):
    """Tokens in the database."""

    @pytest.fixture
    def store(self, database: Database) -> TokenStore:
        return SqlTokenStore(database, KEY)

    def test_a_lease_that_ran_out_is_free(self, store: TokenStore, now: datetime) -> None:
        store.try_lock(NAME, "me", now, 40)
        assert not store.try_lock(NAME, "you", now + timedelta(seconds=40), 40)
        assert store.try_lock(NAME, "you", now + timedelta(seconds=41), 40)

    def test_a_process_that_slept_through_its_lease_writes_nothing(
        self, store: TokenStore, now: datetime
    ) -> None:
        store.try_lock(NAME, "sleeper", now, 40)
        store.try_lock(NAME, "other", now + timedelta(seconds=41), 40)
        store.write(NAME, "other", FULL)
        assert not store.write(NAME, "sleeper", Kept("old", MOMENT, MOMENT))
        assert store.read(NAME) == FULL

    def test_no_token_can_be_read_in_the_table(
        self, store: TokenStore, database: Database, now: datetime
    ) -> None:
        store.try_lock(NAME, "me", now, 40)
        store.write(NAME, "me", FULL)
        with database.reading() as session:
            sealed = session.scalar(select(PlatformToken.sealed))
        assert sealed
        assert b"token-1" not in sealed

    def test_after_a_change_of_key_there_is_simply_no_token(
        self, store: TokenStore, database: Database, now: datetime
    ) -> None:
        store.try_lock(NAME, "me", now, 40)
        store.write(NAME, "me", FULL)
        assert SqlTokenStore(database, new_key()).read(NAME) is None

    def test_a_database_that_is_gone_is_unavailable(self, tmp_path: Path) -> None:
        store = SqlTokenStore(Database(f"sqlite:///{tmp_path / 'empty.db'}"), KEY)
        with pytest.raises(Unavailable):
            store.read(NAME)

    def test_processes_fetch_once(self, database: Database, database_url: str, tmp_path: Path) -> None:
        assert_one_fetch_of_several_processes(database_url, tmp_path)


def assert_one_fetch_of_several_processes(url: str, folder: Path) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([want_a_token.__module__])
    place = folder / "processes"
    place.mkdir()
    processes = [context.Process(target=want_a_token, args=(url, KEY, str(place), n)) for n in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    fetches = sorted(place.glob("fetch-*"))
    got = {path.read_text() for path in place.glob("got-*")}
    assert len(fetches) == 1
    assert got == {f"token-of-{fetches[0].name.removeprefix('fetch-')}"}
    assert len(list(place.glob("got-*"))) == 4
