"""The people of an office at a terminal of a running account; their commands run in this process."""

import json
from typing import Any

from click.testing import CliRunner

from app.cli import Commands
from app.wiring import Container


class Clerks:
    """Types commands; what is refused although it should work, is an error with the sentence."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self._commands = Commands(container)

    def types(self, *words: object, refused: bool = False) -> str:
        """Type a command; what it prints."""
        result = CliRunner().invoke(self._commands, [str(word) for word in words])
        assert result.exit_code == int(refused), (
            f"flask {' '.join(map(str, words))}: {result.output or result.exception!r}"
        )
        return result.output

    def hires(self, login: str, role: str, *scope: str) -> None:
        """Somebody gets an account, for everywhere where no scope is given."""
        self.types("staff", "add", login, "--name", login, "--role", role, *(scope or ("--everywhere",)))

    def does(self, login: str, *words: object) -> list[dict[str, Any]]:
        """A verb that works; its rows."""
        printed = self.types(*words, "--as", login, "--json")
        return [json.loads(line) for line in printed.splitlines()]

    def one(self, login: str, *words: object) -> dict[str, Any]:
        """A verb that gives one row."""
        (row,) = self.does(login, *words)
        return row

    def refused(self, login: str, *words: object) -> str:
        """A verb that is refused; the sentence."""
        return self.types(*words, "--as", login, refused=True)
