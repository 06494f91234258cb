"""A cache in memory for tables that are read often and changed seldom; every process sees a change at once.

Each cached thing has an edition: a random word in a row, replaced in the transaction of whoever changes the
thing. A reader asks for the word, one short statement, and loads only when it differs from the one it knows.
So a change counts in every process from its commit on; a change that is rolled back leaves a word that never
comes again.
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
    """The words of everything by name: while they are the same, nothing that is kept has changed."""
    return {row.name: row.word for row in session.execute(select(Edition.name, Edition.word))}


def cached(session: Session, what: str, of: tuple[str, ...], load: Callable[[Session], T]) -> T:
    """What ``load`` returns, cached under the key ``what`` until one of the things ``of`` is invalidated.

    The value is shared by all threads: nobody may alter it. Without a cache in ``session.info`` it is loaded
    each time.
    """
    cache: dict[str, tuple[object, Any]] | None = session.info.get(CACHE)
    if cache is None:
        return load(session)
    # The words before the load: what changes in between is loaded again the next time.
    rows = session.execute(select(Edition.name, Edition.word).where(Edition.name.in_(of)))
    edition = {row.name: row.word for row in rows}
    known = cache.get(what)
    if known is None or known[0] != edition:
        known = cache[what] = edition, load(session)
    found: T = known[1]
    return found
