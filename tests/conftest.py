"""Fixtures that any test may ask for: databases on both engines, a Redis server, a clock that obeys."""

import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from xdist.remote import Producer

from app import schema
from core.db import Database
from knowledge.search.artifact_cache import ArtifactCache
from staff import audit, passwords
from tests.contract.wechat_platform import SimulatedPlatform, simulated_platform
from tests.databases import PostgresDatabases
from tests.index import INDEX, make_ready
from tests.servers import PostgresServer, RedisServer
from tests.sharing import Sharing, longest_first, number_of, read_own_part_first
from tests.warm_addresses import keep_addresses
from tests.warmth import keep_environments, keep_statements, keep_templates, keep_trees
from tipoffs.vault import receipts

MEMORY = Path("/dev/shm")  # pytest makes a folder of its own in it
ROOM = 4 * 1024**3


# Hypothesis fails what takes longer than it likes; where others run beside it, that says nothing of the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_configure() -> None:
    """Temporary files lie in memory where it is large enough: a commit of SQLite waits for the disk.

    Not in a proof. What a killed process has written is as safe here as there, until the power is cut.
    """
    if os.environ.get("ANWEN_PROOF") != "1" and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """What nobody has compiled yet, the processes compile together."""
    read_own_part_first(session.config)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first."""
    longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing:
    """Tests that share an account run in one process, whatever ``--dist`` says."""
    return Sharing(config, log)


def pytest_collection_finish() -> None:
    """Keep the thousands of tests and all that was imported out of every later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Find at the end what nobody closed by one search for garbage, before the five that pytest makes."""
    gc.collect()
    gc.freeze()


# Python looks for garbage whenever there are 700 objects more: a third of the time of tests that make whole
# applications and throw them away. Here thirty times fewer looks find the same.
gc.set_threshold(20_000, 10, 10)


class StandingClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def advance(self, **amount: float) -> None:
        """Move it forward, by ``seconds=``, ``hours=`` and so on."""
        self.moment += timedelta(**amount)


SUNDAY_MORNING = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
"""09:00 in China."""


@pytest.fixture
def now() -> datetime:
    """A Sunday morning in Wenling."""
    return SUNDAY_MORNING


@pytest.fixture
def clock(now: datetime) -> StandingClock:
    """A clock standing at ``now``."""
    return StandingClock(now)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """A password costs what it should in one test of ``tests/unit/staff``, not for hundreds of clerks.

    So does a receipt code, in ``tests/integration/test_vault_receipts.py``.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receipts, "USUAL", receipts.Cost(memory_kib=64, passes=1))
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def warm_process() -> Iterator[None]:
    """What is compiled and read is so once, as in a process that has run for a minute."""
    with pytest.MonkeyPatch.context() as patch:
        keep_templates(patch)
        keep_addresses(patch)
        keep_environments(patch)
        keep_statements(patch)
        keep_trees(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_index(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[None]:
    """Where nothing else is said, the containers of this process build the articles once.

    What is built of our own tables, words, sounds and what is learned of messages, they find ready. Not where
    running accounts have theirs: a process that publishes one edition after the other throws old ones away.
    """
    make_ready(number_of(request.config))
    folder = tmp_path_factory.mktemp("index")
    for name in ("words", "sounds", "tellings", "intents"):
        for made in INDEX.glob(f"{name}-*/"):
            shutil.copytree(made, folder / made.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANWEN_INDEX_DIR", str(folder))
        yield


@pytest.fixture(scope="session")
def artifact_cache(shared_index: None) -> ArtifactCache:
    """Where the containers of this process keep what they build of texts."""
    return ArtifactCache(Path(os.environ["ANWEN_INDEX_DIR"]))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this test process; in a proof it may be killed, and must not forget."""
    server = PostgresServer(fsync=os.environ.get("ANWEN_PROOF") == "1")
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis server for this test process."""
    server = RedisServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session", autouse=True)
def unordered_backwards() -> Iterator[None]:
    """Rows that nobody asked for in an order come from SQLite in the reverse of the usual one.

    PostgreSQL usually gives them as they were written, and may give them in any order. Whoever relies on
    either, in a test or in the product, so fails on one of the two engines.
    """
    event.listen(Engine, "connect", _reverse_unordered)
    yield
    event.remove(Engine, "connect", _reverse_unordered)


def _reverse_unordered(connection: DBAPIConnection, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of an empty Redis."""
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url


def _make_schema(url: str) -> None:
    database = Database(url)
    schema.upgrade(database)
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the whole schema and no rows, to copy."""
    path = tmp_path_factory.mktemp("template") / "anwen.db"
    _make_schema(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a PostgreSQL database with the whole schema and no rows, to copy."""
    postgres_server.execute("CREATE DATABASE anwen_template")
    _make_schema(postgres_server.url("anwen_template"))
    return "anwen_template"


@pytest.fixture(scope="session")
def postgres_databases(
    postgres_server: PostgresServer, postgres_template: str
) -> Iterator[PostgresDatabases]:
    """Lends empty databases of PostgreSQL."""
    databases = PostgresDatabases(postgres_server, postgres_template)
    yield databases
    databases.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty, migrated database; every test that asks runs on both engines."""
    if request.param == "sqlite":
        path = tmp_path / "anwen.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    name = databases.take()
    yield request.getfixturevalue("postgres_server").url(name)
    databases.give_back(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database; every test that asks runs on both engines."""
    database = Database(database_url, info={audit.KEY: b"k" * 32})
    yield database
    database.close()


@pytest.fixture(scope="session")
def shared_platform() -> Iterator[SimulatedPlatform]:
    """One simulated WeChat for this test process."""
    with simulated_platform() as platform:
        yield platform


@pytest.fixture
def platform(shared_platform: SimulatedPlatform) -> SimulatedPlatform:
    """A WeChat in which nothing has happened yet."""
    shared_platform.reset()
    return shared_platform
