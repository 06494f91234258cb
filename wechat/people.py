"""Followers, their tags, and the QR codes they come by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wechat.calls import Calls
from wechat.materials import text_in
from wechat.transport import as_promised

INFO_BATCH = 100
SCENE_CHARACTERS = 64
MOST_QR_SECONDS = 2_592_000


@dataclass(frozen=True, slots=True)
class FollowersPage:
    """At most 10,000 followers; ``next_openid`` asks for the page after it."""

    total: int
    openids: tuple[str, ...]
    next_openid: str


@dataclass(frozen=True, slots=True)
class UserInfo:
    """What the platform still tells about a person: no name, picture or place since 2021-12-27."""

    openid: str
    is_following: bool
    followed_at: datetime | None = None
    scene: str = ""
    remark: str = ""
    tag_ids: tuple[int, ...] = ()
    unionid: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and how many followers have it."""

    id: int
    name: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code with a scene; ``url`` is what the picture encodes, ``seconds`` is None for one that stays."""

    ticket: str
    url: str
    seconds: int | None


class People(Calls):
    """Who follows, and how they are grouped."""

    def followers_page(self, next_openid: str = "") -> FollowersPage:
        """One page of followers, from the beginning or after ``next_openid``; 500 calls a day."""
        params = {"next_openid": next_openid} if next_openid else {}
        result = self._client.call("GET", "user/get", params=params)
        # The page after the last one has no "data" at all.
        with as_promised("user/get"):
            openids = (result.get("data") or {}).get("openid") or []
            if not all(isinstance(one, str) for one in openids):
                raise TypeError("an openid is a text")
            return FollowersPage(
                int(result.get("total", 0)), tuple(openids), str(result.get("next_openid") or "")
            )

    def user_infos(self, openids: Sequence[str]) -> list[UserInfo]:
        """What is known of up to 100 people; ``ValueError`` for more."""
        _at_most(openids, INFO_BATCH)
        with as_promised("user/info/batchget"):
            return [_user_info(one) for one in self._client.user.get_batch(list(openids))]

    def tags(self) -> list[Tag]:
        """Every tag of the account."""
        with as_promised("tags/get"):
            found = self._client.tag.get()
            if not isinstance(found, list):
                raise TypeError("the tags are a list")
            return [Tag(int(one["id"]), str(one["name"]), int(one.get("count", 0))) for one in found]

    def create_qr(self, scene: str, seconds: int | None = None) -> QrCode:
        """A QR code that brings followers with ``scene``, for ``seconds`` (60 to 2,592,000) or for good.

        An account has 100,000 codes for good. ``ValueError`` for a scene that is empty or above 64
        characters: the platform would take the code and never report the scene.
        """
        if not 1 <= len(scene) <= SCENE_CHARACTERS:
            raise ValueError(f"a scene has 1 to {SCENE_CHARACTERS} characters")
        wanted: dict[str, Any] = {
            "action_name": "QR_LIMIT_STR_SCENE" if seconds is None else "QR_STR_SCENE",
            "action_info": {"scene": {"scene_str": scene}},
        }
        if seconds is not None:
            wanted["expire_seconds"] = min(seconds, MOST_QR_SECONDS)
        result = self._client.qrcode.create(wanted)
        api = "qrcode/create"
        with as_promised(api):
            ticket, url = (text_in(result, name, api) for name in ("ticket", "url"))
            return QrCode(ticket, url, result.get("expire_seconds"))


def _user_info(found: dict[str, Any]) -> UserInfo:
    second = found.get("subscribe_time")
    return UserInfo(
        openid=str(found["openid"]),
        is_following=found.get("subscribe") == 1,
        followed_at=datetime.fromtimestamp(second, UTC) if isinstance(second, int) and second else None,
        scene=str(found.get("qr_scene_str") or found.get("qr_scene") or ""),
        remark=str(found.get("remark") or ""),
        tag_ids=tuple(found.get("tagid_list") or ()),
        unionid=found.get("unionid"),
    )


def _at_most(openids: Sequence[str], most: int) -> None:
    if len(openids) > most:
        raise ValueError(f"at most {most} openids a call")
