"""The people of an office at a terminal; their commands run in this process."""

import json
from typing import Any

from click.testing import CliRunner

from app.cli import Commands
from app.wiring import Container


class Clerks:
    """Types commands; what is refused although it should work, is an error with the sentence.

    ``group`` are the words with which the commands of ``reads``, ``does``, ``one`` and ``refused`` begin.
    """

    def __init__(self, container: Container, *group: str) -> None:
        self.container = container
        self._commands, self._group = Commands(container), group

    def types(self, *words: object, code: int = 0) -> str:
        """Type any command, whole; what it prints. ``code`` 1 is a refusal, 2 a mistyped command."""
        result = CliRunner().invoke(self._commands, [str(word) for word in words])
        assert result.exit_code == code, (
            f"flask {' '.join(map(str, words))}: {result.output or result.exception!r}"
        )
        return result.output

    def hires(self, login: str, role: str, *scope: str) -> None:
        """Somebody gets an account, for everywhere where no scope is given."""
        self.types("staff", "add", login, "--name", login, "--role", role, *(scope or ("--everywhere",)))

    def reads(self, *words: object, code: int = 0) -> str:
        """A command of the group, with all its options; what it prints."""
        return self.types(*self._group, *words, code=code)

    def does(self, login: str, *words: object) -> list[dict[str, Any]]:
        """A verb that works; its rows."""
        printed = self.reads(*words, "--as", login, "--json")
        return [json.loads(line) for line in printed.splitlines()]

    def one(self, login: str, *words: object) -> dict[str, Any]:
        """A verb that gives one row."""
        (row,) = self.does(login, *words)
        return row

    def refused(self, login: str, *words: object) -> str:
        """A verb that is refused; the sentence."""
        return self.reads(*words, "--as", login, code=1)
