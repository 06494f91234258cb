"""Logs: what people say, who they are and what keeps the account safe must not be in them."""

import re
import time
from collections.abc import Iterable

from proof.estate import Estate
from proof.findings import Finding
from proof.platform import Platform
from tests.account import Account

SAID = {
    "words": "我家住在城东路柒号后面那排",
    "mobile number": "13812345678",
    "landline": "0576-86123456",
    "identity number": "331081199001011234",
    "plate": "浙J12345",
    "bank card": "6222021234567890123",
}
"""What the people of the journey say, by what it is."""

SECRETS = ("SECRET_KEY", "VAULT_KEY", "WECHAT_TOKEN", "WECHAT_AES_KEY", "WECHAT_SECRET")
_ADDRESS_WITH_SECRET = re.compile(r"[?&](?:access_token|secret|signature|msg_signature|openid|code)=(?!\*)\w")
_FULL_OPENID = re.compile(r"(?<![0-9A-Za-z_-])o[0-9A-Za-z_-]{27}(?![0-9A-Za-z_-])")


def speak_of_everything(estate: Estate) -> list[str]:
    """Say all that must not be logged in every way there is, with the platform well and unwell.

    Returns the openids and the access tokens that were seen.
    """
    account, everything = estate.account, "，".join(SAID.values())
    citizen = account.citizen()
    citizen.says(everything)
    citizen.sends(type="voice", recognition=everything)
    citizen.sends(type="location", latitude=28.37, longitude=121.38, scale=16, label=everything)
    citizen.sends(type="link", title=everything, description=everything, url="http://127.0.0.1/?code=abcdef")
    citizen.sends(type="event", event="VIEW", key="http://127.0.0.1/?access_token=abcdef")
    citizen.says("留言")
    citizen.says(everything)
    citizen.says("我的留言")
    citizen.says("删除我的记录")
    tokens = _with_an_unwell_platform(estate, everything)
    tokens += push_strangely(account, everything)
    return [citizen.openid, *tokens]


def _with_an_unwell_platform(estate: Estate, words: str) -> list[str]:
    """Let a clerk's answer fail in several ways before it arrives."""
    account, tokens = estate.account, []
    with estate.account.container() as container:
        tokens.append(container.gateway.tokens.token())
    for fault in ({"errcode": 40001}, {"errcode": -1}, {"status": 502}, {"errcode": 45009}):
        account.control("POST", "faults", api="message/custom/send", times=1, **fault)
        other = account.citizen()
        other.says("留言")
        number = "".join(filter(str.isdigit, other.says(words).split("编号")[1][:8]))
        account.types("questions", "answer", number, words)
        _wait_for_log(account, other.openid, "delivery_")
        tokens.append(other.openid)
    account.control("DELETE", "faults")
    return tokens


def push_strangely(account: Account, words: str) -> list[str]:
    """Send what the webhook refuses or does not understand, with words and addresses in it."""
    platform = Platform(account)
    person = platform.person(1, "STRANGE")
    push = platform.text(person, words)
    platform.attempts(push)
    platform.attempts(push, platform.signed(push) + "x")
    platform.attempts(push, platform.signed(push, at=1))
    platform.attempts(platform.message(person, MsgType="text", Content=words, Event=words))
    platform.attempts(platform.message(person, MsgType="hologram", Content=words))
    platform.attempts(platform.event(person, words, EventKey=words))
    return [person]


def _wait_for_log(account: Account, openid: str, words: str, seconds: float = 30.0) -> None:
    short = f"{openid[:4]}…{openid[-4:]}"
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if any(words in line and short in line for line in account.log().splitlines()):
            return
        time.sleep(0.1)
    raise AssertionError(f"no {words} of {short} in the log")


def log_findings(account: Account, seen: Iterable[str]) -> list[Finding]:
    """Everything of the journey that can be read in the log."""
    log = account.log()
    lines = len(log.splitlines())
    forbidden = {
        **SAID,
        **{name: account.environment[f"ANWEN_{name}"] for name in SECRETS},
        **{f"openid or token {number}": value for number, value in enumerate(seen)},
    }
    found = [
        Finding("LOG", f"{name} in the log", lines, log.count(value), 0) for name, value in forbidden.items()
    ]
    return [
        *found,
        Finding("LOG", "addresses with secrets", lines, len(_ADDRESS_WITH_SECRET.findall(log)), 0),
        Finding("LOG", "full openids", lines, len(_FULL_OPENID.findall(log)), 0),
    ]
