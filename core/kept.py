"""What is read often and changed seldom, kept in memory as long as nobody has changed it.

Each such thing has an edition: a random word in a row, renewed in the transaction of whoever changes the
thing. A reader asks for the word, one short statement, and loads only when it is another than the one it
knows. So a change is seen by every process from its commit on; one that was rolled back leaves a word that
never comes again.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import KEPT, Base
from core.statements import upsert

T = TypeVar("T")


class Edition(Base):
    """The edition of one thing that is kept in memory, such as the working days."""

    __tablename__ = "editions"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    word: Mapped[str] = mapped_column(String(32), comment="random; another one after each change")


def renew(session: Session, name: str) -> None:
    """Say in this transaction that the thing was changed."""
    row = {"name": name, "word": secrets.token_hex(16)}
    upsert(session, Edition, row, conflict=["name"], update=["word"])


def kept(session: Session, what: str, of: tuple[str, ...], load: Callable[[Session], T]) -> T:
    """What ``load`` gives, loaded anew after any of the things ``of`` was changed; nobody may alter it.

    A session whose ``Database`` keeps nothing loads each time.
    """
    shelf: dict[str, tuple[object, Any]] | None = session.info.get(KEPT)
    if shelf is None:
        return load(session)
    # The words before the load: what changes in between is loaded again the next time.
    rows = session.execute(select(Edition.name, Edition.word).where(Edition.name.in_(of)))
    edition = {row.name: row.word for row in rows}
    known = shelf.get(what)
    if known is None or known[0] != edition:
        known = shelf[what] = edition, load(session)
    found: T = known[1]
    return found
