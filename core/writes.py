"""Writes that succeed or fail together, run by the driver itself.

Most messages lead to the same handful of rows. They are collected as values while the message is processed
and run at the end: on PostgreSQL as one statement, which is one round trip, one transaction and one plan; on
SQLite one after the other between BEGIN and COMMIT.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.errors import AnwenError, MovedMeanwhile
from core.statements import Prepared


class Overtaken(AnwenError):
    """Somebody else was first to change what these writes rest on; none of them was made. Look again."""


SOMEBODY_WAS_FIRST = (Overtaken, MovedMeanwhile, StaleDataError, IntegrityError)
"""What is raised when somebody else changed, or made, a row meanwhile: by these writes, or by a session."""


@dataclass(frozen=True, slots=True)
class Write:
    """One prepared statement with its values.

    ``needed``: the statement returns one column of at most one row, whose value is returned; no row means
    ``Overtaken`` for the whole batch.
    """

    statement: Prepared
    row: Mapping[str, Any]
    needed: bool = False

    def run(self, session: Session) -> None:
        """Run it by itself in the transaction of a session."""
        self.statement.run(session, self.row)


def run_writes(cursor: Any, dialect: Dialect, writes: Sequence[Write], closing: str = "") -> list[Any]:
    """Run the writes on a driver's cursor inside its transaction; return the values of the needed ones.

    ``closing`` is one more column, without parameters, for PostgreSQL to compute in the same round trip.
    """
    errors = dialect.loaded_dbapi
    try:
        if dialect.name == "postgresql":
            return _run_as_one(cursor, dialect, writes, closing)
        return _run_in_turn(cursor, dialect, writes)
    except errors.IntegrityError as error:
        raise Overtaken from error  # a row that was to be new is there
    except errors.DataError as error:
        if getattr(error, "sqlstate", None) == _DIVISION_BY_ZERO:
            raise Overtaken from error
        raise


def _run_in_turn(cursor: Any, dialect: Dialect, writes: Sequence[Write]) -> list[Any]:
    values = []
    for write in writes:
        compiled = write.statement.compiled(dialect)
        cursor.execute(compiled.text, compiled.values(write.row))
        if write.needed:
            found = cursor.fetchone()
            if found is None:
                raise Overtaken
            values.append(found[0])
    return values


def _run_as_one(cursor: Any, dialect: Dialect, writes: Sequence[Write], closing: str) -> list[Any]:
    text = _joined(
        tuple(write.statement.compiled(dialect).text for write in writes),
        tuple(write.needed for write in writes),
        closing,
    )
    parameters: dict[str, Any] = {}
    for number, write in enumerate(writes):
        values = write.statement.compiled(dialect).values(write.row)
        parameters |= {f"{number}_{name}": value for name, value in values.items()}
    cursor.execute(text, parameters)
    return list(cursor.fetchone()[1 : 1 + sum(write.needed for write in writes)])


_DIVISION_BY_ZERO = "22012"


@cache
def _joined(texts: tuple[str, ...], needed: tuple[bool, ...], closing: str) -> str:
    """One statement of them all; a missing needed row divides by zero, which undoes everything."""
    more = [closing] if closing else []
    if not texts:
        return f"SELECT {', '.join(['1', *more])}"
    renamed = [text.replace("%(", f"%({number}_") for number, text in enumerate(texts)]
    parts = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(renamed))
    wanted = [number for number, is_needed in enumerate(needed) if is_needed]
    counts = [f"least(1, (SELECT count(*) FROM w{number}))" for number in wanted]  # noqa: S608
    values = [f"(SELECT x FROM w{number} AS t(x))" for number in wanted]  # noqa: S608
    return f"WITH {parts} SELECT {', '.join(['1 / (' + ' * '.join(['1', *counts]) + ')', *values, *more])}"
