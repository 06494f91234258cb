"""Files sealed in pieces: they come back whole or not at all."""

import struct

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from core.crypto import BadSeal, new_key
from core.streams import (
    HEADER_BYTES,
    PIECE_BYTES,
    TAG_BYTES,
    opened_stream,
    sealed_stream,
)

KEY = new_key()
SIZES = [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 3 * PIECE_BYTES + 7]
PLACE = "evidence:1:original"


def plain_of(size: int) -> bytes:
    return bytes((place * 31 + place // 256) % 256 for place in range(size))


def sealed(data: bytes, place: str = PLACE) -> bytes:
    return b"".join(sealed_stream([data], KEY, place))


def opened(data: bytes, key: bytes = KEY, place: str = PLACE) -> bytes:
    return b"".join(opened_stream([data], key, place))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_opens(size: int) -> None:
    data = plain_of(size)
    assert opened(sealed(data)) == data


@given(st.lists(st.integers(0, 70_000), max_size=6), st.integers(1, 90_000))
def test_the_sizes_of_the_pieces_do_not_matter(cuts: list[int], step: int) -> None:
    chunks = [plain_of(cut) for cut in cuts]
    whole = b"".join(sealed_stream(chunks, KEY, PLACE))
    read = [whole[start : start + step] for start in range(0, len(whole), step)]
    assert b"".join(opened_stream(read, KEY, PLACE)) == b"".join(chunks)


def test_another_key_or_place_opens_nothing() -> None:
    whole = sealed(b"evidence")
    for key, place in ((new_key(), PLACE), (KEY, "evidence:2:original")):
        with pytest.raises(BadSeal):
            opened(whole, key, place)


@pytest.mark.parametrize("size", [0, 20, PIECE_BYTES, 2 * PIECE_BYTES + 5])
def test_whatever_is_missing_is_noticed(size: int) -> None:
    whole = sealed(plain_of(size))
    piece = PIECE_BYTES + TAG_BYTES
    cuts = {0, 3, HEADER_BYTES, len(whole) - 1, HEADER_BYTES + piece, HEADER_BYTES + 2 * piece}
    for cut in {cut for cut in cuts if cut < len(whole)}:
        with pytest.raises(BadSeal):
            opened(whole[:cut])


def test_pieces_cannot_change_places_or_be_added() -> None:
    whole = sealed(plain_of(3 * PIECE_BYTES))
    piece = PIECE_BYTES + TAG_BYTES
    first, second = (whole[HEADER_BYTES + n * piece : HEADER_BYTES + (n + 1) * piece] for n in range(2))
    rest = whole[HEADER_BYTES + 2 * piece :]
    other = sealed(plain_of(3 * PIECE_BYTES))
    for forged in (
        whole[:HEADER_BYTES] + second + first + rest,
        whole + first,
        whole[:HEADER_BYTES] + other[HEADER_BYTES:],
        whole[:-1] + bytes([whole[-1] ^ 1]),
    ):
        with pytest.raises(BadSeal):
            opened(forged)


def test_a_file_of_another_format_is_refused() -> None:
    with pytest.raises(BadSeal, match="no sealed stream"):
        opened(b"ANS2" + sealed(b"evidence")[4:])


def test_files_sealed_by_an_earlier_version_still_open() -> None:
    """Built here by the format that the module promises: whoever changes it must still read the old one."""
    data, prefix = plain_of(65_536 + 5), bytes(range(7))
    first, last = (prefix + struct.pack(">I?", number, number == 1) for number in (0, 1))
    cipher, bound = AESGCM(KEY), PLACE.encode()
    pieces = cipher.encrypt(first, data[:65_536], bound) + cipher.encrypt(last, data[65_536:], bound)
    assert opened(b"ANS1" + prefix + pieces) == data
