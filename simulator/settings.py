"""What may be changed while the simulator runs; `POST /_sim/reset` brings the start values back."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from simulator.config import MODES, SimulatorConfig, is_web_address
from simulator.limits import CLIENT_MSG_ID_RETRY_SECONDS, DAY, PUSH_ATTEMPTS, PUSH_TIMEOUT_SECONDS

DOMAIN = re.compile(r"[A-Za-z0-9.-]{1,253}")
CLOCKS = ("real", "virtual")


class BadSetting(Exception):
    """A setting cannot have this value; the message is a sentence for the caller."""


@dataclass
class Settings:
    """How pushes are made and what the platform is strict about.

    `push_timestamp`: which clock the signature's `timestamp` shows. `real` by default: a backend compares
    it with its own wall clock (freshness), and a day advanced here would make every push look stale.
    CreateTime and every expiry always follow the virtual clock.
    `retry_wait_seconds`: pause before a message is sent again; the platform's spacing is not documented,
    and after a timeout the five seconds have passed already, so 0.
    `snapshot_user`: OAuth gives out a stand-in openid with `is_snapshotuser` 1, as in a snapshot page
    (快照页).
    `oauth_domains`: 网页授权域名; a page elsewhere is refused with 10003. Without one every page is let in,
    where the platform would refuse every page: nobody fills in a console here.
    `account_name`: what the phone page calls the account.
    `mass_seconds`, `publish_seconds`: how long, by the virtual clock, until a mass send or a publication is
    done; without `mass_seconds` (null) it takes as long as the account's speed says.
    `mass_protection`: 群发保护, the administrator must confirm a mass send to everybody.
    `keep_sent_drafts`: whether a draft stays in the box when it was sent. The page says that it leaves [O];
    that its media_id cannot be sent a second time follows from it, but is not written anywhere.
    `client_msg_id_retry_seconds`: a `clientmsgid` tried again sooner is 45066, later 45065.
    """

    mode: str
    webhook_url: str
    attempts: int = PUSH_ATTEMPTS
    timeout_seconds: float = PUSH_TIMEOUT_SECONDS
    retry_wait_seconds: float = 0.0
    push_timestamp: str = "real"
    ip_whitelist: list[str] = field(default_factory=list)
    oauth_domains: list[str] = field(default_factory=list)
    snapshot_user: bool = False
    account_name: str = ""
    mass_seconds: float | None = 1.0
    publish_seconds: float = 1.0
    mass_protection: bool = False
    keep_sent_drafts: bool = False
    client_msg_id_retry_seconds: float = CLIENT_MSG_ID_RETRY_SECONDS

    @classmethod
    def at_start(cls, config: SimulatorConfig) -> Settings:
        return cls(mode=config.mode, webhook_url=config.webhook_url, account_name=config.account_name)

    def change(self, changes: dict[str, Any]) -> None:
        """Apply all changes or none; raises `BadSetting`."""
        checked = {key: self._checked(key, value) for key, value in changes.items()}
        for key, value in checked.items():
            setattr(self, key, value)

    @staticmethod
    def _checked(key: str, value: Any) -> Any:
        if key not in Settings.__dataclass_fields__:
            raise BadSetting(f"没有“{key}”这个设置。")
        problem = _problem(key, value)
        if problem:
            raise BadSetting(problem)
        return value

    def listed(self) -> dict[str, Any]:
        return asdict(self)


def _is_number(value: object, low: float, high: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def _is_whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and _is_number(value, low, high)


def _are_texts(value: object, is_one: Callable[[str], object]) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and is_one(one) for one in value)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


_FLAG: Final = "只能是 true 或 false。"
_RULES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "mode": (lambda value: value in MODES, f"只能是 {'、'.join(MODES)} 之一。"),
    "push_timestamp": (lambda value: value in CLOCKS, f"只能是 {'、'.join(CLOCKS)} 之一。"),
    "webhook_url": (
        lambda value: isinstance(value, str) and is_web_address(value),
        "应是以 http:// 开头的完整地址，例如 http://127.0.0.1:8000/wechat。",
    ),
    "attempts": (lambda value: _is_whole(value, 1, 10), "应是 1 到 10 的整数。"),
    "timeout_seconds": (lambda value: _is_number(value, 0.05, 60), "应在 0.05 到 60 之间。"),
    "retry_wait_seconds": (lambda value: _is_number(value, 0, 60), "应在 0 到 60 之间。"),
    "ip_whitelist": (
        lambda value: _are_texts(value, _is_address),
        '应是 IP 地址的列表，例如 ["127.0.0.1"]。',
    ),
    "oauth_domains": (
        lambda value: _are_texts(value, DOMAIN.fullmatch),
        "应是域名的列表，不带 http:// 和端口。",
    ),
    "account_name": (lambda value: isinstance(value, str), "应是文字。"),
    "snapshot_user": (lambda value: isinstance(value, bool), _FLAG),
    "mass_protection": (lambda value: isinstance(value, bool), _FLAG),
    "keep_sent_drafts": (lambda value: isinstance(value, bool), _FLAG),
    "mass_seconds": (
        lambda value: value is None or _is_number(value, 0, DAY),
        "应是 0 到 86400 的秒数，或 null（按群发速度）。",
    ),
    "publish_seconds": (lambda value: _is_number(value, 0, DAY), "应是 0 到 86400 的秒数。"),
    "client_msg_id_retry_seconds": (lambda value: _is_number(value, 0, DAY), "应是 0 到 86400 的秒数。"),
}
"""What each setting must be, and the end of the sentence that says so."""


def _problem(key: str, value: object) -> str:
    """What is wrong with a value, as a sentence; empty when nothing is."""
    is_good, sentence = _RULES[key]
    return "" if is_good(value) else f"{key} {sentence}"
