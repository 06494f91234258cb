r"""Bodies as the platform reads them, and what it keeps of them in the journal."""

from __future__ import annotations

import pytest

from simulator.api.call import parsed_body
from simulator.clock import VirtualClock
from simulator.journal import BODY_CHARACTERS, Journal


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ('{"a": "安问"}'.encode(), {"a": "安问"}),
        (rb'{"a": "\u5b89"}', {"a": "\\u5b89"}),
        (rb'{"a": "\\u5b89"}', {"a": "\\u5b89"}),
        (rb'{"a": "\\\u5b89"}', {"a": "\\\\u5b89"}),
        (rb'{"a": "\n\"\/"}', {"a": '\n"/'}),
        (b"{", None),
        (b'{"a": "\xff"}', None),
        (b"\xef\xbb\xbf{}", None),
    ],
)
def test_unicode_escapes_stay_six_characters(raw: bytes, shown: object) -> None:
    assert parsed_body(raw) == shown


@pytest.fixture
def journal() -> Journal:
    return Journal(VirtualClock(), rows=3)


def test_the_journal_forgets_its_oldest_rows(journal: Journal) -> None:
    for number in range(5):
        journal.write(f"api{number}", {}, None, 200, 0)

    assert [row["id"] for row in journal.since(0)] == [3, 4, 5]
    assert [row["id"] for row in journal.since(4)] == [5]
    assert journal.since(99) == []


def test_the_journal_masks_secrets_however_deep(journal: Journal) -> None:
    journal.write("token", {"secret": "s", "appid": "wx"}, {"list": [{"access_token": "t"}]}, 200, 0)

    row = journal.since(0)[0]
    assert row["params"] == {"secret": "***", "appid": "wx"}
    assert row["body"] == {"list": [{"access_token": "***"}]}


def test_the_journal_cuts_long_bodies(journal: Journal) -> None:
    journal.write("api", {}, {"text": "长" * BODY_CHARACTERS}, 200, 0)

    assert len(journal.since(0)[0]["body"]) == BODY_CHARACTERS + 1
