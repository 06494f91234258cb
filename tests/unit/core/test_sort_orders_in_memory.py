"""Rows that are computed in memory, read page by page."""

import pytest

from core.sort_orders import InMemoryOrder

ROWS = [("gas", 3), ("ebike", 7), ("fire", 3), ("flood", 1), ("quake", 7)]


def order(*, is_descending: bool = False) -> InMemoryOrder[tuple[str, int]]:
    """By number; among equals by name."""
    return InMemoryOrder(
        "often", "最多的在前", lambda one: one[1], lambda one: one[0], is_descending=is_descending
    )


@pytest.mark.parametrize("is_descending", [True, False])
@pytest.mark.parametrize("size", [1, 2, 5, 9])
def test_every_row_comes_once_whatever_the_page_holds(size: int, is_descending: bool) -> None:
    turned: list[tuple[str, int]] = []
    by_number = order(is_descending=is_descending)
    while page := by_number.page(ROWS, turned[-1][0] if turned else "", size):
        assert len(page) <= size
        turned += page

    sign = -1 if is_descending else 1
    assert turned == sorted(ROWS, key=lambda one: (sign * one[1], one[0]))


def test_what_is_no_mark_is_the_beginning() -> None:
    assert order().page(ROWS, "nowhere", 2) == [("flood", 1), ("fire", 3)]
