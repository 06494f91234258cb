"""The one place of background work where any exception is caught."""

import traceback
from collections.abc import Callable
from pathlib import Path

import structlog

log = structlog.get_logger()

_FRAMES = 6


class Runner:
    """Runs steps so that a broken one stops neither its thread nor the others.

    The log gets the kind of the error and where it happened, never its message: an error of the database
    quotes the values of the statement, and those may be what a citizen wrote.
    """

    def __init__(self) -> None:
        self._failures: dict[str, int] = {}

    def attempt(self, name: str, step: Callable[[], object]) -> bool:
        """Run ``step``; say whether it ended well."""
        try:
            step()
        except Exception as error:  # noqa: BLE001  the job runner, one of the three places that may
            self._failures[name] = self._failures.get(name, 0) + 1
            log.error(
                "job_failed",
                job=name,
                error=type(error).__name__,
                times=self._failures[name],
                where=_where(error),
            )
            return False
        if self._failures.pop(name, 0):
            log.info("job_recovered", job=name)
        return True


def _where(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
