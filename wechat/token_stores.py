"""Two places where tokens are shared: the database, which is always there, and Redis.

Both keep the same sealed bytes, so that neither a dump nor ``redis-cli`` shows a token. The lease is not a
database lock held during the request to the platform: on SQLite that would stop every other writer for
seconds.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import DBAPIError

from core.crypto import BadSeal, seal, unseal
from core.db import Database
from core.errors import Unavailable
from core.statements import insert_once
from deliveries.ports import FailureClass
from wechat.models import PlatformToken
from wechat.tokens import Kept

if TYPE_CHECKING:
    import redis

_KEEP_SECONDS = 86_400  # longer than any token lives
# Compare and act in one step on the server: between two commands the lease may pass to another process.
_WRITE_IF_OWNER = """
if redis.call('get', KEYS[2]) == ARGV[1] then
    redis.call('set', KEYS[1], ARGV[2], 'EX', ARGV[3])
    return 1
end
return 0
"""
_DELETE_IF_OWNER = (
    "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"
)


class SqlTokenStore:
    """Keeps tokens in the table ``platform_tokens``; every step is a short transaction of its own."""

    def __init__(self, database: Database, key: bytes) -> None:
        self._database = database
        self._key = key

    def read(self, name: str) -> Kept | None:
        """What is kept under ``name``."""
        with _database_answers(), self._database.reading() as session:
            sealed = session.scalar(select(PlatformToken.sealed).where(PlatformToken.name == name))
        return _opened(sealed, self._key, name) if sealed else None

    def try_lock(self, name: str, owner: str, now: datetime, seconds: int) -> bool:
        """Take the lease of ``name``; of several processes only one UPDATE still finds it free."""
        with _database_answers(), self._database.writing() as session:
            insert_once(session, PlatformToken, [{"name": name}])
            free = or_(PlatformToken.lock_until.is_(None), PlatformToken.lock_until < now)
            taken = session.scalars(
                update(PlatformToken)
                .where(PlatformToken.name == name, free)
                .values(lock_owner=owner, lock_until=now + timedelta(seconds=seconds))
                .returning(PlatformToken.name)
            ).all()
        return bool(taken)

    def write(self, name: str, owner: str, kept: Kept) -> bool:
        """Keep it, if ``owner`` still holds the lease."""
        return self._owned(name, owner, sealed=_sealed(kept, self._key, name))

    def unlock(self, name: str, owner: str) -> None:
        """Give the lease back, if it is still held."""
        self._owned(name, owner, lock_owner=None, lock_until=None)

    def _owned(self, name: str, owner: str, **values: Any) -> bool:
        with _database_answers(), self._database.writing() as session:
            changed = session.scalars(
                update(PlatformToken)
                .where(PlatformToken.name == name, PlatformToken.lock_owner == owner)
                .values(**values)
                .returning(PlatformToken.name)
            ).all()
        return bool(changed)


class RedisTokenStore:
    """Keeps tokens in Redis; what is lost with it is fetched again."""

    def __init__(self, client: "redis.Redis", key: bytes, prefix: str = "anwen:token:") -> None:
        self._client = client
        self._key = key
        self._prefix = prefix
        self._write = client.register_script(_WRITE_IF_OWNER)
        self._delete = client.register_script(_DELETE_IF_OWNER)

    def read(self, name: str) -> Kept | None:
        """What is kept under ``name``."""
        with _redis_answers():
            sealed = self._client.get(self._prefix + name)
        return _opened(sealed, self._key, name) if isinstance(sealed, bytes) else None

    def try_lock(self, name: str, owner: str, now: datetime, seconds: int) -> bool:
        """Take the lease of ``name``; Redis counts its time by a clock of its own."""
        with _redis_answers():
            return bool(self._client.set(self._lock_of(name), owner, nx=True, ex=seconds))

    def write(self, name: str, owner: str, kept: Kept) -> bool:
        """Keep it, if ``owner`` still holds the lease."""
        sealed = _sealed(kept, self._key, name)
        with _redis_answers():
            keys = [self._prefix + name, self._lock_of(name)]
            return bool(self._write(keys=keys, args=[owner, sealed, _KEEP_SECONDS]))

    def unlock(self, name: str, owner: str) -> None:
        """Give the lease back, if it is still held."""
        with _redis_answers():
            self._delete(keys=[self._lock_of(name)], args=[owner])

    def _lock_of(self, name: str) -> str:
        return f"{self._prefix}{name}:lock"


@contextmanager
def _database_answers() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise Unavailable("the database does not answer") from error


@contextmanager
def _redis_answers() -> Iterator[None]:
    from redis import RedisError

    try:
        yield
    except RedisError as error:
        raise Unavailable("Redis does not answer") from error


def packed(kept: Kept) -> bytes:
    """``kept`` as bytes to seal."""
    moments = ("refresh_at", "expires_at", "forced_at", "refused_until")
    fields: dict[str, Any] = {name: _text(getattr(kept, name)) for name in moments}
    fields |= {"value": kept.value, "class": kept.refused_class, "errcode": kept.refused_errcode}
    return json.dumps(fields).encode()


def unpacked(plain: bytes) -> Kept:
    """What ``packed`` was handed."""
    fields = json.loads(plain)
    return Kept(
        value=fields["value"],
        refresh_at=datetime.fromisoformat(fields["refresh_at"]),
        expires_at=datetime.fromisoformat(fields["expires_at"]),
        forced_at=_moment(fields["forced_at"]),
        refused_until=_moment(fields["refused_until"]),
        refused_class=FailureClass(fields["class"]) if fields["class"] else None,
        refused_errcode=fields["errcode"],
    )


def _sealed(kept: Kept, key: bytes, name: str) -> bytes:
    return seal(packed(kept), key, f"platform_tokens:{name}")


def _opened(sealed: bytes, key: bytes, name: str) -> Kept | None:
    try:
        return unpacked(unseal(sealed, key, f"platform_tokens:{name}"))
    except BadSeal:
        # The master key was changed: a token can be had again, so the old one is simply not there.
        return None


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
