"""How the processes that run the tests share them."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.sharing import Sharing, longest_first

NODES = [
    "tests/unit/core/test_ids.py::test_a",
    "tests/functional/test_logs.py::test_b[x::y]",
    "tests/integration/admin/test_routes.py::test_c[sqlite]",
    "tests/functional/test_pictures.py::test_d[postgres]",
    "tests/unit/core/test_text.py::test_e",
    "tests/browser/test_wall.py::test_f",
]


def test_the_long_pieces_come_first_and_the_rest_keeps_its_order() -> None:
    items = [SimpleNamespace(nodeid=nodeid) for nodeid in NODES]

    longest_first(cast("list[pytest.Item]", items))

    assert [NODES.index(item.nodeid) for item in items] == [1, 3, 5, 2, 0, 4]


def test_what_shares_an_account_stays_together_and_other_files_go_alone() -> None:
    config = SimpleNamespace(option=SimpleNamespace(tx=["popen"] * 2), getvalue=lambda _: ["popen"] * 2)
    sharing = Sharing(cast(Any, config))

    pieces = [sharing._split_scope(nodeid) for nodeid in NODES]

    assert pieces[1] == pieces[3] == "tests/functional/"
    assert pieces[5] == "tests/browser/"
    assert [pieces[0], pieces[2], pieces[4]] == [NODES[at].split("::", 1)[0] for at in (0, 2, 4)]
    assert config.option.loadscopereorder is False
