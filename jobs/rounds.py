"""Rounds that the clock makes over many rows: each row by itself, so that a broken one holds up nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from core.db import Database
from jobs.runner import Runner

Key = TypeVar("Key", str, int)
AT_ONCE = 200
"""How many keys are held in memory at a time; each is a transaction of its own."""


class RowsFailed(RuntimeError):
    """Some rows of a round broke; all the others are done. The clock tries the round again."""


@dataclass(frozen=True, slots=True)
class Rows(Generic[Key]):
    """One kind of rows that a round goes over.

    ``start`` lies before every key; ``find(session, now, after, limit)`` gives the next keys beyond ``after``
    in their order. ``step(session, key, now)`` looks for itself whether the row is still due, since somebody
    may have been there. The log names the keys of rows that break, unless ``is_secret`` says that they are
    about a person.
    """

    name: str
    start: Key
    find: Callable[[Session, datetime, Key, int], Sequence[Key]]
    step: Callable[[Session, Key, datetime], object]
    is_secret: bool = False


def go_round(database: Database, now: datetime, *every: Rows[Any]) -> None:
    """Take each row once, in a transaction of its own.

    A row that raises is logged and passed over; when all the others are done, ``RowsFailed`` tells the clock.
    A database that went away ends the round at once (``Unavailable``).
    """
    failed = {rows.name: count for rows in every if (count := _failures(database, now, rows))}
    if failed:
        raise RowsFailed(failed)


def _failures(database: Database, now: datetime, rows: Rows[Key]) -> int:
    def take(key: Key) -> None:
        with database.writing() as session:
            rows.step(session, key, now)

    runner = Runner()
    after, place, failed = rows.start, 0, 0
    while True:
        with database.reading() as session:
            keys = rows.find(session, now, after, AT_ONCE)
        for key in keys:
            place += 1
            name = f"{rows.name} {place if rows.is_secret else key}"
            if not runner.attempt(name, partial(take, key)):
                failed += 1
                database.check()
        if len(keys) < AT_ONCE:
            return failed
        after = keys[-1]
