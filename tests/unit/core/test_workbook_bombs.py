"""A small file that unpacks to anything is refused, in time and outside this process."""

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook

from core.workbooks import MOST_COLUMNS, Formula, Sheet, Unreadable, read_xlsx, write_xlsx

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WIDE = b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>'
STYLES = b"<styleSheet " + MAIN + b"><cellXfs>%b</cellXfs></styleSheet>"

TEXTS = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def changed(part: str, content: bytes) -> io.BytesIO:
    """A good workbook with one of its parts replaced."""
    good, bad = io.BytesIO(), io.BytesIO()
    write_xlsx(good, [Sheet("表", ["名称"], [["一"]])])
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    bad.seek(0)
    return bad


def sheet(rows: bytes) -> io.BytesIO:
    return changed(
        "xl/worksheets/sheet1.xml",
        b"<worksheet " + MAIN + b"><sheetData>" + rows + b"</sheetData></worksheet>",
    )


def merged(ranges: bytes) -> io.BytesIO:
    """A workbook of one cell that says how cells are merged."""
    return changed(
        "xl/worksheets/sheet1.xml",
        b"<worksheet " + MAIN + b'><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        b"<mergeCells>" + ranges + b"</mergeCells></worksheet>",
    )


def repeated(characters: int, rows: int, columns: int) -> io.BytesIO:
    """A workbook with one text of so many characters, to which every cell points."""
    cells = b"<row>" + b'<c t="s"><v>0</v></c>' * columns + b"</row>"
    bad = io.BytesIO()
    with zipfile.ZipFile(sheet(cells * rows)) as old, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</Types>", TEXTS + b"</Types>"))
        text = b"<si><t>" + b"x" * characters + b"</t></si>"
        new.writestr("xl/sharedStrings.xml", b"<sst " + MAIN + b">" + text + b"</sst>")
    bad.seek(0)
    return bad


BOMBS: dict[str, tuple[Callable[[], io.BytesIO], str]] = {
    "columns": (
        lambda: sheet(b"".join(WIDE % (number, number) for number in range(1, 9_000))),
        f"{MOST_COLUMNS}列",
    ),
    "rows": (lambda: sheet(b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'), "20000行"),
    "unpacked": (lambda: sheet(b" " * (65 << 20)), "太大"),
    "styles": (lambda: changed("xl/styles.xml", STYLES.replace(b"%b", b"<xf/>" * 9_000_000)), "f.xlsx"),
    "number": (lambda: sheet(b'<row r="1"><c><v>' + b"9" * 100_000 + b"</v></c></row>"), "打不开"),
    "index": (lambda: sheet(b'<row r="1"><c t="s"><v>99</v></c></row>'), "打不开"),
    "one text": (lambda: repeated(32_000, rows=100, columns=50), "太大"),
    "long text": (lambda: repeated(1_000_000, rows=10, columns=50), "太大"),
    "merged": (
        lambda: merged(b"".join(b'<mergeCell ref="A%d:Z20000"/>' % row for row in range(1, 9_000))),
        "合并的格子太多",
    ),
    "merged nowhere": (lambda: merged(b'<mergeCell ref="A1:"/>'), "打不开"),
    "nothing": (io.BytesIO, "打不开"),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_workbook_that_unpacks_to_anything_is_refused_in_time(bomb: str) -> None:
    made, words = BOMBS[bomb]
    file, began = made(), time.process_time()

    with pytest.raises(Unreadable, match=words):
        read_xlsx(file, "f.xlsx")

    # Of this process, whose threads answer citizens; the other one may take what its limits give it.
    assert time.process_time() - began < 1


def test_a_text_to_which_many_cells_point_stands_in_each() -> None:
    assert read_xlsx(repeated(40_000, rows=20, columns=20), "f.xlsx") == [["x" * 40_000] * 20] * 20


@pytest.mark.parametrize("at", range(0, 4_800, 800))
def test_a_damaged_workbook_is_read_or_refused(at: int) -> None:
    data = bytearray(changed("", b"").getvalue())
    place = at % len(data)
    data[place : place + 12] = b"\xff" * 12
    file = io.BytesIO(bytes(data))

    with suppress(Unreadable):
        assert read_xlsx(file, "f.xlsx")


WRITTEN = datetime(2026, 6, 1, 8, 30)  # noqa: DTZ001 - a workbook knows no zones


def test_cells_come_as_what_they_are_and_blanks_at_the_end_are_none() -> None:
    book, file = Workbook(), io.BytesIO()
    assert book.active
    book.active.append(["文字", 1, 1.5, True, WRITTEN, "=1+1"])
    book.active["XFD1"].number_format = "0.00"
    book.save(file)
    file.seek(0)

    (line,) = read_xlsx(file, "f.xlsx")

    assert line == ["文字", 1, 1.5, True, WRITTEN, Formula("=1+1")]


def test_a_sheet_is_printed_as_wide_as_a_page_with_its_heads_on_each() -> None:
    file = io.BytesIO()
    write_xlsx(file, [Sheet("表", ["名称", "数量"], [["一", 1]], frozen=1), Sheet("别的", ["名称"], [])])

    first, second = load_workbook(file)

    assert (first.freeze_panes, second.freeze_panes) == ("B2", "A2")
    for sheet in (first, second):
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
