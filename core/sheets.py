"""Rows of a sheet that a clerk filled in: from an Excel workbook, CSV or a YAML list; every cell is a text.

Beyond what ``workbooks`` does, this module handles formulas, cells that Excel turned into numbers or dates,
merged cells, contents without a heading, a title above the headings, blanks and line breaks in a heading, and
invisible characters. It reports all faults at once, so that a list of a thousand rows can be corrected in one
go.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

import yaml

from core.clock import written_date
from core.errors import BadContent, RuleViolation
from core.text import as_typed
from core.workbooks import MOST_COLUMNS, MOST_ROWS, Covered, Formula, read_xlsx
from core.yamls import parsed_from_outside

_TITLE_LINES = 5
"""In how many lines the heads are looked for: a title stands above them, often across merged cells."""
LONGEST_NUMBER = 10**15
"""From here on Excel keeps 15 digits and makes the rest zeros: a card or account number would be lost."""
TOO_LONG_A_NUMBER = (
    "是一个长号码，Excel只记住前15位，后几位已经不对了。请把这一列设成“文本”，重新填号码，再试一次。"
)
_COUNTING = "序号"
"""A column of nearly every list that says nothing; it may stand there, and alone makes no row."""
_HEADLESS = ""
"""Where the first text of a row stands that has no head above it."""
MERGED = "和别的格合并了，读不准是哪一行、哪一列的。请取消合并，每一格都填上，再试一次。"
_SHORTENED = re.compile(r"\d(\.\d+)?E\+\d{2,}")
"""So Excel writes a long number into a CSV file."""
YAML_BYTES = CSV_BYTES = 16 * 1024 * 1024


MOST_FAULTS_TOLD = 50

_Read = TypeVar("_Read")


class FaultyRows(BadContent):
    """Some rows cannot be used, so nothing is imported; ``faults`` has one sentence for each fault."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        told = list(self.faults[:MOST_FAULTS_TOLD])
        if len(faults) > MOST_FAULTS_TOLD:
            told.append(f"另外还有{len(faults) - MOST_FAULTS_TOLD}处。")
        many = "\n".join([f"{name}有{len(faults)}处要改，改好以前一行也没有导入：", *told])
        super().__init__(many if len(faults) > 1 else f"{name}{faults[0]}")


def said_of(error: BadContent) -> list[str]:
    """What is wrong with a file, one sentence for each fault."""
    return list(error.faults) if isinstance(error, FaultyRows) else [str(error)]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its position, and its cells by heading; a missing cell is an empty text."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, head: str) -> str:
        return self.cells.get(head, "")

    def day(self, head: str) -> date:
        """The day in a cell; ``ValueError`` if it is not a day."""
        return written_date(self[head])


def read_rows(
    path: Path, heads: Sequence[str], needed: Sequence[str] = (), *, columns: Sequence[str] = ()
) -> list[SheetRow]:
    """The rows of the first sheet of a workbook, of a CSV file, or of a YAML list of mappings.

    ``heads`` are the columns that may be there; ``needed`` those that must be there with no cell empty; those
    of ``columns`` must be there. ``BadContent`` says in Chinese what is wrong and where; ``FaultyRows`` does
    so for all rows at once.
    """
    faults: list[str] = []
    match path.suffix.lower():
        case ".yaml" | ".yml":
            rows = _yaml_rows(path, faults)
        case ".csv":
            rows = _lines(path, _csv_lines(path), heads, faults)
        case _:
            rows = _lines(path, read_xlsx(path, path.name), heads, faults)
    found = [row for row in rows if any(row.cells.values())]
    if not found and not faults:
        raise BadContent(f"{path.name}里一行也没有。")
    _require_columns(path, found, heads, [*needed, *columns])
    for row in found:
        if headless := row[_HEADLESS]:
            faults.append(
                f"第{row.number}行的“{headless[:20]}”上面没有列名。请把列名补上，用不着就删掉，再试一次。"
            )
        faults += [f"第{row.number}行：“{head}”不能空着。" for head in needed if not row[head]]
    if faults:
        raise FaultyRows(path.name, faults)
    return found


def _require_columns(
    path: Path, rows: Sequence[SheetRow], heads: Sequence[str], needed: Sequence[str]
) -> None:
    """Check that every column is known and none is missing; a renamed column fails both."""
    there = dict.fromkeys(head for row in rows for head in row.cells if head != _HEADLESS)
    missing = "、".join(f"“{head}”" for head in dict.fromkeys(needed) if rows and head not in there)
    if strange := [head for head in there if head not in heads]:
        lacking = f"还少了{missing}，是不是改了列名？" if missing else "用不着就把这一列删掉，再试一次。"
        raise BadContent(f"{path.name}：不认识“{strange[0]}”这一列，可以有的是{'、'.join(heads)}。{lacking}")
    if missing:
        raise BadContent(f"{path.name}：少了{missing}这一列。列名要和空表里的一样，先后不要紧。")


def each_row(path: Path, rows: Iterable[SheetRow], read: Callable[[SheetRow], _Read]) -> list[_Read]:
    """What ``read`` makes of each row; if it refuses any, ``FaultyRows`` reports all of them."""
    found, faults = [], []
    for row in rows:
        try:
            found.append(read(row))
        except RuleViolation as refused:
            faults.append(f"第{row.number}行：{refused.sentence}")
        except BadContent as refused:
            faults.append(f"第{row.number}行：{refused}")
    if faults:
        raise FaultyRows(path.name, faults)
    return found


def _csv_lines(path: Path) -> list[list[str]]:
    """The lines of a CSV file: UTF-8, or GB 18030 as Excel in China writes it."""
    if path.stat().st_size > CSV_BYTES:
        raise BadContent(f"{path.name}太大。")
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = list(islice(csv.reader(io.StringIO(data.decode(encoding)), strict=True), MOST_ROWS + 1))
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise BadContent(f"{path.name}读不了，请另存为Excel工作簿（.xlsx）再试。") from error
        if len(lines) > MOST_ROWS:
            raise BadContent(f"{path.name}超过{MOST_ROWS}行。")
        if max(map(len, lines), default=0) > MOST_COLUMNS:
            raise BadContent(f"{path.name}超过{MOST_COLUMNS}列。")
        return lines
    raise BadContent(f"{path.name}读不了，请另存为Excel工作簿（.xlsx）再试。")


def _lines(
    path: Path, lines: Sequence[Sequence[object]], known: Sequence[str], faults: list[str]
) -> list[SheetRow]:
    if not lines:
        return []
    top = line_of_heads(lines, known)
    passed_over = {_COUNTING}.difference(known)
    heads = [None if head in passed_over else head for head in _heads(path, top + 1, lines[top])]
    return [
        SheetRow(number, _cells(number, line, heads, faults))
        for number, line in enumerate(lines[top + 1 :], top + 2)
    ]


def _heads(path: Path, number: int, line: Sequence[object]) -> list[str]:
    """The heading of each column; ``BadContent`` if one is not a text or occurs twice."""
    try:
        # A heading merged across two columns names the first; the second has none.
        heads = [_text(number, _HEADLESS if isinstance(cell, Covered) else plain_head(cell)) for cell in line]
    except BadContent as error:
        raise BadContent(f"{path.name}{error}") from error
    if twice := [head for head in heads if head and heads.count(head) > 1]:
        raise BadContent(f"{path.name}：“{twice[0]}”这一列出现了两次。")
    return heads


def _cells(
    number: int, line: Sequence[object], heads: Sequence[str | None], faults: list[str]
) -> dict[str, str]:
    """The texts of one line by their headings; columns whose heading is None are skipped."""
    cells = {head: "" for head in heads if head}
    for place, cell in enumerate(line):
        head = heads[place] if place < len(heads) else _HEADLESS
        if head is None:
            continue
        text = _told(number, cell, head, faults)
        if head:
            cells[head] = text
        elif text:
            cells.setdefault(_HEADLESS, text)
    return cells


def line_of_heads(lines: Sequence[Sequence[object]], known: Sequence[str]) -> int:
    """The number of the heading line: the line with most known headings, otherwise the first."""
    count = [len({plain_head(cell) for cell in line}.intersection(known)) for line in lines[:_TITLE_LINES]]
    return count.index(max(count)) if count else 0


def plain_head(cell: object) -> object:
    """A heading without the blanks and line breaks that only make it fit a narrow column."""
    return "".join(as_typed(cell).split()) if isinstance(cell, str) else cell


def has_lost_digits(cell: object) -> bool:
    """Whether Excel read a long number, such as a card or account number, as a quantity and cut its end."""
    if isinstance(cell, str):
        return _SHORTENED.fullmatch(as_typed(cell)) is not None
    return isinstance(cell, int | float) and abs(cell) >= LONGEST_NUMBER


def _yaml_rows(path: Path, faults: list[str]) -> list[SheetRow]:
    try:
        if path.stat().st_size > YAML_BYTES:
            raise BadContent(f"{path.name}太大。")
        tree = parsed_from_outside(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadContent(f"{path.name}读不了：{error}") from error
    if not isinstance(tree, list) or not all(isinstance(one, dict) for one in tree):
        raise BadContent(f"{path.name}应当是一个列表，每一项写成“列名: 内容”。")
    return [
        SheetRow(number, {str(head): _told(number, cell, str(head), faults) for head, cell in one.items()})
        for number, one in enumerate(tree, 1)
    ]


def _told(number: int, cell: object, head: str, faults: list[str]) -> str:
    """The text of a cell; anything wrong with it is appended to ``faults``."""
    try:
        return _text(number, cell, head)
    except BadContent as error:
        faults.append(str(error))
        return str(cell)


def _text(number: int, cell: object, head: str = "") -> str:
    """What a person sees in a cell: 119 rather than 119.0, a day rather than a moment."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case _ if has_lost_digits(cell):
            raise BadContent(f"第{number}行{_named(head)}{TOO_LONG_A_NUMBER}")
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case Covered():
            raise BadContent(f"第{number}行{_named(head)}{MERGED}")
        case Formula():
            text = "="
        case str() | int() | float():
            text = as_typed(str(cell))
        case _:
            raise BadContent(f"第{number}行{_named(head)}不是文字。")
    if text.startswith("="):
        raise BadContent(f"第{number}行{_named(head)}是公式，请改成文字。")
    return text


def _named(head: str) -> str:
    return f"的“{head}”" if head else "有一格"
