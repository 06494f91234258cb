"""``docs/features.md`` is held against the tests: what is called done names a test that exists."""

import re
from pathlib import Path

from tests.architecture.checkout import TESTS

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "features.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if re.match(r"\| \d+ \|", line)
]


def test_every_row_stands_there_once_and_in_order() -> None:
    assert [int(row[0]) for row in ROWS] == [*range(1, 66), *range(67, 73)]


def test_every_state_is_one_of_three_and_what_is_missing_is_said() -> None:
    for number, _, state, _ in ROWS:
        word, _, missing = state.partition(": ")
        assert word in {"done", "partly", "open"}, number
        assert bool(missing) == (word == "partly"), number


def test_what_is_done_names_a_test_that_exists() -> None:
    for number, _, state, test in ROWS:
        names = re.findall(r"`(test_\w+)`", test)
        assert names or state == "open", number
        assert TESTS.issuperset(names), (number, names)
