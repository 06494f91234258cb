"""What the menu editor stands on; handed in: the skills know the menu, and pages know no skill."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy.orm import Session

Menu = list[dict[str, Any]]


class MenuEditor(Protocol):
    """The menu at the foot of the chat."""

    buttons: int
    items: int

    def current(self, session: Session) -> Menu:
        """The menu of this account."""
        ...

    def actions(self) -> Mapping[str, str]:
        """What a tap can begin, with its Chinese."""
        ...

    def articles(self) -> Mapping[str, str]:
        """The articles a tap can show, with their titles."""
        ...

    def faults(self, menu: Menu) -> Sequence[tuple[str, str]]:
        """Everything that is wrong with it: the field of the form, ``name-0``, ``does-0-1`` or ``to-0-1``,
        empty for none, and a sentence."""
        ...

    def publish(self, menu: Menu) -> str:
        """Give it to the platform; empty where it took it, else what it said, in words."""
        ...
