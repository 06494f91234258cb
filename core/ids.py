"""Names for rows that people or other machines may see."""

import hashlib
import hmac


def pseudonym(openid: str, key: bytes) -> str:
    """The same person under another name, 32 hexadecimal digits; not to be undone without the key."""
    return hmac.new(key, b"pseudonym:" + openid.encode(), hashlib.sha256).hexdigest()[:32]


def lock_number(name: str) -> int:
    """A signed 64-bit number for ``name``, as advisory locks want one."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
