"""What the roster asks of the platform; ``wechat.people.People`` does it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

INFO_BATCH = 100
"""People a call of user/info/batchget [official documentation, 用户管理]."""


class Page(Protocol):
    """A page of the list; the one after the last is empty."""

    @property
    def total(self) -> int: ...
    @property
    def openids(self) -> Sequence[str]: ...
    @property
    def next_openid(self) -> str: ...


class Info(Protocol):
    """What the platform tells about one person."""

    @property
    def openid(self) -> str: ...
    @property
    def is_following(self) -> bool: ...
    @property
    def followed_at(self) -> datetime | None: ...
    @property
    def scene(self) -> str: ...
    @property
    def tag_ids(self) -> Sequence[int]: ...


class TagInfo(Protocol):
    """One tag of the account."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def count(self) -> int: ...


class People(Protocol):
    """The calls; each raises ``GatewayRefusal`` of the platform's gateway."""

    def followers_page(self, next_openid: str = "") -> Page:
        """The followers after ``next_openid``."""
        ...

    def user_infos(self, openids: Sequence[str]) -> Sequence[Info]:
        """What is known of at most ``INFO_BATCH`` people."""
        ...

    def tags(self) -> Sequence[TagInfo]:
        """Every tag of the account."""
        ...
