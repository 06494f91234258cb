"""How the processes that run the tests share them."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.sharing import Sharing, longest_first, number_of, part_first, read_own_part_first

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


def test_a_process_knows_its_number_and_one_that_is_alone_is_the_first() -> None:
    third = SimpleNamespace(workerinput={"workerid": "gw2", "workercount": 3})

    assert [number_of(cast(Any, one)) for one in (third, SimpleNamespace())] == [2, 0]


def test_what_shares_an_account_stays_together_and_other_files_go_alone() -> None:
    config = SimpleNamespace(option=SimpleNamespace(tx=["popen"] * 2), getvalue=lambda _: ["popen"] * 2)
    sharing = Sharing(cast(Any, config))

    pieces = [sharing._split_scope(nodeid) for nodeid in NODES]

    assert pieces[1] == pieces[3] == "tests/functional/"
    assert pieces[5] == "tests/browser/"
    assert [pieces[0], pieces[2], pieces[4]] == [NODES[at].split("::", 1)[0] for at in (0, 2, 4)]
    assert config.option.loadscopereorder is False


def test_each_process_begins_with_a_part_of_its_own_and_reads_all() -> None:
    files = [Path(f"test_{number}.py") for number in range(8)]

    orders = [part_first(files, number, 3) for number in range(3)]

    assert [order[0] for order in orders] == [files[0], files[2], files[5]]
    assert all(sorted(order) == files for order in orders)
    assert [*orders[0][:2], *orders[1][:3], *orders[2][:3]] == files


def test_what_cannot_be_read_is_left_to_the_collection_and_one_process_alone_reads_nothing_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def importing(name: str) -> None:
        read.append(name)
        raise SyntaxError(name)

    monkeypatch.setattr("tests.sharing.import_module", importing)
    (tmp_path / "unit").mkdir()
    for name in ("unit/test_a.py", "unit/test_b.py", "conftest.py", "test_c.py"):
        (tmp_path / name).touch()
    alone = SimpleNamespace(args=[str(tmp_path)], rootpath=tmp_path)
    second = SimpleNamespace(**vars(alone), workerinput={"workerid": "gw1", "workercount": 3})

    read_own_part_first(cast(pytest.Config, alone))
    assert read == []
    read_own_part_first(cast(pytest.Config, second))
    assert read == ["unit.test_a", "unit.test_b", "test_c"]
