"""Passwords of the staff: kept as argon2id hashes (RFC 9106), the first one made by chance."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Without 0/O, 1/l/I: it is read from a screen and typed once.
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 16  # 16 of 57 letters: 93 bits

_hasher = PasswordHasher()


def first_password() -> str:
    """A random password, told once."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def hashed(password: str) -> str:
    """What is kept of a password: parameters, salt and argon2id hash in one string."""
    return _hasher.hash(password)


def is_right(kept: str, password: str) -> bool:
    """Whether this is the password that was kept."""
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
