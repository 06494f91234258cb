"""A process of its own that wants a token, for the test of single flight across processes."""

import time
from pathlib import Path

import redis

from core.clock import SystemClock
from core.db import Database
from wechat.token_stores import RedisTokenStore, SqlTokenStore
from wechat.tokens import Fetched, TokenProvider, TokenStore


def open_store(url: str, key: bytes) -> TokenStore:
    """The store behind an address."""
    if url.startswith("redis:"):
        return RedisTokenStore(redis.Redis.from_url(url), key)
    return SqlTokenStore(Database(url), key)


def want_a_token(url: str, key: bytes, folder: str, number: int) -> None:
    """Ask for a token once; leave a file for every fetch, and one with what was got."""
    place = Path(folder)

    def fetch(*, force: bool) -> Fetched:
        (place / f"fetch-{number}").touch()
        time.sleep(0.3)  # long enough for the others to arrive meanwhile
        return Fetched(f"token-of-{number}", 7200)

    provider = TokenProvider(open_store(url, key), fetch, SystemClock(), "shared")
    (place / f"got-{number}").write_text(provider.token())
