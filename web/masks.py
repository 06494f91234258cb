"""A secret shown on a page under a fresh mask each time.

A page that is compressed and repeats what somebody typed would otherwise tell a secret on it by its length
(BREACH).
"""

import hmac
import re
import secrets

SECRET_BYTES = 24
_MASKED = re.compile(rf"[0-9a-f]{{{4 * SECRET_BYTES}}}")


def masked(secret: bytes) -> str:
    """``secret`` (24 bytes) in hexadecimal, different letters each time."""
    mask = secrets.token_bytes(SECRET_BYTES)
    return (mask + _mixed(mask, secret)).hex()


def is_masked(given: str, secret: bytes) -> bool:
    """Whether ``given`` is this secret under some mask."""
    if not _MASKED.fullmatch(given):
        return False
    both = bytes.fromhex(given)
    return hmac.compare_digest(_mixed(both[:SECRET_BYTES], both[SECRET_BYTES:]), secret)


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
