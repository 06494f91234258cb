"""Ids in the platform's shapes.

A citizen's openid and name follow from the seed alone, so that a script gets the same people every time. Ids
that the account stores for good (MsgId, media_id, tokens) must instead never come again, not even after a
restart of the simulator: a backend keeps them, and would rightly take a repeated MsgId for a retry.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import secrets
import time
import uuid
from collections.abc import Iterator
from functools import cache

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
STYLES = ("阿姨", "师傅", "大爷", "奶奶", "老师", "大姐", "大哥", "先生", "女士", "同学")


def openid_for(world_seed: str, seed: str) -> str:
    """28 characters starting with `o`; the first six are the same for all followers of an account."""
    return "o" + _family(world_seed) + letters(f"{world_seed}/{seed}", 22)


@cache
def _family(world_seed: str) -> str:
    return letters(world_seed, 5)


def name_for(world_seed: str, seed: str) -> str:
    """A made-up way to address somebody; it names no real person."""
    digest = hashlib.sha256(f"name/{world_seed}/{seed}".encode()).digest()
    return SURNAMES[digest[0] % len(SURNAMES)] + STYLES[digest[1] % len(STYLES)]


def letters(text: str, length: int) -> str:
    """The same opaque characters for the same text, at most 86."""
    digest = hashlib.sha512(text.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:length]


def msg_ids() -> Iterator[int]:
    """Endless 64-bit MsgIds that no earlier or later process repeats: they start from real microseconds."""
    return itertools.count(20_000_000_000_000_000 + time.time_ns() // 1_000)


def job_ids(base: int) -> Iterator[int]:
    """Endless ids of jobs from `base`, as short as the platform's; they start from real seconds, and there is
    less than one job a second over a process's life, so that none comes again after a restart."""
    return itertools.count(base + int(time.time()) - 1_700_000_000)


def media_id() -> str:
    """64 characters, like the platform's media_id."""
    return "".join(secrets.choice(ALPHABET) for _ in range(64))


def access_token() -> str:
    """136 characters; the platform asks accounts to reserve 512."""
    return "9" + secrets.choice("0123456789") + "_" + "".join(secrets.choice(ALPHABET) for _ in range(133))


def short_secret(length: int) -> str:
    """An opaque string for tickets, codes and keys."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def short_key() -> str:
    """15 letters and digits, like the platform's key of a long text."""
    return "".join(secrets.choice(ALPHABET[:62]) for _ in range(15))


def rid() -> str:
    """The request id every errmsg ends with: three groups of eight hex digits."""
    text = f"{int(time.time()):08x}{uuid.uuid4().hex}"
    return f"{text[:8]}-{text[8:16]}-{text[16:24]}"


def nonce() -> str:
    return str(secrets.randbelow(2_000_000_000) + 100_000_000)
