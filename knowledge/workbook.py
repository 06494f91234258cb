"""Articles as an Excel workbook, and back: what is written is read again exactly."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import BadContent
from knowledge.articles import FIELD_LABELS, Article
from knowledge.sheet import (
    BASE_HEAD,
    SHEET,
    Cell,
    Fault,
    Formula,
    article_of,
    cells_of,
    head_faults,
    heads,
)

# Excel's own limit; openpyxl would cut silently.
CELL_CHARACTERS = 32_767
# A workbook is a ZIP: a small one may unpack to anything.
UNPACKED_BYTES = 64 * 1024 * 1024
MOST_ROWS = 20_000

# Excel reads _x000D_ in a text as a control character, and _x005F_ as the underscore that takes this away.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")
_CARRIAGE_RETURN = re.compile(r"(?<!_x005F)_x000D_(?=\n)")

_WIDTHS = {BASE_HEAD: 6, FIELD_LABELS["asks"]: 36, FIELD_LABELS["lead"]: 36, FIELD_LABELS["answer"]: 60}
_USUAL_WIDTH = 18

GUIDE = (
    "怎么填这张表",
    "1. 一行是一条。“问法”一行写一个，在格子里换行用Alt+Enter。",
    "2. “版本”一列不要动：导入时靠它看别人是不是已经先改过。新写的条目空着。",
    "3. 日期写成2026-11-22。紧急程度写危急、较急或者一般。对象写企业、农村、社区、学校、家庭，用顿号隔开。",
    "   图片写图的编号，没有就空着。",
    "4. 依据不够三条就空着，多了在后面加“依据4”“条款4”“年份4”三列。",
    "5. 不改的行可以留着，也可以删掉：表里没有的条目不会被删除。",
    "6. 导入以后都是草稿，要别人审核、再发布，群众才看得到。",
)


class BadWorkbook(BadContent):
    """The workbook cannot be used; ``faults`` names every place to mend, in Chinese."""

    def __init__(self, faults: Sequence[Fault | str]) -> None:
        self.faults = tuple(map(str, faults))
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a workbook: where it stands, and the revision it was exported from."""

    number: int
    article: Article
    base: int | None


def write_workbook(path: Path, articles: Sequence[tuple[Article, int | None]]) -> None:
    """Write articles, each with the number of its revision; ``BadContent`` if a text is too long."""
    rows = [cells_of(article, base) for article, base in articles]
    for row in rows:
        for head, value in row.items():
            if len(_ESCAPE.sub("_x005F_", value)) > CELL_CHARACTERS:
                name = row[FIELD_LABELS["id"]]
                raise BadContent(f"{name}：“{head}”超过{CELL_CHARACTERS}个字，Excel的一格放不下")
    columns = heads([article for article, _ in articles])
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for number, head in enumerate(columns, 1):
        letter = openpyxl.utils.get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDTHS.get(head, _USUAL_WIDTH)
    sheet.freeze_panes = "C2"
    sheet.append([_text(sheet, head, bold=True) for head in columns])
    for row in rows:
        sheet.append([_text(sheet, row.get(head, "")) for head in columns])
    guide = book.create_sheet("说明")
    guide.column_dimensions["A"].width = 100
    for line in GUIDE:
        guide.append([_text(guide, line)])
    book.save(path)


def read_workbook(path: Path) -> tuple[list[Row], list[Fault]]:
    """The articles of a workbook that can be read, and what is wrong with the other rows.

    Raises ``BadWorkbook`` where there is nothing to read rows from: no workbook, no such sheet, other
    columns, not one row.
    """
    lines = _lines(path)
    names = [str(value or "").strip() for value in lines[0]] if lines else []
    if wrong := list(head_faults(names, 1)):
        raise BadWorkbook(wrong)
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines[1:], 2):
        cells = {name: value for name, value in zip(names, line, strict=False) if name}
        if all(value is None or value == "" for value in cells.values()):
            continue
        article, base, wrong = article_of(cells, number)
        faults += wrong
        if article is not None:
            rows.append(Row(number, article, base))
    if not rows and not faults:
        raise BadWorkbook([f"“{SHEET}”表里一条也没有。"])
    return rows, faults


def _text(sheet: Any, words: str, *, bold: bool = False) -> Any:
    """A cell that stays a text: one that begins with = + - @ would be computed when the file is opened."""
    cell = WriteOnlyCell(sheet, value=_ESCAPE.sub("_x005F_", words))
    if words:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _lines(path: Path) -> list[list[Cell | Formula]]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > UNPACKED_BYTES:
                raise BadWorkbook([f"{path.name}展开后太大，不像是条目表。"])
        book = openpyxl.load_workbook(path, read_only=True)
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError) as error:
        raise BadWorkbook([f"{path.name}打不开，请存成Excel工作簿（.xlsx）再导入。"]) from error
    try:
        if SHEET not in book.sheetnames:
            raise BadWorkbook([f"{path.name}里没有“{SHEET}”这张表，请用导出的表格来改。"])
        sheet = book[SHEET]
        lines: list[list[Cell | Formula]] = []
        for cells in sheet.iter_rows():
            if len(lines) > MOST_ROWS:
                raise BadWorkbook([f"“{SHEET}”表超过{MOST_ROWS}行。"])
            lines.append([_value(cell) for cell in cells])
        return lines
    finally:
        book.close()


def _value(cell: Any) -> Cell | Formula:
    value: Cell = cell.value
    if cell.data_type == "f":
        return Formula(str(value))
    if isinstance(value, str):
        return _ESCAPED.sub("_", _CARRIAGE_RETURN.sub("", value))
    return value
