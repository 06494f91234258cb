"""Clerks at a terminal."""

import json
from typing import Any

from click.testing import CliRunner
from flask import Flask

from app.cli import listing
from app.wiring import Container


class Clerks:
    """Planner and reviewers at a terminal."""

    def __init__(self, container: Container) -> None:
        self.container = container
        app = Flask("anwen", static_folder=None)
        listing.register(app, container)
        self._commands = app.cli.commands

    def does(self, login: str, *words: object) -> list[dict[str, Any]]:
        """Type a command of ``flask campaigns`` that works; its rows."""
        result = self._typed("campaigns", *words, "--as", login, "--json")
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.output.splitlines()]

    def refused(self, login: str, *words: object) -> str:
        """Type one that is refused."""
        result = self._typed("campaigns", *words, "--as", login)
        assert result.exit_code == 1, result.output
        return str(result.output)

    def reads(self, *words: object) -> str:
        """Type any command that works."""
        result = self._typed(*words)
        assert result.exit_code == 0, result.output
        return str(result.output)

    def _typed(self, group: object, *words: object) -> Any:
        return CliRunner().invoke(self._commands[str(group)], [str(word) for word in words])
