"""How the processes that run the tests share them."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.account import ROOT
from tests.sharing import PAGES, Sharing, divided, longest_first

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


def run(place: str, engine: str = "", fixture: str = "database_url", **others: int) -> pytest.Item:
    """One run of a test, as pytest describes it; ``others`` are its other parameters."""
    shown = "-".join([engine, *map(str, others.values())])
    given = {fixture: engine} if engine else {}
    spec = SimpleNamespace(params=given, indices={**others, fixture: 0 if engine == "sqlite" else 1})
    return cast("pytest.Item", SimpleNamespace(nodeid=f"{place}[{shown}]", callspec=spec))


def engines(kept: list[pytest.Item]) -> list[str]:
    return [next(iter(cast(Any, item).callspec.params.values())) for item in kept]


def test_of_the_two_runs_of_a_page_one_is_left_out_and_each_engine_has_about_half() -> None:
    page = "tests/integration/admin/test_x.py::test_"
    runs = [
        run(f"{page}{number}", engine, case=case)
        for number in range(50)
        for case in range(2)
        for engine in ("sqlite", "postgres")
    ]

    kept, left = divided(runs)

    assert len(kept) == len(left) == 100
    assert {item.nodeid.replace("postgres", "sqlite") for item in kept} == {
        item.nodeid.replace("postgres", "sqlite") for item in left
    }
    assert 30 < engines(kept).count("sqlite") < 70
    assert divided(runs[::-1])[0] == kept[::-1], "the order says nothing"


def test_what_is_no_page_or_runs_on_one_engine_anyway_stays() -> None:
    runs = [
        *(run("tests/integration/rewards/test_x.py::test_a", engine) for engine in ("sqlite", "postgres")),
        *(
            run("tests/integration/admin/test_hostile.py::test_a", engine)
            for engine in ("sqlite", "postgres")
        ),
        *(
            run("tests/functional/test_logs.py::test_a", engine, "account")
            for engine in ("sqlite", "postgres")
        ),
        run("tests/integration/admin/test_x.py::test_a", "sqlite"),
        run("tests/integration/admin/test_x.py::test_b", "postgres"),
        run("tests/integration/admin/test_x.py::test_c"),
    ]
    assert divided(runs) == (runs, [])


def test_a_journey_through_a_running_account_is_a_page_too() -> None:
    place = "tests/functional/test_safety_month.py::test_a"
    kept, left = divided([run(place, engine, "account") for engine in ("sqlite", "postgres")])
    assert (len(kept), len(left)) == (1, 1)


@pytest.mark.parametrize("place", PAGES)
def test_every_place_of_pages_is_there(place: str) -> None:
    assert (ROOT / place).exists()
