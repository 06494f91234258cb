"""A running account on servers of its own, so that an experiment may kill any of them."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.db import Database
from tests.account import Account, Start, launched
from tests.servers import PostgresServer, RedisServer

ENGINES = ("sqlite", "postgres")


@dataclass
class Estate:
    """The account and the servers it stands on; None where the embedded engine needs none."""

    engine: str
    account: Account
    postgres: PostgresServer | None = None
    redis: RedisServer | None = None

    @property
    def database_url(self) -> str:
        """Where the rows are."""
        return self.account.environment["ANWEN_DATABASE_URL"]

    @contextmanager
    def rows(self) -> Iterator[Database]:
        """The database, seen from outside; opened anew because the server may have been killed since."""
        database = Database(self.database_url, pool_size=2)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def standing(
    engine: str,
    folder: Path | None = None,
    parts: Sequence[str] = ("simulator", "web", "worker"),
    starting: Start = launched,
    **settings: str,
) -> Iterator[Estate]:
    """An account that runs on ``engine``; everything is ended and deleted afterwards.

    PostgreSQL syncs every commit here as it does in production: a server that is killed must not forget.
    """
    place = folder or Path(tempfile.mkdtemp(prefix="anwen-proof-"))
    postgres, redis = None, None
    account: Account | None = None
    try:
        if engine == "sqlite":
            account = Account(place, f"sqlite:///{place / 'anwen.db'}", starting=starting, **settings)
        else:
            postgres, redis = PostgresServer(fsync=True), RedisServer()
            postgres.start()
            redis.start()
            postgres.execute("CREATE DATABASE anwen")
            account = Account(place, postgres.url("anwen"), redis.url, starting=starting, **settings)
        account.start(parts)
        yield Estate(engine, account, postgres, redis)
    finally:
        if account is not None:
            account.stop()
        for server in (postgres, redis):
            if server is not None:
                server.remove()
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)
