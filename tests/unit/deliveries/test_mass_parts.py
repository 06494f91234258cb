"""Lists are cut into parts of two to ten thousand; what the platform reports of a mass send is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliveries.mailings.status import MOVES, IllegalMailingMove, MailingAction, MailingState, after
from deliveries.masses.chunks import part_sizes
from deliveries.masses.status import VERDICTS, is_success, sums_agree, verdict


@given(st.integers(0, 60_000), st.integers(3, 20_000))
def test_no_part_is_of_one_person_or_of_too_many(people: int, most: int) -> None:
    sizes = part_sizes(people, most)
    assert sum(sizes) == (people if people >= 2 else 0)
    assert all(2 <= size <= most for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(("people", "sizes"), [(1, []), (2, [2]), (10_000, [10_000]), (10_001, [5001, 5000])])
def test_a_rest_of_one_is_shared_out(people: int, sizes: list[int]) -> None:
    assert part_sizes(people) == sizes


def test_every_step_that_is_not_in_the_table_is_refused_with_a_sentence() -> None:
    for state in MailingState:
        for action in MailingAction:
            if (state, action) in MOVES:
                assert after(state, action) is MOVES[(state, action)]
            else:
                with pytest.raises(IllegalMailingMove, match=state.label):
                    after(state, action)


def test_verdicts_of_the_platform_are_told_in_chinese() -> None:
    assert verdict("err(10001)") == "审核失败：涉嫌广告"
    assert verdict("err (20006)") == VERDICTS["err(20006)"]
    assert verdict("something new") == "平台答复：something new"
    assert is_success("send success")
    assert not is_success("send fail")


@pytest.mark.parametrize(
    ("counts", "agree"),
    [
        ((10, 8, 7, 1), True),
        ((10, 2, 7, 1), True),
        ((10, 3, 7, 1), False),
        ((0, 0, 0, 0), True),
        ((10, 500, 490, 10), False),
        ((10, 10, -5, 15), False),
        ((10, 2, None, 8), False),
    ],
)
def test_counts_of_a_report(
    counts: tuple[int | None, int | None, int | None, int | None], agree: bool
) -> None:
    assert sums_agree(*counts) is agree
