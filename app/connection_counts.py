"""How many connections each web worker holds, for the others to see.

Workers wait on one listening socket, and whoever wakes first takes what comes. Connections that are kept open
stay where they are: of two hundred one worker can hold twice as many as the other, and whoever is among those
waits twice as long.
"""

import mmap
from typing import Final

MOST_WORKERS: Final = 256
"""More than there can be (``web_workers``) while some end and others begin."""
_MOST_COUNTED: Final = 0xFFFE


class ConnectionCounts:
    """A number for each worker, in memory that all processes forked from this one share.

    A worker is known by its ``age``, the number by which gunicorn counts the workers it has started. 0 stands
    for no worker, so that what is kept is one more than the connections.
    """

    def __init__(self) -> None:
        self._numbers = memoryview(mmap.mmap(-1, 2 * MOST_WORKERS)).cast("H")

    def tell(self, age: int, connections: int) -> None:
        """The worker of this age holds so many now."""
        self._numbers[age % MOST_WORKERS] = min(max(connections, 0), _MOST_COUNTED) + 1

    def forget(self, age: int) -> None:
        """The worker of this age is gone."""
        self._numbers[age % MOST_WORKERS] = 0

    def is_ahead(self, age: int) -> bool:
        """Whether another worker holds fewer than the one of this age."""
        own = self._numbers[age % MOST_WORKERS]
        return any(0 < number < own for number in self._numbers)


COUNTS: Final = ConnectionCounts()
"""Those of the workers that are forked from this process."""
