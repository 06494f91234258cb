"""A running account on each engine: SQLite alone, and PostgreSQL with Redis."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proof.estate import ENGINES, Estate, standing
from tests.account import AWAKE, Account, Citizen
from tests.forking import QUICK
from tests.servers import PostgresServer


@pytest.fixture(scope="package", params=["sqlite", "postgres"])
def account(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """The whole account, started once for all journeys of this process and stopped after the last."""
    folder: Path = tmp_path_factory.mktemp(f"account-{request.param}")
    if request.param == "sqlite":
        running = Account(folder, f"sqlite:///{folder / 'anwen.db'}", starting=QUICK, **AWAKE)
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        server.execute("CREATE DATABASE account")
        redis_url = request.getfixturevalue("redis_server").url
        running = Account(folder, server.url("account"), redis_url, starting=QUICK, **AWAKE)
    try:
        yield running.start()
    finally:
        running.stop()
        if request.param == "postgres":
            server.execute("DROP DATABASE account WITH (FORCE)")


@pytest.fixture(scope="package", params=ENGINES)
def estate(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """Another account, on servers of its own, for tests that kill."""
    folder: Path = tmp_path_factory.mktemp(f"estate-{request.param}")
    with standing(request.param, folder, starting=QUICK) as estate:
        yield estate


@pytest.fixture
def citizen(account: Account) -> Citizen:
    """Somebody who has just followed the account."""
    return account.citizen()
