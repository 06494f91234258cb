"""Random bytes for what everybody may see once it is used: nonces, numbers of rows.

At every call of the system another thread gets the interpreter, and the caller waits up to 5 ms (the switch
interval of CPython) until it has it back. A message needs five random values, so they are fetched for many
messages at once. Keys and passwords are made with ``secrets``, which keeps nothing.
"""

import os
import threading
from typing import Final

_FETCHED: Final = 2048


class _Supply(threading.local):
    """What a thread has fetched, and how much of it is used."""

    def __init__(self) -> None:
        self.fetched = b""
        self.used = 0


_supply = _Supply()


def random_bytes(count: int) -> bytes:
    """So many bytes of the system's generator, which nobody else is given."""
    supply = _supply
    begin, end = supply.used, supply.used + count
    if end > len(supply.fetched):
        supply.fetched = os.urandom(max(count, _FETCHED))
        begin, end = 0, count
    supply.used = end
    return supply.fetched[begin:end]


def random_number(bits: int) -> int:
    """A number of at most so many bits."""
    return int.from_bytes(random_bytes((bits + 7) // 8), "big") & ((1 << bits) - 1)


def _forget() -> None:
    """A process that was forked off must not use what its parent uses too."""
    global _supply
    _supply = _Supply()


os.register_at_fork(after_in_child=_forget)
