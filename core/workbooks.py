"""Reads and writes Excel workbooks: texts stay texts, and no cell is ever computed.

Reading happens in a separate process (``workbook_opening.py``), since a small file can unpack to anything. A
formula is reported as such, because what it shows is not what the cell holds. openpyxl is imported only by
what writes: it would cost each web process 14 MB.
"""

import errno
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from core.errors import BadContent
from core.sandbox import SandboxedProgram, TooMany
from core.whole_files import whole_file

CELL_CHARACTERS = 32_767
"""Excel's own limit; openpyxl would cut silently."""
MOST_ROWS, MOST_COLUMNS = 20_000, 500
PATIENCE_SECONDS = 90.0
"""For a machine that is busy; the reading itself has 20 s of processor time."""

PLACE_SECONDS = 3.0
"""Whoever waits for a place holds a thread that citizens need too."""

_opening = SandboxedProgram(Path(__file__).with_name("workbook_opening.py"), PLACE_SECONDS)
_REFUSALS = {
    "large": "{name}展开后太大，不像是一张表。",
    "sheet": "{name}里没有“{sheet}”这张表，请用导出的表格来改。",
    "rows": f"{{name}}超过{MOST_ROWS}行。",
    "columns": f"{{name}}超过{MOST_COLUMNS}列。",
    "merged": "{name}里合并的格子太多，请取消合并再试。",
    "slow": "{name}一时读不完，请过一会儿再试，或者分成几份。",
    "broken": "{name}打不开，请另存为Excel工作簿（.xlsx）再试。",
}

# Excel reads _x000D_ in a text as a control character, and _x005F_ as the underscore that takes this away.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
_CARRIAGE_RETURN = re.compile(r"(?<!_x005F)_x000D_(?=\n)")
_STARTERS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_USUAL_WIDTH = 18
_A4 = 9
"""As Excel numbers paper."""

Value = str | int | float | bool | datetime | date | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that Excel computes; what it shows is not what it holds."""

    words: str


@dataclass(frozen=True, slots=True)
class Covered:
    """A cell merged into another, which holds what a person sees in it."""


Cell = Value | Formula | Covered


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to write: texts, counts, amounts as ``Decimal``; ``frozen`` columns stay in view.

    The rows are requested one by one, so that a long sheet need not be in memory.
    """

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[str | int | Decimal]]
    widths: Mapping[str, int] = field(default_factory=dict)
    frozen: int = 0


class Unreadable(BadContent):
    """A file that cannot be read as a workbook; the sentence says why, in Chinese."""


def harmless(text: str) -> str:
    """A text that runs in no spreadsheet, however it is saved on: no control characters, and an apostrophe
    before what would begin a formula."""
    clean = "".join(sign for sign in text if sign.isprintable())
    return f"'{clean}" if clean.lstrip().startswith(_STARTERS) else clean


def fits(text: str) -> bool:
    """Whether a cell can hold it."""
    return len(_ESCAPE.sub("_x005F_", text)) <= CELL_CHARACTERS


def write_xlsx(target: Path | IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Write the sheets, heads in the first row, in sight and on each printed page; ``BadContent`` for a text
    too long for a cell; where there is no room, ``NotWritten`` for a path and ``OSError`` else."""
    if isinstance(target, Path):
        with whole_file(target) as file:
            write_xlsx(file, sheets)
        return
    from lxml.etree import SerialisationError

    try:
        _write_book(target, sheets)
    except SerialisationError as error:
        # A long sheet goes to a temporary file first; a full disk has a name of its own there (IO_ENOSPC).
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise OSError(number, os.strerror(number)) from error


def _write_book(target: IO[bytes], sheets: Sequence[Sheet]) -> None:
    from lxml.etree import SerialisationError
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    for one in sheets:
        sheet = book.create_sheet(one.title)
        for number, head in enumerate(one.heads, 1):
            sheet.column_dimensions[get_column_letter(number)].width = one.widths.get(head, _USUAL_WIDTH)
        sheet.freeze_panes = f"{get_column_letter(one.frozen + 1)}2"
        # On paper: A4 landscape, one page wide, the headings on each page.
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.print_title_rows = "1:1"
        pen = _Pen(sheet)
        try:
            sheet.append([pen.cell(head, bold=True) for head in one.heads])
            for row in one.rows:
                sheet.append([pen.cell(value) for value in row])
        except BaseException:
            # An abandoned half sheet would keep its file open until it is garbage-collected.
            with suppress(SerialisationError):
                sheet.close()
            raise
    # Like ``book.save``, which however leaves the archive open when the disk is full.
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


def read_xlsx(
    source: Path | IO[bytes], name: str, sheet: str = "", *, computed: bool = False
) -> list[list[Cell]]:
    """The lines of a sheet, of the first one without ``sheet``; ``name`` is the file's, for ``Unreadable``.

    ``computed`` reads what Excel last worked out instead of ``Formula``, except where that is an error.
    """
    order = {
        "sheet": sheet,
        "computed": computed,
        "most_rows": MOST_ROWS,
        "most_columns": MOST_COLUMNS,
    }
    try:
        data = source.read_bytes() if isinstance(source, Path) else source.read()
        written = _opening.run(data, order, PATIENCE_SECONDS)
    except (TimeoutError, TooMany) as error:
        raise Unreadable(_REFUSALS["slow"].format(name=name)) from error
    except OSError as error:
        raise Unreadable(_REFUSALS["broken"].format(name=name)) from error
    # A process killed by its limits writes no final line.
    *lines, ending = (written or b'"large"').splitlines()
    word = json.loads(ending)
    if word != "read":
        raise Unreadable(_REFUSALS[word].format(name=name, sheet=sheet))
    return [[_value(told) for told in json.loads(line)] for line in lines]


class _Pen:
    """Writes cells that stay what they are: by default, Excel computes a text that begins with = + - or @."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        self._sheet, self._new = sheet, WriteOnlyCell
        wrapped = Alignment(wrap_text=True, vertical="top")
        # Shared by all cells that look alike: setting it on each cell took half the time of a long sheet.
        self._text = self._look("@", alignment=wrapped)
        self._head = self._look("@", alignment=wrapped, font=Font(bold=True))
        self._count, self._amount = self._look("#,##0"), self._look("#,##0.00")

    def _look(self, number_format: str, **named: Any) -> Any:
        """How openpyxl stores a cell of this look."""
        cell = self._new(self._sheet)
        cell.number_format = number_format
        for name, value in named.items():
            setattr(cell, name, value)
        return cell._style

    def cell(self, value: str | int | Decimal, *, bold: bool = False) -> Any:
        """The next cell of a row; ``BadContent`` if it cannot hold the text."""
        if not isinstance(value, str):
            cell = self._new(self._sheet, value=value)
            cell._style = self._amount if isinstance(value, Decimal) else self._count
            return cell
        if not fits(value):
            raise BadContent(f"有一格超过{CELL_CHARACTERS}个字，Excel的一格放不下。")
        cell = self._new(self._sheet, value=_ESCAPE.sub("_x005F_", value))
        if value:
            cell.data_type = "s"
        cell._style = self._head if bold else self._text
        return cell


def _value(told: Any) -> Cell:
    match told:
        case ["formula", words]:
            return Formula(words)
        case ["covered", _]:
            return Covered()
        case ["moment", written]:
            return datetime.fromisoformat(written)
        case ["day", written]:
            return date.fromisoformat(written)
        case str():
            return _ESCAPED.sub("_", _CARRIAGE_RETURN.sub("", told))
    value: Value = told
    return value
