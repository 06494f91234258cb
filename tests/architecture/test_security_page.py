"""``docs/security-tests.md`` is held against the tests; and what we build on is pinned with hashes (X16)."""

import re

import pytest

from proof.plan import ALONE, ON_ESTATES
from tests.architecture.checkout import ROOT, TESTS

PAGE = (ROOT / "docs" / "security-tests.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ")
][1:]
EXPECTED = [
    *(f"X{number}" for number in (6, 7, 8, 9, 10, 11, 12, 13, 16)),
    *(f"P{number}" for number in range(1, 12)),
    *(f"M{number}" for number in range(1, 9)),
]


def test_every_id_has_its_row_with_tests_that_exist() -> None:
    assert [row[0] for row in ROWS if row[0] in EXPECTED] == EXPECTED
    for row in ROWS:
        names = re.findall(r"`(test_\w+)`", row[2])
        assert names, row[0]
        assert TESTS.issuperset(names), (row[0], set(names) - TESTS)


def test_every_proof_that_is_named_exists() -> None:
    known = {one.id for one in ALONE} | {one.id for one in ON_ESTATES}
    assert {row[3] for row in ROWS if row[3]} <= known


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_its_hash(file: str) -> None:
    text = (ROOT / file).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("#", "--"))]

    assert lines
    for line in lines:
        assert re.match(r"[A-Za-z0-9_.\[\]-]+==\S+", line), line
        assert "--hash=sha256:" in line, line
