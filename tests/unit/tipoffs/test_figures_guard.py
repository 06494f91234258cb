"""No figure under ten is shown, and none can be worked out from what is shown."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tipoffs.figures_guard import ALL, LEAST, guarded

TOWNS, INDUSTRIES = ("城东", "大溪", "松门", "泽国"), ("消防", "危化", "燃气")
LINES = st.dictionaries(st.sampled_from([(town,) for town in TOWNS]), st.integers(0, 60), min_size=1)
TABLES = st.dictionaries(
    st.sampled_from([(town, industry) for town in TOWNS for industry in INDUSTRIES]),
    st.integers(0, 40),
    min_size=1,
)


def test_a_table_of_large_figures_is_shown_as_it_is() -> None:
    assert guarded({("城东",): 12, ("大溪",): 30}) == {("城东",): 12, ("大溪",): 30, (ALL,): 42}


def test_one_small_figure_takes_another_with_it() -> None:
    shown = guarded({("城东",): 3, ("大溪",): 30, ("松门",): 12})
    assert shown == {("城东",): None, ("大溪",): 30, ("松门",): None, (ALL,): 45}


def test_the_hidden_ones_together_are_not_under_ten() -> None:
    shown = guarded({("城东",): 3, ("大溪",): 4, ("松门",): 12, ("泽国",): 40})
    assert [key for key, count in shown.items() if count is None] == [("城东",), ("大溪",), ("松门",)]


@pytest.mark.parametrize("count", [0, 1, 9])
def test_a_lone_small_cell_hides_its_total(count: int) -> None:
    assert set(guarded({("城东",): count}).values()) == {None}


def test_ten_is_shown() -> None:
    assert guarded({("城东",): 10})[("城东",)] == 10


@settings(max_examples=60)
@given(st.one_of(LINES, TABLES))
def test_nothing_small_is_shown_nor_to_be_worked_out(counts: dict[tuple[str, ...], int]) -> None:
    shown = guarded(counts)
    true = _totals(counts, shown)
    assert all(count is None or count == true[key] >= LEAST for key, count in shown.items())
    assert not _determined(shown) & {key for key, count in shown.items() if count is None}
    assert guarded(dict(reversed(counts.items()))) == shown


def _totals(counts: dict[tuple[str, ...], int], keys: dict[tuple[str, ...], int | None]) -> dict[object, int]:
    return {
        key: sum(
            count
            for cell, count in counts.items()
            if all(word in (ALL, own) for word, own in zip(key, cell, strict=True))
        )
        for key in keys
    }


def _determined(shown: dict[tuple[str, ...], int | None]) -> set[tuple[str, ...]]:
    """By linear algebra of its own: an unknown is fixed when adding its unit row does not raise the rank."""
    unknown = [key for key, count in shown.items() if count is None]
    rows = []
    for total in shown:
        for axis, word in enumerate(total):
            if word != ALL:
                continue
            parts = [k for k in shown if k[axis] != ALL and (*k[:axis], ALL, *k[axis + 1 :]) == total]
            rows.append([(k in parts) - (k == total) for k in unknown])
    if not unknown:
        return set()
    matrix = numpy.array(rows, dtype=float).reshape(-1, len(unknown))
    rank = numpy.linalg.matrix_rank(matrix)
    units = numpy.eye(len(unknown))
    return {
        key
        for place, key in enumerate(unknown)
        if numpy.linalg.matrix_rank(numpy.vstack([matrix, units[place]])) == rank
    }


def test_what_nobody_shows_is_hidden_and_hides_nothing_else() -> None:
    counts: dict[tuple[str, ...], int] = {
        ("Q1", "M1"): 20,
        ("Q1", "M2"): 30,
        ("Q2", "M1"): 40,
        ("Q2", "M2"): 0,
    }
    shown = guarded(counts, is_wanted=lambda key: key[0] != ALL and key != ("Q2", ALL))
    assert {key: count for key, count in shown.items() if count is not None} == {
        ("Q1", "M1"): 20,
        ("Q1", "M2"): 30,
        ("Q1", ALL): 50,
        ("Q2", "M1"): 40,
    }
