"""What the address of the page that is open asks for."""

from typing import TypeVar

from flask import request

from core.types import Labelled

W = TypeVar("W", bound=Labelled)


def word_of(words: type[W], name: str) -> W | None:
    """The member that the address names; None for none or nonsense."""
    given = request.args.get(name, "")
    return next((one for one in words if one.value == given), None)


def words_of(words: type[W], name: str) -> tuple[W, ...]:
    """Every member that the address names: a parameter may stand there several times."""
    given = frozenset(request.args.getlist(name))
    return tuple(one for one in words if one.value in given)
