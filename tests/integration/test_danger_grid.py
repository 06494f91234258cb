"""Whatever way a danger is said, a help that fits it is given; the same words in a calm frame get none."""

from itertools import product
from pathlib import Path

import pytest

from core.yamls import parsed
from knowledge.library import Library

GRID = parsed((Path(__file__).parent / "danger_grid.yaml").read_text("utf-8"))
# Of the cells of the grid so many get a help that fits; what is missing is told in docs/search-record.md.
FITTING = 0.985
# Some thousand cells each, so that none takes a busy machine too long.
PARTS = 6


def cells(row: list[str]) -> list[str]:
    """What the words of ``row`` say, one of each place after the other."""
    choices = [[word.replace("~", "") for word in str(place).split("|")] for place in row]
    return ["".join(words) for words in product(*choices)]


def event_of(library: Library, text: str, previous: str | None = None) -> str | None:
    found = library.urgent.match(text, previous)
    return found.id if found else None


@pytest.mark.parametrize("part", range(PARTS))
def test_nearly_every_cell_gets_a_help_that_fits(library: Library, part: int) -> None:
    rows = GRID["told"][part::PARTS]
    asked = [(text, set(row["fits"])) for row in rows for text in cells(row["say"])]
    wrong = [text for text, fits in asked if event_of(library, text) not in fits]
    assert len(wrong) <= (1 - FITTING) * len(asked), wrong


@pytest.mark.parametrize("row", GRID["asked_after"], ids=lambda row: row["fits"][0])
def test_a_calm_question_takes_nothing_out_of_what_is_told_before_it(
    library: Library, row: dict[str, list[str]]
) -> None:
    wrong = [text for text in cells(row["say"]) if event_of(library, text) not in row["fits"]]
    assert wrong == []


@pytest.mark.parametrize("talk", GRID["put_right"], ids=lambda talk: talk["second"])
def test_what_is_put_right_is_read_into_the_message_before(library: Library, talk: dict[str, str]) -> None:
    assert event_of(library, talk["second"], talk["first"]) == talk["fits"]


def test_calm_frames_raise_no_alarm(library: Library) -> None:
    alarms = {
        text: event
        for row in GRID["calm"]
        for text in cells(row["say"])
        if (event := event_of(library, text)) is not None
    }
    assert alarms == {}
