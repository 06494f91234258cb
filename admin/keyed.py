"""Lists that go on by a key: where the page before ended, and the address of the next one."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import request

from admin.addresses import here

T = TypeVar("T")

PAGE = 30
_DIGITS = 18
_LONGEST = 100


def after_number() -> int | None:
    """The number after which this page goes on, out of the address; nonsense is the beginning."""
    given = request.args.get("after", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= _DIGITS else None


def after_words() -> str:
    """The words after which this page goes on; empty for the beginning."""
    return request.args.get("after", "").replace("\0", "")[:_LONGEST]


def cut(rows: Sequence[T], key: Callable[[T], object], most: int = PAGE) -> tuple[Sequence[T], str]:
    """One page out of rows of which one more was asked for than is shown; and the address of the next."""
    if len(rows) <= most:
        return rows, ""
    shown = rows[:most]
    args = {name: values for name, values in request.args.to_dict(flat=False).items() if name != "done"}
    args["after"] = [str(key(shown[-1]))]
    return shown, here(args)
