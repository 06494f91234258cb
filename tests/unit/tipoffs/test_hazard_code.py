"""The identity code of a hazard: read back, and never mistaken."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipoffs.hazards.code import BadCode, HazardCode, check_digit, parse_code


def digits(width: int) -> st.SearchStrategy[str]:
    """Any ``width`` digits."""
    return st.text("0123456789", min_size=width, max_size=width)


CODES = st.builds(
    HazardCode,
    region=digits(6),
    category=digits(2),
    level=digits(1),
    source=digits(1),
    on=st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    serial=st.integers(1, 99999),
)


@given(CODES)
def test_what_is_written_can_be_read(code: HazardCode) -> None:
    assert len(str(code)) == 24
    assert parse_code(str(code)) == code
    assert parse_code(code.grouped) == code


@given(CODES, st.integers(0, 23), st.integers(1, 9))
def test_one_wrong_digit_is_found(code: HazardCode, at: int, by: int) -> None:
    written = str(code)
    wrong = written[:at] + str((int(written[at]) + by) % 10) + written[at + 1 :]

    with pytest.raises(BadCode):
        parse_code(wrong)


@given(CODES, st.integers(0, 22))
def test_two_swapped_neighbours_are_found(code: HazardCode, at: int) -> None:
    written = str(code)
    if written[at] == written[at + 1]:
        return
    wrong = written[:at] + written[at + 1] + written[at] + written[at + 2 :]

    with pytest.raises(BadCode):
        parse_code(wrong)


@given(st.text(max_size=40))
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadCode, match="隐患编码不对"):
        parse_code(f"{text}？")


def test_the_check_digit_of_the_example_in_the_paper() -> None:
    # H. M. Damm's own example: 572 is completed by 4.
    assert check_digit("572") == "4"


def test_no_day_has_more_than_its_serials() -> None:
    with pytest.raises(BadCode, match="流水号"):
        HazardCode("331081", "06", "2", "1", date(2026, 11, 22), 100_000)


def test_it_is_printed_in_groups() -> None:
    code = HazardCode("331081", "06", "4", "1", date(2026, 11, 22), 7)

    assert code.grouped == f"331081-06-4-1-20261122-00007-{str(code)[-1]}"
