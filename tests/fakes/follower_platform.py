"""The platform's list of followers, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from deliveries.ports import FailureClass, GatewayRefusal


@dataclass
class OnePage:
    """A page of the list."""

    total: int
    openids: tuple[str, ...]
    next_openid: str


@dataclass
class OneTag:
    """A tag."""

    id: int
    name: str
    count: int = 0


@dataclass
class OneInfo:
    """What the platform tells."""

    openid: str
    is_following: bool = True
    followed_at: datetime | None = None
    scene: str = ""
    tag_ids: tuple[int, ...] = ()


@dataclass
class Platform:
    """A list in pages of two; the page after the last is empty, as the real one's of 10,000 and more.

    ``ends_itself``: the last page says that none comes after it, as that of a shorter list.
    """

    openids: list[str]
    told: dict[str, OneInfo] = field(default_factory=dict)
    names: list[OneTag] = field(default_factory=list)
    total: int | None = None
    fails_at: int = 0
    ends_itself: bool = False
    calls: list[str] = field(default_factory=list)

    def followers_page(self, next_openid: str = "") -> OnePage:
        """See ``followers.ports.People``."""
        self._called(f"page {next_openid}".strip())
        after = [one for one in sorted(self.openids) if one > next_openid][:2]
        total = len(self.openids) if self.total is None else self.total
        is_more = after and not (self.ends_itself and after[-1] == max(self.openids))
        return OnePage(total if after else 0, tuple(after), after[-1] if is_more else "")

    def user_infos(self, openids: Sequence[str]) -> list[OneInfo]:
        """See ``followers.ports.People``."""
        self._called("infos")
        return [self.told.get(one, OneInfo(one)) for one in openids]

    def tags(self) -> list[OneTag]:
        """See ``followers.ports.People``."""
        self._called("tags")
        return self.names

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if len(self.calls) == self.fails_at:
            raise GatewayRefusal(FailureClass.BUSY, "busy", errcode=-1)
