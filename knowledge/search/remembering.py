"""Remembers what was learned, and what was made of the last questions without remembering the questions."""

import hashlib
import secrets
import threading
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)
More = ParamSpec("More")

REMEMBERED = 4096


class Latest(Generic[T]):
    """A pure function of a text, asked by one thread for several things about the same text in a row.

    For results too large to remember of every question. Only a digest of the text is kept.
    """

    def __init__(self, function: Callable[[str], T]) -> None:
        self._function = function
        self._kept = threading.local()

    def __call__(self, text: str) -> T:
        """What the function makes of ``text``; nobody may change it."""
        name = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
        kept: tuple[bytes, T] | None = getattr(self._kept, "latest", None)
        if kept is None or kept[0] != name:
            kept = self._kept.latest = (name, self._function(text))
        return kept[1]


class Memo(Generic[T]):
    """A pure function of texts that computes nothing twice for the questions that many people ask.

    On the night of a typhoon thousands ask the same few things, and one message is read more than once on its
    way: by the emergency screen, then by the answer. What is kept is keyed with a digest that
    only this process can make, so that no words of anybody stay in memory.
    """

    def __init__(self, function: Callable[..., T]) -> None:
        self._function = function
        self._key = secrets.token_bytes(16)
        self._known: dict[bytes, T] = {}
        self._lock = threading.Lock()

    def __call__(self, text: str, previous: str | None = None) -> T:
        """What the function makes of ``text``, or of it and the one ``previous`` to it."""
        both = f":{text}" if previous is None else f"{len(text)}:{text}{previous}"
        name = hashlib.blake2b(both.encode("utf-8", "replace"), key=self._key, digest_size=16).digest()
        try:
            return self._known[name]
        except KeyError:
            found = self._function(text) if previous is None else self._function(text, previous)
        with self._lock:
            if len(self._known) >= REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[name] = found
        return found


def once_for(learn: Callable[Concatenate[Key, More], T]) -> Callable[Concatenate[Key, More], T]:
    """``learn``, asked once for each first argument: the others say only where what it learns may be kept."""
    learned: dict[Key, T] = {}

    @wraps(learn)
    def found(key: Key, /, *more: More.args, **named: More.kwargs) -> T:
        if key not in learned:
            learned[key] = learn(key, *more, **named)
        return learned[key]

    return found
