"""How the processes that run the tests share them: the longest first, and what shares an account together."""

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
