"""Where a page of a list ended, kept in the address; nonsense there is the beginning."""

from datetime import date, datetime

from flask import request

from admin.addresses import here

_LONGEST, _DIGITS = 60, 18


def marked(name: str = "after") -> tuple[str, int] | None:
    """The two parts of a mark: what the list is sorted by, and the number of the row."""
    sorted_by, _, number = request.args.get(name, "")[:_LONGEST].rpartition("_")
    is_row = number.isascii() and number.isdigit() and len(number) <= _DIGITS
    return (sorted_by, int(number)) if is_row else None


def number_in(name: str) -> int | None:
    """A number of a row that the address names; None for none, nonsense, or what no row can have."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def day_mark() -> tuple[date, int] | None:
    """The mark of a list sorted by days."""
    found = marked()
    try:
        return (date.fromisoformat(found[0]), found[1]) if found else None
    except ValueError:
        return None


def moment_mark() -> tuple[datetime, int] | None:
    """The mark of a list sorted by moments."""
    found = marked()
    try:
        at = datetime.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
    return (at, found[1]) if found and at and at.tzinfo else None


def next_page(mark: str) -> str:
    """The address of the page after ``mark``."""
    return here({**request.args.to_dict(flat=False), "after": [mark]})


def first_page() -> str | None:
    """The address of the first page of this list; None where this is it."""
    args = request.args.to_dict(flat=False)
    return here(args) if args.pop("after", None) else None
