"""The shape of receipt codes: made, written in groups, drawn as QR, read as people write them. Pure.

26 characters of 5 bits: six that find the row (the locator) and twenty, 100 bits, that prove it. Digits and
capital letters without I, L, O and U, which people confuse or which spell words.
"""

import re
import secrets
from dataclasses import dataclass, field

from core.qr_codes import qr_svg
from core.text import width_folded, without_control

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOCATOR = 6
PROOF = 20
_GROUP = 5
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-‐-―−_.·，,、。]+")
_SHOWN_IN = [6, 5, 5, 5, 5]
_FEWEST_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Code:
    """A whole code in its two parts; ``repr`` shows neither."""

    locator: str = field(repr=False)
    proof: str = field(repr=False)

    def __str__(self) -> str:
        """As a person writes it down: ``ABCDEF-12345-12345-12345-12345``."""
        groups = [self.proof[start : start + _GROUP] for start in range(0, PROOF, _GROUP)]
        return "-".join([self.locator, *groups])


def new_code() -> Code:
    """A fresh random code."""
    return Code(_random(LOCATOR), _random(PROOF))


def read_code(written: str) -> Code | None:
    """The code that ``written`` means; None if it cannot be one.

    Lower case, full-width characters, spaces and dashes anywhere, O for 0, I and L for 1 are all read.
    """
    signs = _signs(written)
    return None if len(signs) != LOCATOR + PROOF else Code(signs[:LOCATOR], signs[LOCATOR:])


def code_said(message: str) -> Code | None:
    """The code that a message in a talk consists of; None for anything else, such as a sentence in pinyin.

    Written in the groups in which it was shown, or in longer ones and with two digits at least: of the codes
    there are, one in a thousand has fewer.
    """
    code = read_code(message)
    if code is None:
        return None
    groups = [len(group) for group in _BETWEEN.split(width_folded(message).strip()) if group]
    if groups == _SHOWN_IN:
        return code
    digits = sum(sign.isdecimal() for sign in width_folded(message))
    return code if digits >= _FEWEST_DIGITS and min(groups) >= min(_SHOWN_IN) else None


def code_as_svg(code: Code) -> str:
    """The code as a QR drawing: the characters alone, no address, so that no browser opens it."""
    return qr_svg(str(code))


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _signs(written: str) -> str:
    """The characters of the alphabet in ``written``; empty if there is any other."""
    if len(written) > 200:
        return ""
    signs = _BETWEEN.sub("", width_folded(without_control(written))).upper().translate(_READ_AS)
    return signs if all(sign in ALPHABET for sign in signs) else ""
