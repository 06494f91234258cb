"""The account's follower tags."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from simulator.errcodes import ApiError
from simulator.limits import TAG_NAME_BYTES, TAGS

SYSTEM_TAGS = frozenset({0, 1, 2})
STARRED = 2
FIRST_TAG = 100


@dataclass
class Tags:
    """Names by id. 0, 1 and 2 belong to the platform; 2 (星标组) is listed like the account's own."""

    names: dict[int, str] = field(default_factory=lambda: {STARRED: "星标组"})
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(FIRST_TAG))

    def create(self, name: str) -> int:
        """Raises errcode 45056, 45157 or 45158."""
        if len(self.names) - 1 >= TAGS:
            raise ApiError(45056)
        self._check_name(name)
        tag_id = next(self._ids)
        self.names[tag_id] = name
        return tag_id

    def rename(self, tag_id: int, name: str) -> None:
        """Raises errcode 45058 or 45159, or those of a bad name."""
        self.check_own(tag_id)
        self._check_name(name)
        self.names[tag_id] = name

    def delete(self, tag_id: int) -> None:
        self.check_own(tag_id)
        del self.names[tag_id]

    def check_own(self, tag_id: int) -> None:
        if tag_id in SYSTEM_TAGS:
            raise ApiError(45058)
        self.check(tag_id)

    def check(self, tag_id: int) -> None:
        if tag_id not in self.names:
            raise ApiError(45159)

    def _check_name(self, name: str) -> None:
        if not name or name in self.names.values():
            raise ApiError(45157)
        if len(name.encode()) > TAG_NAME_BYTES:
            raise ApiError(45158)
