"""The account's published menus: one for everybody, and personalised ones before it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from simulator.errcodes import ApiError

Button = dict[str, Any]
FIRST_ID = 200_000_001


@dataclass(frozen=True)
class PersonalMenu:
    """A menu for the followers whose latest tag is this one."""

    menu_id: int
    buttons: list[Button]
    tag_id: int


@dataclass
class Menus:
    """`default` is None as long as no menu is published."""

    default: list[Button] | None = None
    default_id: int = 0
    personal: list[PersonalMenu] = field(default_factory=list)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(FIRST_ID))

    def publish(self, buttons: list[Button]) -> None:
        """Replace the menu for everybody; the personalised ones stay."""
        self.default, self.default_id = buttons, next(self._ids)

    def personalise(self, buttons: list[Button], tag_id: int) -> int:
        """Add a menu for one tag; raises errcode 65303 when there is none for everybody yet."""
        if self.default is None:
            raise ApiError(65303)
        menu = PersonalMenu(next(self._ids), buttons, tag_id)
        self.personal.append(menu)
        return menu.menu_id

    def drop(self, menu_id: int) -> None:
        """Delete a personalised menu; raises errcode 65301 when there is no such menu."""
        kept = [menu for menu in self.personal if menu.menu_id != menu_id]
        if len(kept) == len(self.personal):
            raise ApiError(65301)
        self.personal = kept

    def clear(self) -> None:
        """Delete the menu for everybody, and with it all personalised ones."""
        self.default = None
        self.personal.clear()

    def seen_with(self, tag_ids: list[int]) -> list[Button]:
        """The menu a follower with these tags sees, newest personalised one first; empty without any.

        Of several tags the one put on last decides, as the platform says.
        """
        own = self._own_of(tag_ids)
        return own.buttons if own else self.default or []

    def id_seen_with(self, tag_ids: list[int]) -> int:
        """The number of that menu; 0 without any."""
        own = self._own_of(tag_ids)
        return own.menu_id if own else self.default_id if self.default is not None else 0

    def _own_of(self, tag_ids: list[int]) -> PersonalMenu | None:
        latest = tag_ids[-1] if tag_ids else None
        return next((menu for menu in reversed(self.personal) if menu.tag_id == latest), None)
