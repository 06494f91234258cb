"""Reads a sheet of regions and names everything that is wrong with it, row by row: it is mended in one go."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.errors import BadContent
from core.sheets import SheetRow, read_rows, said_of
from places.regions import Level, Region, RegionTree
from places.services import HEADS, LEVELS, NEEDED, region_of


def examine_regions(
    path: Path, held: RegionTree, *, is_gcj02: bool = False
) -> tuple[list[Region], list[str]]:
    """The regions of the sheet, and what is wrong with it; import only where nothing is.

    ``held`` are the regions that are there: a row may stand below one of them.
    """
    try:
        rows = read_rows(path, HEADS, columns=NEEDED)
    except BadContent as error:
        return [], said_of(error)
    levels = {one.code: one.level for one in held} | {
        row["代码"]: level for row in rows if (level := _level(row)) is not None
    }
    faults, regions, seen = [], [], dict[str, int]()
    for row in rows:
        wrong = [*_faults(row, levels, seen)]
        seen.setdefault(row["代码"], row.number)
        if not wrong:
            try:
                regions.append(region_of(row, is_gcj02))
            except BadContent as error:
                wrong.append(str(error))
        faults += [f"第{row.number}行：{words}" for words in wrong]
    return regions, faults


def _faults(row: SheetRow, levels: dict[str, Level], seen: dict[str, int]) -> Iterator[str]:
    code, name, parent, level = row["代码"], row["名称"], row["上级代码"], _level(row)
    if missing := [head for head in NEEDED if not row[head]]:
        yield f"“{'”“'.join(missing)}”空着。"
        return
    if level is None:
        yield f"“级别”只能写{'、'.join(LEVELS)}，现在是“{row['级别']}”。"
        return
    if code in seen:
        yield f"代码{code}和第{seen[code]}行重复。"
    if level is Level.COUNTY:
        if parent:
            yield f"{name}是县一级，“上级代码”要空着。"
    elif not parent:
        yield f"{name}没有写“上级代码”。"
    elif parent not in levels:
        yield f"{name}的上级“{parent}”不在表里，系统里也没有。"
    elif levels[parent] != level - 1:
        yield f"{name}的上级应当是{Level(level - 1).label}，“{parent}”不是。"


def _level(row: SheetRow) -> Level | None:
    return next((level for word, level in LEVELS.items() if row["级别"].startswith(word)), None)


def blank_rows() -> Sequence[Sequence[str]]:
    """Three rows that show how it is filled in; nobody's real codes."""
    return (
        ("990101", "示例县", "", "县", "", ""),
        ("990101001", "示例镇", "990101", "乡镇", "示例街道", ""),
        ("990101001001", "示例村", "990101001", "村", "", ""),
    )
