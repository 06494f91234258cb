"""Articles as an Excel workbook, and back: what is written is read again exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO

from core.errors import BadContent
from core.workbooks import CELL_CHARACTERS, Cell, Covered, Sheet, Unreadable, fits, read_xlsx, write_xlsx
from knowledge.articles import FIELD_LABELS, Article
from knowledge.editorial.sheet import BASE_HEAD, SHEET, Fault, article_of, cells_of, head_faults, heads

_WIDTHS = {BASE_HEAD: 6, FIELD_LABELS["asks"]: 36, FIELD_LABELS["lead"]: 36, FIELD_LABELS["answer"]: 60}

GUIDE_HEAD = "怎么填这张表"
GUIDE = (
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


def write_workbook(path: Path | IO[bytes], articles: Sequence[tuple[Article, int | None]]) -> None:
    """Write articles, each with the number of its revision; ``BadContent`` if a text is too long."""
    rows = [cells_of(article, base) for article, base in articles]
    for row in rows:
        for head, value in row.items():
            if not fits(value):
                name = row[FIELD_LABELS["id"]]
                raise BadContent(f"{name}：“{head}”超过{CELL_CHARACTERS}个字，Excel的一格放不下")
    columns = heads([article for article, _ in articles])
    lines = [[row.get(head, "") for head in columns] for row in rows]
    guide = Sheet("说明", [GUIDE_HEAD], [[line] for line in GUIDE], {GUIDE_HEAD: 100})
    write_xlsx(path, [Sheet(SHEET, columns, lines, _WIDTHS, frozen=2), guide])


def read_workbook(path: Path) -> tuple[list[Row], list[Fault]]:
    """The articles of a workbook that can be read, and what is wrong with the other rows.

    Raises ``BadWorkbook`` where there is nothing to read rows from: no workbook, no such sheet, other
    columns, not one row.
    """
    try:
        lines = read_xlsx(path, path.name, SHEET)
    except Unreadable as error:
        raise BadWorkbook([str(error)]) from error
    # A head across two columns names the first.
    names = (
        ["" if isinstance(head, Covered) else str(head or "").strip() for head in lines[0]] if lines else []
    )
    if wrong := list(head_faults(names, 1)):
        raise BadWorkbook(wrong)
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines[1:], 2):
        cells = {name: value for name, value in zip(names, line, strict=False) if name}
        if any(_is_seen(value) for name, value in zip_longest(names, line) if not name):
            faults.append(Fault(number, "", "有内容上面没有列名，请把列名补上，用不着就删掉"))
        if not any(map(_is_seen, cells.values())):
            continue
        article, base, wrong = article_of(cells, number)
        faults += wrong
        if article is not None:
            rows.append(Row(number, article, base))
    if not rows and not faults:
        raise BadWorkbook([f"“{SHEET}”表里一条也没有。"])
    return rows, faults


def _is_seen(value: Cell) -> bool:
    """Whether a cell says something: a space typed into an empty one is seen by nobody."""
    return bool(value.strip()) if isinstance(value, str) else value is not None
