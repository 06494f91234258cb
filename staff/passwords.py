"""Passwords of the staff: kept as argon2id hashes (RFC 9106), the first one made by chance."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Without 0/O, 1/l/I: it is read from a screen and typed once.
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 16  # 16 of 57 letters: 93 bits

_FEWEST = 10  # GB/T 22239-2019 8.1.4.1 asks for complexity and leaves the length to the bureau
_MOST = 128

HASHER = PasswordHasher()
"""As RFC 9106, section 4 recommends where memory is short: 64 MiB, three passes, four lanes."""
_nobody = cache(lambda: HASHER.hash(first_password()))


def first_password() -> str:
    """A random password, told once."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def hashed(password: str) -> str:
    """What is kept of a password: parameters, salt and argon2id hash in one string."""
    return HASHER.hash(password)


def is_right(kept: str, password: str) -> bool:
    """Whether this is the password that was kept."""
    try:
        return HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def is_right_or_nobody(kept: str | None, password: str) -> bool:
    """As ``is_right``, and as slow where there is no such account: nobody learns which logins exist."""
    return is_right(kept or _nobody(), password) and kept is not None


def is_strong(password: str, login: str) -> bool:
    """Whether a password may be kept: long enough, letters and digits, not the login."""
    return (
        _FEWEST <= len(password) <= _MOST
        and any(char.isalpha() for char in password)
        and any(char.isdigit() for char in password)
        and login not in password.lower()
    )
