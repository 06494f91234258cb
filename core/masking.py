"""Masks what identifies a person: numbers, licence plates, account addresses.

``masked`` is for logs and the log of questions: it finds numbers written in the usual way and leaves all
others alone. ``masked_for_sharing`` is for text that leaves the unit that received it: it also recognises
full-width, spaced, dotted and Chinese numerals, and would rather mask one number too many. Neither knows
names of people and places; whoever shares a text must read it.
"""

import re
import unicodedata
from collections.abc import Callable

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[0-9Xx](?![0-9A-Za-z])")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{15,19}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
# GA 36-2018: one Chinese character for the province, one letter, then 5 (ordinary) or 6 (new energy) signs.
_PLATE = re.compile(rf"[{_PROVINCES}]\s?[A-HJ-NP-Z]\s?[·.]?\s?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]")
_OPENID = re.compile(r"(?<![0-9A-Za-z_-])o[0-9A-Za-z_-]{27}(?![0-9A-Za-z_-])")


def masked(text: str) -> str:
    """``text`` with telephone, identity-card, bank-card and plate numbers and openids made unreadable."""
    text = _OPENID.sub("[openid]", text)
    text = _ID_NUMBER.sub("[证件号]", text)
    text = _LONG_NUMBER.sub("[长号码]", text)
    text = _MOBILE.sub("[手机号]", text)
    text = _LANDLINE.sub("[电话]", text)
    return _PLATE.sub("[车牌]", text)


def is_id_number(digits: str) -> bool:
    """Whether these 18 signs end with the right check character (GB 11643-1999, 4.4: ISO 7064 MOD 11-2)."""
    return bool(re.fullmatch(r"[1-9]\d{16}[\dX]", digits)) and id_check_sign(digits[:17]) == digits[17]


def id_check_sign(digits: str) -> str:
    """The last sign of an identity card that begins with these 17 digits (GB 11643-1999, 4.4)."""
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(digits))
    return "10X98765432"[total % 11]


SLIP = "身份证号码最后一位对不上，多半有一位写错了，请核对。"
"""What is said of a slip."""


def is_slip(number: str) -> bool:
    """Whether this has the shape of an identity card and its last sign does not fit: somebody mistyped it."""
    signs = "".join(number.split()).upper()
    return bool(re.fullmatch(r"\d{17}[\dX]", signs)) and not is_id_number(signs)


def is_card_number(digits: str) -> bool:
    """Whether these 16 to 19 digits pass the check of bank cards (ISO/IEC 7812-1, annex B: Luhn)."""
    if not re.fullmatch(r"[1-9]\d{15,18}", digits):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


_NUMERALS = dict(
    zip("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两貳參陸", "00012345678912345678912236", strict=True)
)
_NUMERAL = f"[{''.join(_NUMERALS)}]"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u20e3\ufe00-\ufe0f\ufeff]")
_GAP = r"[\s\-–—_.,·•。、，/\\*()（）~|]{0,3}"  # put between digits, or used to get past a filter
_D = rf"\d{_GAP}"


def _run(count: str) -> str:
    return rf"(?:{_D}){{{count}}}"


def _number_label(found: str) -> str:
    digits = re.sub(r"[^\dX]", "", found.upper())
    if is_id_number(digits):
        return "[证件号]"
    return "[银行卡号]" if is_card_number(digits) else "[长号码]"


_Label = str | Callable[[str], str]
_WIDE: tuple[tuple[re.Pattern[str], _Label], ...] = (
    (
        re.compile(
            r"[A-Za-z0-9][A-Za-z0-9._%+\-]*\s?(?:@|\(at\)|\[at\]|#at#|艾特)\s?"
            r"[A-Za-z0-9\-]+(?:\s?(?:\.|\(dot\)|\[dot\]|点)\s?[A-Za-z0-9\-]+)+",
            re.IGNORECASE,
        ),
        "[邮箱]",
    ),
    (_OPENID, "[openid]"),
    (re.compile(r"wxid_[A-Za-z0-9]{6,}", re.IGNORECASE), "[微信号]"),
    (
        re.compile(
            r"(?<![A-Za-z])(?:微信号?|威信|薇信|微❤|[Vv]信|[Vv][Xx]|[Ww][Xx]|[Ww]e[Ii]xin|WEIXIN|[Ww]e[Cc]hat|加[Vv])"
            r"(?:号|号码|同号)?\s*(?:是|为|[:=])?\s*(?P<part>[A-Za-z](?:\s?[A-Za-z0-9_\-]){5,19})"
        ),
        "[微信号]",
    ),
    (
        re.compile(
            rf"(?:[Qq]{{2}}|扣扣|企鹅)号?(?:码)?\s*(?:是|为|[:=])?\s*(?P<part>[1-9]{_GAP}{_run('4,10')})"
        ),
        "[QQ号]",
    ),
    # Province and letter, then 5 signs, or 6 of which the first or last is a letter (GA 36-2018, new energy).
    (
        re.compile(
            rf"[{_PROVINCES}]{_GAP}[A-HJ-NP-Za-hj-np-z]{_GAP}"
            rf"(?:[A-HJ-NP-Za-hj-np-z0-9]{_GAP}){{4,5}}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]"
        ),
        "[车牌]",
    ),
    # 15 digits are an identity card of before 1999, 17 and a sign one of today, 16 to 19 a bank card.
    (re.compile(rf"(?<!\d)\d{_GAP}{_run('13,17')}[\dXx×](?!\d)"), _number_label),
    (
        re.compile(rf"(?<!\d)(?:\+?{_GAP}(?:00{_GAP})?8{_GAP}6{_GAP})?1{_GAP}[3-9]{_GAP}{_run('8')}\d(?!\d)"),
        "[手机号]",
    ),
    (re.compile(rf"(?<!\d)0{_GAP}[1-9]{_GAP}{_run('7,9')}\d(?!\d)"), "[电话]"),
    (
        re.compile(
            rf"(?:电话|座机|固话|联系我|tel|Tel|TEL)[^\d\n]{{0,6}}(?P<part>[2-8]{_GAP}{_run('5,6')}\d)(?!\d)"
        ),
        "[电话]",
    ),
    (
        re.compile(r"(?<![A-Za-z0-9])(?:[EGHMCeghmc]\d{8}|[Ee][A-Za-z]\d{7}|[HMhm]\d{10})(?![A-Za-z0-9])"),
        "[证件号]",
    ),
)


# A mobile number in Chinese numerals alone, whatever stands beside it: in 王五一三九… the name ends with one.
_SPELT_MOBILE = re.compile(
    rf"[一壹幺]{_GAP}[三四五六七八九叁肆伍陆柒捌玖參陸]{_GAP}(?:{_NUMERAL}{_GAP}){{8}}{_NUMERAL}"
)


def masked_for_sharing(text: str) -> str:
    """``text`` with every telephone, identity, card, plate, QQ and WeChat number and e-mail made unreadable.

    What is found in the folded form is replaced in the words as they were written; the rest stays untouched.
    Looked for twice: a numeral beside a digit may belong to a word (李四139…) or to the number (一3九…).
    """
    for pattern, label in _WIDE:
        for apart in (True, False):
            text = _replaced(text, pattern, label, apart=apart)
    return _SPELT_MOBILE.sub("[手机号]", text)


def _replaced(text: str, pattern: re.Pattern[str], label: _Label, *, apart: bool) -> str:
    plain, places = _folded(text, apart=apart)
    group = "part" if "part" in pattern.groupindex else 0
    pieces, end = [], 0
    for found in pattern.finditer(plain):
        start, stop = places[found.start(group)], places[found.end(group) - 1] + 1
        name = label if isinstance(label, str) else label(found[group])
        pieces += [text[end:start], name]
        end = stop
    return "".join([*pieces, text[end:]])


def _folded(text: str, *, apart: bool) -> tuple[str, list[int]]:
    """Ordinary letters and digits for every other way to write them, and where each stood in ``text``.

    ``apart`` puts a hyphen between a digit and a Chinese numeral.
    """
    signs: list[str] = []
    places: list[int] = []
    before = ""
    for place, char in enumerate(text):
        if _UNSEEN.match(char):
            continue
        if apart and (
            (before in _NUMERALS and char.isdecimal()) or (before.isdecimal() and char in _NUMERALS)
        ):
            signs.append("-")
            places.append(place)
        before = char
        if char in _NUMERALS:
            folded = _NUMERALS[char]
        elif char.isdecimal():
            folded = str(unicodedata.decimal(char))
        else:
            folded = unicodedata.normalize("NFKC", char)
        signs.append(folded)
        places += [place] * len(folded)
    return "".join(signs), places
