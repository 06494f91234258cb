"""An in-memory cache for tables that are read often and change rarely; every process sees a change at once.

Each cached thing has an edition: a random word in a row, replaced in the same transaction that changes the
thing. A reader asks for the word with one short statement and reloads only when it differs from the word it
knows. A change therefore takes effect in every process at its commit; a change that is rolled back leaves no
trace.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import CACHE, Base
from core.statements import upsert

T = TypeVar("T")


class Edition(Base):
    """The edition of one thing that is kept in memory, such as the working days."""

    __tablename__ = "editions"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    word: Mapped[str] = mapped_column(String(32), comment="random; another one after each change")


def invalidate(session: Session, name: str) -> None:
    """Give the thing a new edition, in the transaction that changes it."""
    row = {"name": name, "word": secrets.token_hex(16)}
    upsert(session, Edition, row, conflict=["name"], update=["word"])


def editions(session: Session) -> dict[str, str]:
    """The edition words of everything, by name: while these are equal, nothing in the cache has changed."""
    return {row.name: row.word for row in session.execute(select(Edition.name, Edition.word))}


def cached(session: Session, what: str, of: tuple[str, ...], load: Callable[[Session], T]) -> T:
    """What ``load`` returns, cached under the key ``what`` until one of the things in ``of`` is invalidated.

    All threads share the value, so nobody may modify it. If ``session.info`` holds no cache, the value is
    loaded every time.
    """
    cache: dict[str, tuple[object, Any]] | None = session.info.get(CACHE)
    if cache is None:
        return load(session)
    # Read the words before loading: whatever changes in between is then loaded again the next time.
    rows = session.execute(select(Edition.name, Edition.word).where(Edition.name.in_(of)))
    edition = {row.name: row.word for row in rows}
    known = cache.get(what)
    if known is None or known[0] != edition:
        known = cache[what] = edition, load(session)
    found: T = known[1]
    return found
