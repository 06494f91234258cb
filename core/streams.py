"""Seals files in pieces with AES-256-GCM, so that a video is never in memory as a whole.

Format: ``ANS1``, 7 random bytes, then pieces of 64 KiB, each followed by its tag of 16 bytes. The nonce of a
piece consists of the 7 bytes, its number and whether it is the last; the place is authenticated with every
piece. A piece that is changed, missing, added, moved within the file or taken from another file is therefore
refused. This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption
and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015, section 7).
"""

import secrets
import struct
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto import BadSeal

PIECE_BYTES = 64 * 1024
TAG_BYTES = 16
_MAGIC = b"ANS1"
_PREFIX_BYTES = 7
HEADER_BYTES = len(_MAGIC) + _PREFIX_BYTES
_SEALED_PIECE = PIECE_BYTES + TAG_BYTES


def sealed_stream(chunks: Iterable[bytes], key: bytes, place: str) -> Iterator[bytes]:
    """The sealed form of ``chunks``, which may have any sizes; only the same key and place open it."""
    prefix = secrets.token_bytes(_PREFIX_BYTES)
    cipher, bound = AESGCM(key), place.encode()
    yield _MAGIC + prefix
    number = 0
    held: bytes | None = None
    for piece in _regrouped(chunks, PIECE_BYTES):
        if held is not None:
            yield cipher.encrypt(_nonce(prefix, number, last=False), held, bound)
            number += 1
        held = piece
    yield cipher.encrypt(_nonce(prefix, number, last=True), held or b"", bound)


def opened_stream(chunks: Iterable[bytes], key: bytes, place: str) -> Iterator[bytes]:
    """What ``sealed_stream`` was given; ``BadSeal`` as soon as something does not fit.

    Pieces are yielded as they are verified, but only reaching the end proves that nothing is missing.
    """
    pieces = _headed(chunks)
    prefix = _prefix_of(next(pieces))
    cipher, bound = AESGCM(key), place.encode()
    number = 0
    held: bytes | None = None
    for piece in pieces:
        if held is not None:
            yield _opened(cipher, _nonce(prefix, number, last=False), held, bound)
            number += 1
        held = piece
    yield _opened(cipher, _nonce(prefix, number, last=True), held or b"", bound)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">I?", number, last)


def _opened(cipher: AESGCM, nonce: bytes, piece: bytes, bound: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, piece, bound)
    except (InvalidTag, ValueError) as error:
        raise BadSeal("this stream does not open") from error


def _prefix_of(header: bytes) -> bytes:
    if len(header) != HEADER_BYTES or not header.startswith(_MAGIC):
        raise BadSeal("this is no sealed stream")
    return header[len(_MAGIC) :]


def _headed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The header first, then the sealed pieces."""
    source = iter(chunks)
    buffer = b""
    for chunk in source:
        buffer += chunk
        if len(buffer) >= HEADER_BYTES:
            break
    yield buffer[:HEADER_BYTES]
    yield from _regrouped(_chain(buffer[HEADER_BYTES:], source), _SEALED_PIECE)


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _regrouped(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of ``size``; the last one may be shorter."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) >= size:
            yield bytes(buffer[:size])
            del buffer[:size]
    if buffer:
        yield bytes(buffer)
