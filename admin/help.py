"""「这页怎么用」: a few lines on how a page is used, and the terms on it, kept in ``page_help.yaml``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.yamls import parsed

FILE = Path(__file__).with_name("page_help.yaml")


@dataclass(frozen=True, slots=True)
class Help:
    """How a page is used, and the terms that stand on it with what they mean."""

    how: Sequence[str]
    words: Mapping[str, str]


@cache
def every_help() -> Mapping[str, Help]:
    """The help of each page by the name of its route; ``KeyError`` for a term that nobody explains."""
    tree, meanings = _read()["pages"], terms()
    own = {route: one for route, one in tree.items() if "as" not in one}
    found = {
        route: Help(one["how"], {word: meanings[word] for word in one.get("words", ())})
        for route, one in own.items()
    }
    return found | {route: found[one["as"]] for route, one in tree.items() if "as" in one}


@cache
def terms() -> Mapping[str, str]:
    """What each term means."""
    words: Mapping[str, str] = _read()["words"]
    return words


@cache
def _read() -> Mapping[str, Any]:
    tree: Mapping[str, Any] = parsed(FILE.read_text("utf-8"))
    return tree
