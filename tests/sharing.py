"""How the processes that run the tests share them: the longest first, and what shares an account together.

And which tests of pages run on which engine, where not all of them run on both.
"""

import zlib
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

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


PAGES = (
    "tests/integration/admin/",
    "tests/integration/h5/",
    "tests/functional/test_citizen_asks.py",
    "tests/functional/test_leaving_a_question.py",
    "tests/functional/test_mobile_pages.py",
    "tests/functional/test_pictures.py",
    "tests/functional/test_safety_month.py",
    "tests/functional/test_tipoff_at_a_code.py",
    "tests/functional/test_tipoff_by_chat.py",
)
"""Tests of what people see and send, whose services have tests of their own on both engines."""

_OF_THE_ENGINE = (
    "tests/integration/admin/test_audit.py",
    "tests/integration/admin/test_database_away.py",
    "tests/integration/admin/test_hostile.py",
    "tests/integration/admin/test_nothing_lost.py",
    "tests/integration/admin/test_once.py",
    "tests/integration/h5/test_names_in_addresses.py",
    "tests/integration/h5/test_nothing_lost.py",
)
"""Tests of pages too, but what they look for lies in the engine: what it refuses, forgets or cannot hold."""

_ENGINES = ("database_url", "account")
"""The fixtures that exist once for each engine."""


def divided(items: Sequence[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """``items`` without every second run of a test of pages, and those: each runs where its name says.

    So both engines have half of the tests of every file. What exists on one engine alone stays.
    """
    runs: dict[Hashable, dict[str, pytest.Item]] = defaultdict(dict)
    for item in items:
        is_page = item.nodeid.startswith(PAGES) and not item.nodeid.startswith(_OF_THE_ENGINE)
        if is_page and (engine := _engine(item)):
            runs[_test(item)][engine] = item
    left = set()
    for by_engine in runs.values():
        names = sorted(by_engine)
        chosen = zlib.crc32(by_engine[names[0]].nodeid.encode()) % len(names)
        left |= {id(by_engine[name]) for name in names if name != names[chosen]}
    return [item for item in items if id(item) not in left], [item for item in items if id(item) in left]


def _engine(item: pytest.Item) -> str:
    """The engine that a test runs on; empty where it asks for none."""
    given: Mapping[str, object] = getattr(getattr(item, "callspec", None), "params", {})
    return next((str(given[name]) for name in _ENGINES if name in given), "")


def _test(item: pytest.Item) -> Hashable:
    """What the runs of one test on two engines have in common."""
    numbers: Mapping[str, int] = getattr(getattr(item, "callspec", None), "indices", {})
    others = frozenset(one for one in numbers.items() if one[0] not in _ENGINES)
    return item.nodeid.partition("[")[0], others


class Sharing(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Gives out one file after another, or a whole folder that belongs together, as the tests are ordered."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in _TOGETHER if file.startswith(folder)), file)
