"""The address of the page that is open: what it asks for, and the same with other words in it."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

from core.types import Labelled

W = TypeVar("W", bound=Labelled)


def here(args: Mapping[str, Any]) -> str:
    """This page with these arguments, which may be lists.

    Not through ``url_for``: whoever writes ``endpoint=`` into an address must not speak to it.
    """
    address = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{address}?{urlencode(args, doseq=True)}" if args else address


def word_of(words: type[W], name: str) -> W | None:
    """The member that the address names; None for none or nonsense."""
    given = request.args.get(name, "")
    return next((one for one in words if one.value == given), None)


def words_of(words: type[W], name: str) -> tuple[W, ...]:
    """Every member that the address names: a parameter may stand there several times."""
    given = frozenset(request.args.getlist(name))
    return tuple(one for one in words if one.value in given)
