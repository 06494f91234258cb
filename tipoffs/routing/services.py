"""Keeps the bureau's table of who handles what."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.cache import cached, invalidate
from core.errors import BadContent
from core.sheets import SheetRow, each_row, read_rows
from places.regions import RegionTree
from places.services import REGIONS, load_tree
from tipoffs.routing.above import Above, above
from tipoffs.routing.categories import categories, usual_departments
from tipoffs.routing.matrix import Cell, Department, Finding, Matrix, lint
from tipoffs.routing.models import DepartmentContact, DepartmentEntry, RoutingCell

ROUTING = "routing"
DEPARTMENT_HEADS = ("部门代码", "部门名称", "乡镇代码", "联系人")
_LONGEST_LOGIN = 64
CELL_HEADS = ("行业", "区划代码", "牵头部门", "配合部门", "依据")


def load_matrix(session: Session) -> Matrix:
    """The table in force: the usual division of duties, each industry replaced by what the bureau says of it.

    An industry with any line of the bureau's own keeps none of the usual.
    """
    return cached(session, "routing", (ROUTING, REGIONS), _loaded)


def _loaded(session: Session) -> Matrix:
    entries = session.scalars(select(DepartmentEntry).order_by(DepartmentEntry.code)).all()
    known = {**usual_departments(), **{entry.code: entry.name for entry in entries}}
    regions = {entry.code: entry.region for entry in entries}
    rows = session.scalars(select(RoutingCell).order_by(RoutingCell.id)).all()
    own = [Cell(row.category, row.region, row.lead, tuple(row.co_handlers), row.basis) for row in rows]
    decided = {cell.category for cell in own}
    usual = [
        Cell(one.code, "", one.lead, one.co_handlers)
        for one in categories().values()
        if one.code not in decided
    ]
    return Matrix(
        [*own, *usual],
        [Department(code, name, regions.get(code, "")) for code, name in known.items()],
        categories(),
        load_tree(session),
    )


def holes(session: Session) -> Sequence[Finding]:
    """What is wrong with the table or missing in it; worked out only after it or the regions changed."""
    return cached(session, "routing holes", (ROUTING, REGIONS), lambda found: lint(load_matrix(found)))


def above_of(session: Session, department: str, category: str, region: str) -> Above | None:
    """Who stands above a department; see ``above.above``."""
    return above(load_matrix(session), department, category, region)


def import_departments(session: Session, path: Path, *, editor: str, now: datetime) -> int:
    """Add departments from a sheet, or take over their new names; their contacts are those of the sheet."""
    tree = load_tree(session)
    rows = read_rows(path, DEPARTMENT_HEADS, DEPARTMENT_HEADS[:2])
    for row, town, contacts in each_row(
        path, rows, lambda row: (row, _region(row["乡镇代码"], tree), _named(row, tree))
    ):
        code = row["部门代码"]
        entry = DepartmentEntry(code=code, name=row["部门名称"], region=town, edited_by=editor, edited_at=now)
        session.merge(entry)
        session.flush()
        session.execute(delete(DepartmentContact).where(DepartmentContact.department == code))
        session.add_all(
            DepartmentContact(department=code, region=region, login=login) for login, region in contacts
        )
    session.flush()
    invalidate(session, ROUTING)
    return len(rows)


def import_cells(session: Session, path: Path, *, editor: str, now: datetime) -> int:
    """Take over the lines of a sheet: each industry that it names is replaced as a whole; all or none.

    Industries and departments may be written by code or by name. Two leads for one cell are kept: the lint
    shows them, and a tip-off that meets them goes to the committee.
    """
    rows = read_rows(path, CELL_HEADS, ("行业", "牵头部门"))
    matrix = load_matrix(session)
    by_name = {one.name: one.code for one in matrix.departments.values()}
    industries = {one.name: code for code, one in matrix.categories.items()}

    def cell_of(row: SheetRow) -> RoutingCell:
        return RoutingCell(
            category=_code(row["行业"], industries),
            region=_region(row["区划代码"], matrix.tree),
            lead=_code(row["牵头部门"], by_name),
            co_handlers=[_code(word, by_name) for word in _words(row["配合部门"])],
            basis=row["依据"][:200],
            edited_by=editor,
            edited_at=now,
        )

    cells = {(one.category, one.region, one.lead): one for one in each_row(path, rows, cell_of)}
    named = {category for category, _, _ in cells}
    session.execute(delete(RoutingCell).where(RoutingCell.category.in_(named)))
    session.add_all(cells.values())
    session.flush()
    invalidate(session, ROUTING)
    return len(cells)


def _region(words: str, tree: RegionTree) -> str:
    """The code of what was written; the whole county where nothing was."""
    return tree.meant_by(words).code if words else ""


def _code(word: str, by_name: dict[str, str]) -> str:
    if word in by_name.values():
        return word
    found = by_name.get(word)
    if found is None:
        raise BadContent(f"不认识“{word}”。")
    return found


def _named(row: SheetRow, tree: RegionTree) -> list[tuple[str, str]]:
    """Login and region of each contact, once each; an account may come later, a region is there."""
    found: dict[tuple[str, str], None] = {}
    for word in _words(row["联系人"].replace("＠", "@")):
        login, _, region = (part.strip() for part in word.partition("@"))
        if not login or len(login) > _LONGEST_LOGIN:
            raise BadContent(f"联系人写登录名，或者“登录名@区划代码”，现在是“{word[:80]}”。")
        if region and region not in tree:
            raise BadContent(f"联系人“{login}”后面的“{region}”不是区划代码。")
        found[login, region] = None
    return list(found)


def _words(text: str) -> list[str]:
    return [word for one in re.split(r"[、，,；;\n]", text) if (word := one.strip())]
