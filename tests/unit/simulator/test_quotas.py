"""Quotas by day and minute of the virtual clock."""

from __future__ import annotations

import pytest

from simulator.errcodes import ApiError
from simulator.quotas import Quotas

MIDNIGHT = 1_750_003_200.0  # 2025-06-16 00:00 in China


@pytest.fixture
def quotas() -> Quotas:
    return Quotas(daily={"menu/get": 2}, per_minute={"user/get": 1})


def errcode(quotas: Quotas, api: str, now: float) -> int:
    try:
        quotas.take(api, now)
    except ApiError as error:
        return error.errcode
    return 0


def test_the_day_ends_at_midnight_in_china(quotas: Quotas) -> None:
    before = [errcode(quotas, "menu/get", MIDNIGHT - 1) for _ in range(3)]

    assert before == [0, 0, 45009]
    assert errcode(quotas, "menu/get", MIDNIGHT) == 0


def test_the_minute_has_its_own_limit(quotas: Quotas) -> None:
    codes = [errcode(quotas, "user/get", MIDNIGHT + second) for second in (0, 59, 60)]

    assert codes == [0, 45011, 0]


def test_an_api_without_limit_is_only_counted(quotas: Quotas) -> None:
    assert {errcode(quotas, "getcallbackip", MIDNIGHT) for _ in range(100)} == {0}
    assert quotas.used("getcallbackip", MIDNIGHT) == 100


def test_a_refused_call_is_not_counted(quotas: Quotas) -> None:
    for _ in range(5):
        errcode(quotas, "menu/get", MIDNIGHT)

    assert quotas.used("menu/get", MIDNIGHT) == 2


def test_clearing_is_limited_by_month(quotas: Quotas) -> None:
    for _ in range(10):
        quotas.clear(MIDNIGHT)

    with pytest.raises(ApiError) as refusal:
        quotas.clear(MIDNIGHT)
    assert refusal.value.errcode == 48006
    quotas.clear(MIDNIGHT + 31 * 86_400)
