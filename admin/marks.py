"""Where a page of a list ended, kept in the address, and the addresses of the pages around it.

A mark is what the list is sorted by and the number of the row, joined by ``_``; a list that stands by its
numbers or by unique words has a mark of that alone. Nonsense in an address is the beginning of the list.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar

from flask import request

from admin.addresses import here
from admin.done import NAME as SAID
from tipoffs.worklists import Mark, Marked

T = TypeVar("T")

PAGE = 30
"""So many lines a page shows, where it says nothing else."""
_DIGITS, _LONGEST, _LONGEST_KEY = 18, 100, 30


def number_in(name: str) -> int | None:
    """A number of a row that the address names; None for none, nonsense, or what no row can have."""
    return _number(request.args.get(name, ""))


def after_number() -> int | None:
    """The number after which this page goes on."""
    return number_in("after")


def after_words() -> str:
    """The words after which this page goes on; empty for the beginning."""
    return request.args.get("after", "").replace("\0", "")[:_LONGEST]


def day_mark() -> tuple[date, int] | None:
    """The mark of a list that stands by days."""
    sorted_by, key = _parts()
    number = _number(key)
    try:
        return (date.fromisoformat(sorted_by), number) if number is not None else None
    except ValueError:
        return None


def moment_mark() -> tuple[datetime, int] | None:
    """The mark of a list that stands by moments."""
    found = case_mark()
    number = _number(found.key) if found else None
    return (found.at, number) if found and found.at and number is not None else None


def case_mark() -> Mark | None:
    """The mark of a list of cases; without a moment where these stand at the end."""
    sorted_by, key = _parts()
    if not (key.isascii() and key.isalnum()) or len(key) > _LONGEST_KEY:
        return None
    try:
        moment = datetime.fromisoformat(sorted_by) if sorted_by else None
    except ValueError:
        return None
    return Mark(moment, key) if moment is None or moment.tzinfo else None


def cut(rows: Sequence[T], mark: Callable[[T], object], most: int = PAGE) -> tuple[Sequence[T], str | None]:
    """One page out of rows of which one more was asked for than is shown; and the address of the next."""
    if len(rows) <= most:
        return rows, None
    shown = rows[:most]
    return shown, next_page(mark(shown[-1]))


def next_cases(lines: Sequence[Marked], most: int) -> str | None:
    """The address behind a full page of cases; None where this is the last."""
    if len(lines) < most:
        return None
    mark = lines[-1].mark
    return next_page(f"{mark.at.isoformat() if mark.at else ''}_{mark.key}")


def next_page(mark: object) -> str:
    """The address of the page after ``mark``."""
    return here(_others() | {"after": [str(mark)]})


def first_page() -> str | None:
    """The address of the first page of this list; None where this is it."""
    return here(_others()) if request.args.get("after") else None


def _others() -> dict[str, list[str]]:
    """What else the address says: the filter, but no word about a step that was just taken."""
    said = request.args.to_dict(flat=False)
    return {name: values for name, values in said.items() if name not in ("after", SAID)}


def _parts() -> tuple[str, str]:
    sorted_by, _, key = request.args.get("after", "")[:_LONGEST].rpartition("_")
    return sorted_by, key


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
