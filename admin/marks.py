"""Where the page before ended, and which numbers an address names; nonsense there is the beginning."""

from collections.abc import Iterable

from flask import request

from tipoffs.marking import read
from tipoffs.worklists import Mark

_DIGITS, _LONGEST = 18, 200


def row_number(text: str) -> int | None:
    """The number of a row that ``text`` writes; None for nonsense, or what no row can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def row_numbers(words: Iterable[str]) -> list[int]:
    """All those among ``words``."""
    return [number for number in map(row_number, words) if number is not None]


def number_in(name: str) -> int | None:
    """The number of a row that the address names under ``name``; None for none and nonsense."""
    return row_number(request.args.get(name, ""))


def after_number() -> int | None:
    """The number after which this page goes on."""
    return number_in("after")


def after_words() -> str:
    """The mark after which this page goes on; empty for the beginning."""
    return request.args.get("after", "").replace("\0", "")[:_LONGEST]


def case_mark() -> Mark | None:
    """The mark of a list of cases; without a moment where these stand at the end."""
    return read(after_words())
