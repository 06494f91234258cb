"""Outlines of the characters that names and titles are made of, for pictures that are drawn on a server.

``alphabet.txt.gz`` has one line a character: its code, width and outline on a coarse grid; made by
``flask pictures alphabet`` from Noto Sans CJK SC Bold (SIL Open Font License 1.1, ``ALPHABET.md``). It has
the 6,763 characters of GB 2312, the signs and letters that stand beside them, and some two hundred
from names.
"""

import gzip
from collections.abc import Iterable
from pathlib import Path

from core.errors import BadContent
from knowledge.drawing.lettering import EM, SPACE, Letters

FILE = Path(__file__).with_name("alphabet.txt.gz")
GRID = 250
_SIGNS = "《》“”‘’、。，：；！？（）【】—…·—％＋－×÷＝℃№①②③④⑤⑥⑦⑧⑨⑩"
_NAMES = (
    "喆堃燊玥珺瑀頔祎翀赟旻昉犇淼焱垚鑫昇昱晞曦玘珩琀琨瑄瑢瑭璟璠璎甯畅皞睿禛稷竑筠筱綦縯翊翙翯聿"
    "芃芊苒茗荃荞莀菡萱蓁蔺薇蘅虓衎裎袆赪赟轶迤郗郜鄢鄱钊钰铄铱锜锴镕镡闫阗雩霁霂霏霖靓靖韬韫颀颢飏"
    "飒馡骁骢鲲鸢黟龑旼昀昕昺晗晖晟晢暄暐曜杲枭柠栩梓棪楠榕榛槿樾橦歆毓沁沅沄沚沣泓泠洮洵浠浥浛涵"
    "淏淇渝渲湜湉溁滢漪潞澍澔澜濯灏炀炅炜烜烨焓煊煜熠熹燚爀犀玙玮玹珈珏珞珮珵琇琎琛琦琪琬琮琰瑛瑜瑞"
    "瑶瑾璇璐璘璞璨瓒甦畀皓皙眙睢睿砚硒磊祺禧禹秣穆窈竣笙筝箐簌粲绮綝缇翎耘肜胤舜芮苡苪荇莘莞菀葳蒽"
    "蓥蔚蕙蕤藜蘇蜚衍裴谌谡谯賡贇跞迦逄逯邝邬郅郦鄞酆钘铎铭锳镛阚陟隽雯霄韡飖骅骞骥魁鸾麒黛鼐龢"
)


class Alphabet(Letters):
    """Letters that know every character of the file and ask no font."""

    def __init__(self, known: dict[str, tuple[str, int]]) -> None:
        super().__init__(())
        self._known.update(known)

    def known(self, words: str) -> str:
        """``words`` without what has no outline."""
        return "".join(one for one in words if one in self._known)


def read_alphabet(file: Path = FILE) -> Alphabet:
    """The outlines, in the units that pictures use."""
    known: dict[str, tuple[str, int]] = {" ": ("", SPACE)}
    with gzip.open(file, "rt", encoding="ascii") as lines:
        for line in lines:
            code, width, outline = line.rstrip("\n").split("\t")
            known[chr(int(code, 16))] = (_scaled(outline, EM // GRID), int(width))
    return Alphabet(known)


def write_alphabet(font: Path, file: Path = FILE) -> int:
    """Make the file anew; how many characters it holds. For development: needs fontTools and the font."""
    letters = Letters((), font)
    lines = []
    for character in sorted(set(characters())):
        try:
            outline, width = letters.of(character)
        except BadContent:
            continue  # a sign that this font does not draw
        lines.append(f"{ord(character):X}\t{width}\t{_scaled(outline, GRID / EM)}\n")
    # Without a time inside, so that the same characters make the same file.
    file.write_bytes(gzip.compress("".join(lines).encode("ascii"), 9, mtime=0))
    return len(lines)


def characters() -> Iterable[str]:
    """What the file holds: GB 2312, ASCII, the usual signs, and characters of names."""
    yield from map(chr, range(0x21, 0x7F))
    yield from _SIGNS
    yield from _NAMES
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def _scaled(outline: str, factor: float) -> str:
    """Path data with every number multiplied and rounded."""
    out: list[str] = []
    number = ""
    for sign in outline:
        if sign.isdigit() or (sign == "-" and not number):
            number += sign
            continue
        if number:
            out.append(str(round(int(number) * factor)))
            number = ""
        if sign == "-":
            number = sign
        else:
            out.append(sign)
    if number:
        out.append(str(round(int(number) * factor)))
    return "".join(out)
