"""What the library needs of others; ``app/`` hands in who does it."""

from typing import Protocol


class MadeCode(Protocol):
    """A code as the platform made it."""

    @property
    def ticket(self) -> str:
        """By which the platform shows its picture."""
        ...

    @property
    def url(self) -> str:
        """What the picture says."""
        ...
