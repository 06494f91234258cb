"""Names for rows that people or other machines may see."""

import hashlib
import hmac
import secrets

# Crockford's alphabet leaves out I, L, O and U, which people misread or misspell.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_token(bits: int = 128) -> str:
    """An unguessable token of at least ``bits`` bits in letters that are safe to read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(-(-bits // 5)))


def pseudonym(openid: str, key: bytes) -> str:
    """The same person under another name, 32 hexadecimal digits; not to be undone without the key."""
    return hmac.new(key, b"pseudonym:" + openid.encode(), hashlib.sha256).hexdigest()[:32]


def lock_number(name: str) -> int:
    """A signed 64-bit number for ``name``, as advisory locks want one."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
