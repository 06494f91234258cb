"""Seals small values with AES-256-GCM, bound to the place they belong to."""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import AnwenError

NONCE_BYTES = 12  # NIST SP 800-38D, 8.2: the nonce length, in bytes, that GCM is designed for
KEY_BYTES = 32


class BadSeal(AnwenError):
    """These bytes were not sealed with this key for this place, or they were changed."""


def new_key() -> bytes:
    """A fresh random key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def derived_key(master: str | bytes, purpose: str) -> bytes:
    """The key for one purpose, derived from a master secret; it reveals nothing about the other keys."""
    secret = master.encode() if isinstance(master, str) else master
    return hashlib.blake2b(
        purpose.encode(), key=hashlib.sha512(secret).digest(), digest_size=KEY_BYTES
    ).digest()


def seal(plain: bytes, key: bytes, place: str) -> bytes:
    """Encrypt ``plain``; only ``unseal`` with the same key and place gives it back."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(sealed: bytes, key: bytes, place: str) -> bytes:
    """Return what ``seal`` was given; ``BadSeal`` if key, place or bytes differ."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise BadSeal("this seal does not open") from error
