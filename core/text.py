"""Cleans, measures and cuts text that people wrote; ``core/masking.py`` hides numbers in it."""

import re
import unicodedata
from pathlib import PurePath
from urllib.parse import urlsplit

# XML 1.0, section 2.2: no other character may occur in a document.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# The full-width forms of Unicode's block FF00, in its order, with the space and the currency signs.
_HALF_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)} | {0x3000: " ", 0xFFE5: "¥"}
_SENTENCE_END = re.compile(r"[。！？；!?\n]")


def without_control(text: str) -> str:
    """``text`` without the characters that XML forbids and the invisible ones that reverse text."""
    return _INVISIBLE.sub("", _NOT_XML.sub("", text))


def as_typed(text: str) -> str:
    """What somebody typed or pasted, with uniform line ends and without invisible characters.

    Word processors and chats leave such characters in text copied from them. Refusing them would help nobody,
    because people cannot find what they cannot see.
    """
    return without_control(_LINE_ENDS.sub("\n", text)).strip()


def file_name(given: str, longest: int) -> str:
    """A file name that is safe to show and to store: without a folder, and without reversed text.

    An invisible character makes ``开门<U+202E>fdp.exe`` look like ``开门exe.pdf``. A long name keeps its
    beginning and its ending.
    """
    name = PurePath(as_typed(given).replace("\\", "/")).name.strip()
    ending = PurePath(name).suffix
    return name if len(name) <= longest else name[: max(0, longest - len(ending))] + ending[-longest:]


def is_writable(text: str) -> bool:
    """Whether every database and document can hold ``text``: no control character, no lone surrogate."""
    return not _NOT_XML.search(text)


def width_folded(text: str) -> str:
    """``text`` in NFKC: full-width letters and digits become ordinary ones."""
    return unicodedata.normalize("NFKC", text)


def half_width(text: str) -> str:
    """``text`` with full-width letters, digits and punctuation as ordinary ones; ² and ① stay as they are."""
    return text.translate(_HALF_WIDTH)


_GAPS = re.compile(r"[\s\-–—_·.]+")


def number_signs(text: str) -> str:
    """A long number without the spaces, dashes and full-width digits it may be written with."""
    return _GAPS.sub("", width_folded(text)).upper()


def byte_length(text: str) -> int:
    """How many bytes ``text`` takes in UTF-8, which is what the platform counts."""
    return len(text.encode("utf-8"))


def cut_to_bytes(text: str, limit: int) -> tuple[str, str]:
    """Split ``text`` in two so that the first part takes at most ``limit`` bytes of UTF-8.

    The cut falls after a sentence or line if one ends in the second half of the room, otherwise between two
    user-perceived characters, so that an emoji of several code points stays whole.
    """
    if byte_length(text) <= limit:
        return text, ""
    end = _last_fitting(text, limit)
    sentence = max((m.end() for m in _SENTENCE_END.finditer(text, 0, end)), default=0)
    if sentence < end // 2:
        sentence = _cluster_start(text, end)
    if sentence == 0:
        sentence = end
    return text[:sentence].rstrip(), text[sentence:].lstrip("\n")


def _last_fitting(text: str, limit: int) -> int:
    used = 0
    for index, char in enumerate(text):
        used += len(char.encode("utf-8"))
        if used > limit:
            return index
    return len(text)


def _cluster_start(text: str, end: int) -> int:
    while 0 < end < len(text) and (_joins_left(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return end


def _joins_left(char: str) -> bool:
    return (
        unicodedata.combining(char) != 0
        or char == "\u200d"
        or "\ufe00" <= char <= "\ufe0f"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def short_openid(openid: str) -> str:
    """Enough of an openid to follow one person through a log, but too little to write to them."""
    return f"{openid[:4]}…{openid[-4:]}" if len(openid) > 12 else "…"


def is_web_address(written: str) -> bool:
    """Whether a browser can open this address: http or https, and a valid host."""
    try:
        parts = urlsplit(written)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
