"""One article as one row of a sheet that a clerk edits: Chinese heads, plain words in the cells. Pure.

Texts stay texts: nothing is read out of what a cell looks like. Lists have one item a line. Sources take
three columns each, numbered, as many as are needed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.clock import written_date
from core.errors import BadContent
from core.sheets import MERGED
from core.text import is_writable
from core.workbooks import Cell, Covered, Formula
from knowledge.articles import FIELD_LABELS, Article, Urgency

SHEET = "条目"
BASE_HEAD = "版本"
"""The revision the row was exported from; blank for a new article. Tells whether somebody was faster."""

SOURCE_HEADS = ("依据", "条款", "年份")
FEWEST_SOURCES = 3
FIELDS = tuple(field for field in FIELD_LABELS if field != "sources")
_WORDS = ("topics", "audience", "pictures")
_DATES = ("reviewed_on", "review_due_on")
_SOURCE_HEAD = re.compile(rf"({'|'.join(SOURCE_HEADS)})([1-9]\d?)")
_SEPARATORS = re.compile(r"[\s、，,；;]+")
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend in a sheet, and where."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = f"“{SHEET}”表第{self.row}行" + (f"“{self.column}”列" if self.column else "")
        return f"{place}：{self.sentence}"


def heads(articles: Sequence[Article]) -> list[str]:
    """The heads of the columns that these articles need."""
    most = max([FEWEST_SOURCES, *(len(article.sources) for article in articles)])
    sources = [f"{head}{number}" for number in range(1, most + 1) for head in SOURCE_HEADS]
    return [BASE_HEAD, *(FIELD_LABELS[field] for field in FIELDS), *sources]


def cells_of(article: Article, base: int | None) -> dict[str, str]:
    """The row of an article, by head; every cell is a text."""
    row = {BASE_HEAD: str(base or "")}
    for field in FIELDS:
        value = getattr(article, field)
        if isinstance(value, tuple):
            value = "\n".join(value)
        row[FIELD_LABELS[field]] = value.label if field == "urgency" else str(value)
    for number, source in enumerate(article.sources, 1):
        words = (source.title, source.clause or "", str(source.year or ""))
        row |= {f"{head}{number}": word for head, word in zip(SOURCE_HEADS, words, strict=True)}
    return row


def head_faults(found: Sequence[str], row: int) -> Iterator[Fault]:
    """What is wrong with the heads of a sheet."""
    for head in sorted({head for head in found if head and found.count(head) > 1}):
        yield Fault(row, head, "这一列出现了两次")
    for head in found:
        if head and head not in (BASE_HEAD, *FIELD_LABELS.values()) and not _SOURCE_HEAD.fullmatch(head):
            yield Fault(row, head, "不认识这一列，请用导出的表格，不要改列名")
    for field in FIELDS:
        if FIELD_LABELS[field] not in found:
            yield Fault(row, FIELD_LABELS[field], "缺少这一列")


def article_of(cells: Mapping[str, Cell], row: int) -> tuple[Article | None, int | None, list[Fault]]:
    """The article of a row and the revision it was exported from; None where there are faults."""
    reader = _Row(cells, row)
    tree: dict[str, Any] = {}
    for field in FIELDS:
        head = FIELD_LABELS[field]
        if field in _DATES:
            tree[field] = reader.day(head)
        elif field == "urgency":
            tree[field] = reader.urgency(head)
        elif field == "asks":
            tree[field] = reader.lines(head)
        elif field in _WORDS:
            tree[field] = [item for item in _SEPARATORS.split(reader.text(head)) if item]
        else:
            tree[field] = reader.needed(head)
    tree["sources"] = reader.sources()
    base = reader.number(BASE_HEAD)
    if reader.faults:
        return None, None, reader.faults
    try:
        return Article.from_tree(tree), base, []
    except BadContent as error:
        return None, None, [Fault(row, "", f"读不了这一行：{error}")]


class _Row:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, cells: Mapping[str, Cell], row: int) -> None:
        self._cells = cells
        self._row = row
        self.faults: list[Fault] = []

    def text(self, head: str) -> str:
        value = self._cells.get(head)
        if isinstance(value, Formula):
            self._fault(head, "这一格是公式，请改成文字（在最前面加一个英文单引号'）")
            return ""
        if isinstance(value, Covered):
            self._fault(head, f"这一格{MERGED}")
            return ""
        text = _plain(value)
        if not is_writable(text):
            self._fault(head, "这一格里有看不见的控制字符，请重新输入")
            return ""
        return text

    def needed(self, head: str) -> str:
        text = self.text(head)
        if not text.strip():
            self._fault(head, "这一格不能空着")
        return text

    def lines(self, head: str) -> list[str]:
        return [line for line in self.text(head).replace("\r", "\n").split("\n") if line.strip()]

    def day(self, head: str) -> str:
        text = self.needed(head).strip()
        try:
            return written_date(text).isoformat()
        except ValueError:
            if text:
                self._fault(head, f"日期要写成2026-11-22这样，现在是“{text}”")
            return ""

    def urgency(self, head: str) -> str:
        text = self.needed(head).strip()
        for urgency in Urgency:
            if text in (urgency.label, urgency.value):
                return urgency.value
        if text:
            known = "、".join(urgency.label for urgency in Urgency)
            self._fault(head, f"只能写{known}，现在是“{text}”")
        return ""

    def number(self, head: str) -> int | None:
        text = self.text(head).strip()
        if text and not (text.isascii() and text.isdecimal() and len(text) < 9):
            self._fault(head, f"这一格请保持导出时的样子（新写的条目空着），现在是“{text}”")
            return None
        return int(text) if text else None

    def sources(self) -> list[dict[str, Any]]:
        numbers = sorted({int(m[2]) for head in self._cells if (m := _SOURCE_HEAD.fullmatch(head))})
        found = []
        for number in numbers:
            title_head, clause_head, year_head = (f"{head}{number}" for head in SOURCE_HEADS)
            title, clause, year = self.text(title_head), self.text(clause_head), self.text(year_head).strip()
            if not title.strip():
                if clause.strip() or year:
                    self._fault(title_head, "写了条款或者年份，就要写依据的名称")
                continue
            if year and not _YEAR.fullmatch(year):
                self._fault(year_head, f"年份是四位数字，现在是“{year}”")
                continue
            found.append({"title": title, "clause": clause or None, "year": int(year) if year else None})
        return found

    def _fault(self, head: str, sentence: str) -> None:
        self.faults.append(Fault(self._row, head, sentence))


def _plain(value: Cell) -> str:
    """What a person sees in a cell: 119, not 119.0; a day, not a moment."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case _:
            return str(value)
