"""Which call a scripted fault strikes, and how often."""

from __future__ import annotations

import pytest

from simulator.faults import BadFault, FaultPlan, fault_from

APIS = frozenset({"token", "stable_token", "user/info", "user/info/batchget", "message/custom/send"})


@pytest.fixture
def plan() -> FaultPlan:
    return FaultPlan()


def test_one_and_nought_are_yes_and_no() -> None:
    fault = fault_from({"api": "webhook", "drop_after": 1, "reorder": 0}, APIS)

    assert (fault.drop_after, fault.reorder) == (True, False)


@pytest.mark.parametrize(
    ("pattern", "api", "struck"),
    [
        ("token", "token", True),
        ("token", "stable_token", False),
        ("stable_token", "stable_token", True),
        ("user/info", "user/info/batchget", False),
        ("custom", "message/custom/send", True),
        ("*", "user/info", True),
        ("*", "webhook", False),
        ("webhook", "webhook", True),
        ("webhook", "token", False),
    ],
)
def test_a_fault_strikes_its_api_only(plan: FaultPlan, pattern: str, api: str, struck: bool) -> None:
    plan.add(fault_from({"api": pattern, "status": 500}, APIS))

    assert (plan.take(api, APIS) is not None) == struck


def test_a_fault_is_over_after_its_times(plan: FaultPlan) -> None:
    plan.add(fault_from({"api": "token", "times": 2, "errcode": -1}, APIS))

    assert [plan.take("token", APIS) is not None for _ in range(3)] == [True, True, False]


def test_faults_strike_in_the_order_they_were_added(plan: FaultPlan) -> None:
    plan.add(fault_from({"api": "token", "errcode": 1}, APIS))
    plan.add(fault_from({"api": "token", "errcode": 2}, APIS))

    struck = [plan.take("token", APIS), plan.take("token", APIS)]

    assert [fault.errcode for fault in struck if fault] == [1, 2]


def test_an_errcode_of_zero_is_a_fault_too(plan: FaultPlan) -> None:
    plan.add(fault_from({"api": "token", "errcode": 0}, APIS))

    assert plan.take("token", APIS) is not None


def test_a_fault_for_one_message_waits_for_that_one(plan: FaultPlan) -> None:
    plan.add(fault_from({"api": "custom", "errcode": 45009, "containing": "第二条"}, APIS))

    bodies = ["第一条", "又是第二条", "第二条"]
    struck = [plan.take("message/custom/send", APIS, body.encode()) for body in bodies]

    assert [fault is not None for fault in struck] == [False, True, False]


def test_a_push_is_not_chosen_by_its_text() -> None:
    with pytest.raises(BadFault, match="只用于接口调用"):
        fault_from({"api": "webhook", "status": 500, "containing": "你好"}, APIS)
