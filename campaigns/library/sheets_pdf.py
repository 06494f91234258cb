"""The pages of ``sheets`` as PDF: what a print shop takes. Pure.

The words are set in STSong-Light, one of the Chinese fonts that every PDF reader brings or replaces
(Adobe-GB1, ISO 32000-1, 9.7.5.2), so the file needs no font of this machine and stays small;
codes and lines are vectors.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from unicodedata import east_asian_width

from campaigns.library.sheets import HEIGHT, WIDTH, Code, Cut, Label, Line, Page, drawn

POINTS = 72 / 25.4
_NARROW = 0.5
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UTF16-H/Encoding/UniGB-UTF16-H"
    b"/DescendantFonts[4 0 R]>>"
)
_CID_FONT = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500]"
    b"/FontDescriptor 5 0 R>>"
)
_DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
)
_FIRST_PAGE = 6


def pdf(labels: Sequence[Label], bureau: str, each: int) -> bytes:
    """All pages in one document; ``each`` is 1, 4 or 12, ``KeyError`` for anything else."""
    contents = ["".join(_operators(page)).encode("ascii") for page in drawn(labels, bureau, each)]
    numbers = [_FIRST_PAGE + 2 * place for place in range(len(contents))]
    kids = " ".join(f"{number} 0 R" for number in numbers).encode()
    box = f"{WIDTH * POINTS:.2f} {HEIGHT * POINTS:.2f}".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 %s]/Resources<</Font<</F 3 0 R>>>>>>"
        % (kids, len(contents), box),
        _FONT,
        _CID_FONT,
        _DESCRIPTOR,
    ]
    for number, content in zip(numbers, contents, strict=True):
        objects.append(b"<</Type/Page/Parent 2 0 R/Contents %d 0 R>>" % (number + 1))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    written, places = bytearray(b"%PDF-1.5\n%\xe5\xae\x89\xe9\x97\xae\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        written += b"%010d 00000 n \n" % place
    written += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(written)


def _operators(page: Page) -> Iterator[str]:
    """In millimetres from the left lower corner, which is where PDF begins."""
    yield f"{POINTS:.6f} 0 0 {POINTS:.6f} 0 0 cm\n"
    for mark in (*chain.from_iterable(page.cells), *page.cuts):
        match mark:
            case Line():
                yield _line(mark)
            case Code():
                yield _code(mark)
            case Cut():
                yield (
                    f"q 0.73 0.77 0.75 RG 0.15 w [2 2] 0 d {mark.x1:.3f} {HEIGHT - mark.y1:.3f} m "
                    f"{mark.x2:.3f} {HEIGHT - mark.y2:.3f} l S Q\n"
                )


def _line(line: Line) -> str:
    words = line.words.encode("utf-16-be", "replace").hex()
    left = line.x - line.size * _breadth(line.words) / 2
    red, green, blue = (int(line.colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    colour = f"{red:.3f} {green:.3f} {blue:.3f}"
    # The font is light: what is to be bold gets an outline of its own colour.
    bold = f"2 Tr {colour} RG {line.size / 30:.3f} w" if line.weight > 500 else "0 Tr"
    return (
        f"BT {bold} {colour} rg /F {line.size:.3f} Tf {left:.3f} {HEIGHT - line.y:.3f} Td <{words}> Tj ET\n"
    )


def _code(code: Code) -> str:
    module, base = code.size / code.side, HEIGHT - code.y
    runs = "".join(
        f"{code.x + x * module:.3f} {base - (y + 1) * module:.3f} {length * module:.3f} {module:.3f} re\n"
        for x, y, length in code.runs()
    )
    return f"0 0 0 rg\n{runs}f\n"


def _breadth(words: str) -> float:
    return sum(1.0 if east_asian_width(sign) in "WFA" else _NARROW for sign in words)
