"""The commands of the application: ``flask --help`` lists them."""

import sys
from io import TextIOWrapper
from typing import TextIO

from click import Command, Context
from flask.cli import AppGroup

from app.wiring import Container


class Commands(AppGroup):
    """The commands, imported when somebody asks for one; a web process never does."""

    def __init__(self, container: Container) -> None:
        super().__init__("anwen")
        self._container = container
        self._listed = False

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """See ``click.Group``."""
        self._list()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Context) -> list[str]:
        """See ``click.Group``."""
        self._list()
        return super().list_commands(ctx)

    def _list(self) -> None:
        if not self._listed:
            self._listed = True
            _take_any_sign(sys.stdout)
            from app.cli.listing import make_commands

            for command in make_commands(self._container):
                self.add_command(command)


def _take_any_sign(stream: TextIO) -> None:
    """A terminal set to GBK has no 😀, and no terminal half of a pair: both are printed as escapes."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
