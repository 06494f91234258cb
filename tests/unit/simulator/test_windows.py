"""The customer-service windows: counts, ends, and the moment they end."""

from __future__ import annotations

import pytest

from simulator.errcodes import ApiError
from simulator.windows import ServiceWindow

HOUR = 3600


def errcode(window: ServiceWindow, now: float) -> int:
    try:
        window.spend(now)
    except ApiError as error:
        return error.errcode
    return 0


@pytest.mark.parametrize(("now", "expected"), [(48 * HOUR - 1, 0), (48 * HOUR, 45015)])
def test_a_message_counts_for_exactly_48_hours(now: float, expected: int) -> None:
    window = ServiceWindow()
    window.citizen_wrote(0)

    assert errcode(window, now) == expected


@pytest.mark.parametrize(("now", "expected"), [(59, 0), (60, 45015)])
def test_an_action_counts_for_exactly_a_minute(now: float, expected: int) -> None:
    window = ServiceWindow()
    window.citizen_acted(0)

    assert errcode(window, now) == expected


def test_the_shorter_allowance_is_used_first() -> None:
    window = ServiceWindow()
    window.citizen_wrote(0)
    window.citizen_acted(0)

    assert [errcode(window, 1) for _ in range(3)] == [0, 0, 0]
    assert [errcode(window, 61) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_a_used_up_count_is_told_from_a_closed_window() -> None:
    window = ServiceWindow()
    window.citizen_acted(0)
    for _ in range(3):
        window.spend(1)

    assert (errcode(window, 2), errcode(window, 60)) == (45047, 45015)


def test_leaving_closes_everything() -> None:
    window = ServiceWindow()
    window.citizen_wrote(0)
    window.close()

    assert errcode(window, 1) == 45015
