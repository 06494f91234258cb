"""Telephone numbers that people leave to be called back; a mistyped one reaches nobody. Pure."""

import re

from core.errors import RuleViolation
from core.text import half_width

_EXTENSION = re.compile(r"转\s*\d{1,6}\Z")
_DIGITS = re.compile(
    r"(?:\+86|0086)?1\d{10}"
    r"|0\d{9,11}"
    r"|[2-9]\d{6,7}"
    r"|(?:\+|00)(?!86)[1-9]\d{6,14}"
)
"""A mobile number, a landline with its area code or without, one abroad (at most 15 digits, ITU-T E.164)."""


class OddTelephone(RuleViolation):
    """Nobody can be reached under this number."""

    sentence = "电话号码的位数不对，请核对。手机号是11位，座机带上区号。"
    about = "phone"


def require_telephone(text: str | None, about: str = "phone") -> None:
    """Raise ``OddTelephone`` at the field ``about`` unless it can be called; an empty text is accepted."""
    if text and not is_telephone(text):
        raise OddTelephone(about=about)


def is_telephone(text: str) -> bool:
    """Whether this is one number, however it is grouped, and nothing else."""
    digits = re.sub(r"[\s()（）—–-]", "", _EXTENSION.sub("", half_width(text).strip()))
    return _DIGITS.fullmatch(digits) is not None
