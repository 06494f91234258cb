"""A process that dies at one moment of its work: before or after a commit, or a call of the platform.

What kills it (SIGKILL, a power cut) runs no code of ours, so neither does this: ``Died`` is no ``Exception``
that anybody would catch.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from core.db import Database


class Died(BaseException):
    """The process is no more."""


class Life:
    """Counts the moments of a work, and ends it at one of them."""

    def __init__(self, ends_at: int) -> None:
        self._left = ends_at

    def comes_to(self, moment: str) -> None:
        """A moment at which a process may die; ``Died`` if it is the one."""
        self._left -= 1
        if self._left == 0:
            raise Died(moment)


class DyingDatabase(Database):
    """The same database for a process that dies."""

    def __init__(self, database: Database, life: Life) -> None:
        self.__dict__.update(database.__dict__)
        self._life = life

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """See ``Database.writing``."""
        with super().writing() as session:
            yield session
            session.flush()
            self._life.comes_to("before a commit")
        self._life.comes_to("after a commit")


class DyingCaller:
    """The platform, called by a process that dies."""

    def __init__(self, platform: object, life: Life) -> None:
        self._platform, self._life = platform, life

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._platform, name)

        def called(*arguments: Any, **named: Any) -> Any:
            self._life.comes_to(f"before {name}")
            answer = call(*arguments, **named)
            self._life.comes_to(f"after {name}")
            return answer

        return called


def deaths(work: Callable[[Life], object]) -> Iterator[str]:
    """Let ``work`` die at its first moment, then at its second, and so on; the moments, and ``""`` at last.

    ``work`` begins each time; what follows a death is done by whoever asks for the next.
    """
    for number in range(1, 200):
        try:
            work(Life(number))
        except Died as died:
            yield str(died)
        else:
            yield ""
            return
    raise AssertionError("it never came to its end")
