"""How the processes that run the tests share them: the longest first, and what shares an account together."""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_TOGETHER = ("tests/functional/", "tests/browser/")
"""Folders whose tests share running accounts or a browser, which cost many seconds for each process."""

_FIRST = (
    *_TOGETHER,
    "tests/integration/admin/test_routes.py",
    "tests/integration/admin/",
    "tests/integration/",
    "tests/contract/",
)
"""By how long a piece of them takes: a long piece at the end would keep one process waiting for the other."""


def longest_first(items: list[pytest.Item]) -> None:
    """Bring the long pieces to the front; within its folder every test keeps the place chance gave it."""
    items.sort(key=lambda item: _rank(item.nodeid))


def number_of(config: pytest.Config) -> int:
    """The number of this process among those that run the tests, from 0; 0 too where it is the only one."""
    given: dict[str, str | int] = getattr(config, "workerinput", {"workerid": "gw0"})
    return int(str(given["workerid"]).removeprefix("gw"))


def read_own_part_first(config: pytest.Config) -> None:
    """Read the files of the tests, each process beginning at a part of its own.

    All need all of them, and compiling one costs twice what reading it does. Where nothing is compiled yet,
    what one process has compiled the others find ready, instead of compiling the same one at the same moment.
    """
    given: dict[str, str | int] | None = getattr(config, "workerinput", None)
    if given is None:
        return
    files = [
        file for name in config.args if "::" not in name for file in sorted(Path(name).rglob("test_*.py"))
    ]
    for file in part_first(files, number_of(config), int(given["workercount"])):
        # What cannot be read is told when its tests are looked for.
        with suppress(Exception):
            import_module(".".join(file.resolve().relative_to(config.rootpath).with_suffix("").parts))


def part_first(files: list[Path], number: int, parts: int) -> list[Path]:
    """The same files, in order but for the start, which is that of part ``number`` of so many."""
    start = len(files) * number // parts
    return [*files[start:], *files[:start]]


def _rank(nodeid: str) -> int:
    return next((rank for rank, start in enumerate(_FIRST) if nodeid.startswith(start)), len(_FIRST))


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Gives out one file after another, or a whole folder that belongs together, as the tests are ordered."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in _TOGETHER if file.startswith(folder)), file)
