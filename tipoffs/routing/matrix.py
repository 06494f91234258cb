"""Proposes who handles a tip-off, and finds the holes in the table. Pure.

The order is that of the county: 谁主管谁牵头 (the department that the table names for the industry, the
narrowest region first), 谁为主谁牵头 (the first of those that take part), 谁靠近谁牵头 (the town itself), and
last the office of the safety committee, which decides by hand. A department that the tip-off names is never
chosen.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.types import Labelled
from places.regions import Level, RegionTree
from tipoffs.routing.categories import Category


class Rule(Labelled):
    """Why somebody was proposed."""

    IN_CHARGE = ("in_charge", "谁主管谁牵头")
    MAIN = ("main", "谁为主谁牵头")
    NEAREST = ("nearest", "谁靠近谁牵头")
    COMMITTEE = ("committee", "安委办人工交办")
    LEADER = ("leader", "分管领导指定")


@dataclass(frozen=True, slots=True)
class Department:
    """A department that can handle cases; ``region`` is set for the office of a town."""

    code: str
    name: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of the table: who leads an industry, in one region and all below it, or everywhere."""

    category: str
    region: str
    """Empty for everywhere."""
    lead: str
    co_handlers: tuple[str, ...] = ()
    basis: str = ""
    """The document that says so; empty where none was named."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who should handle a tip-off, and why; without a lead a leader names one."""

    lead: str | None
    co_handlers: tuple[str, ...]
    reason: str
    rule: Rule


class Gap(Labelled):
    """What is wrong with a line, or missing."""

    UNCOVERED = ("uncovered", "没有牵头部门")
    TWO_LEADS = ("two_leads", "有两个牵头部门")
    UNKNOWN_CATEGORY = ("unknown_category", "没有这个行业")
    UNKNOWN_REGION = ("unknown_region", "没有这个区划")
    UNKNOWN_DEPARTMENT = ("unknown_department", "没有这个部门")
    NO_TOWN_OFFICE = ("no_town_office", "乡镇没有登记承办单位")
    NO_COMMITTEE = ("no_committee", "没有登记安委办")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of the lint."""

    gap: Gap
    category: str = ""
    region: str = ""
    departments: tuple[str, ...] = ()


class Matrix:
    """The table with everything it refers to."""

    def __init__(
        self,
        cells: Iterable[Cell],
        departments: Iterable[Department],
        categories: Mapping[str, Category],
        tree: RegionTree,
        *,
        committee: str = "committee",
    ) -> None:
        self.cells = tuple(cells)
        self.departments = {one.code: one for one in departments}
        self.categories = categories
        self.tree = tree
        self.committee = committee
        self._cells: dict[tuple[str, str], list[Cell]] = {}
        for cell in self.cells:
            self._cells.setdefault((cell.category, cell.region), []).append(cell)
        self._offices: dict[str, str] = {}
        for one in self.departments.values():
            if one.region:
                self._offices.setdefault(one.region, one.code)

    def narrowest(self, category: str, region: str) -> Sequence[Cell]:
        """The lines for the smallest region around; more than one where two lead."""
        for code in (*(one.code for one in self.tree.lineage(region)), ""):
            if found := self._cells.get((category, code)):
                return found
        return ()

    def office_near(self, region: str) -> str | None:
        """The office of the smallest region around that has one."""
        return next(
            (self._offices[one.code] for one in self.tree.lineage(region) if one.code in self._offices), None
        )

    def name(self, department: str) -> str:
        """What people call a department."""
        found = self.departments.get(department)
        return found.name if found else department


def route(matrix: Matrix, category: str, region: str, excluded_departments: Collection[str] = ()) -> Proposal:
    """Who should handle a tip-off of this industry in this region.

    ``excluded_departments`` are those named in the tip-off: they neither lead nor take part.
    """

    def may(department: str) -> bool:
        return department in matrix.departments and department not in excluded_departments

    where = matrix.tree.full_name(region)
    what = matrix.categories[category].name if category in matrix.categories else "行业不明"
    cells = matrix.narrowest(category, region)
    leads = [cell.lead for cell in cells if may(cell.lead)]
    sharing = [one for cell in cells for one in cell.co_handlers if may(one)]
    near = matrix.office_near(region)
    office = near if near and may(near) else None

    def proposal(lead: str | None, rule: Rule, why: str) -> Proposal:
        co = dict.fromkeys([*leads, *sharing, *([office] if office else [])])
        return Proposal(lead, tuple(one for one in co if one != lead), f"{rule.label}：{why}", rule)

    place = f"（{where}）" if where else ""
    if len(set(leads)) == 1:
        lead = leads[0]
        return proposal(lead, Rule.IN_CHARGE, f"{what}{place}由{matrix.name(lead)}主管。")
    skipped = "主管部门在举报中被提到，需要回避；" if cells and not leads else ""
    if not leads and sharing:
        return proposal(sharing[0], Rule.MAIN, f"{skipped}{matrix.name(sharing[0])}承担主要工作。")
    if not leads and office:
        missing = skipped or f"{what}没有登记牵头部门；"
        return proposal(office, Rule.NEAREST, f"{missing}{matrix.name(office)}离现场最近。")
    undecided = "有两个牵头部门，需要协调" if leads else f"{what}{place}没有合适的牵头部门"
    if may(matrix.committee):
        return proposal(
            matrix.committee, Rule.COMMITTEE, f"{undecided}，由{matrix.name(matrix.committee)}协调。"
        )
    return proposal(None, Rule.LEADER, f"{undecided}，请分管领导指定。")


def lint(matrix: Matrix) -> list[Finding]:
    """Every hole of the table, for every industry in every smallest region; empty where all is covered."""
    return [*_unknown(matrix), *_uncovered(matrix), *_two_leads(matrix), *_offices(matrix)]


def _unknown(matrix: Matrix) -> Iterator[Finding]:
    for cell in matrix.cells:
        if cell.category not in matrix.categories:
            yield Finding(Gap.UNKNOWN_CATEGORY, cell.category, cell.region)
        if cell.region and cell.region not in matrix.tree:
            yield Finding(Gap.UNKNOWN_REGION, cell.category, cell.region)
        strange = [one for one in (cell.lead, *cell.co_handlers) if one not in matrix.departments]
        if strange:
            yield Finding(Gap.UNKNOWN_DEPARTMENT, cell.category, cell.region, tuple(strange))


def _uncovered(matrix: Matrix) -> Iterator[Finding]:
    """One finding for a whole county or town where all below lack the same."""
    for category in matrix.categories:
        bare = {region for region in _places(matrix) if not _has_lead(matrix, category, region)}
        for region in sorted(bare):
            lineage = matrix.tree.lineage(region)
            parent = lineage[1].code if len(lineage) > 1 else ""
            siblings = [one.code for one in matrix.tree.children(parent)] if parent else []
            if siblings and all(one in bare for one in siblings) and parent in bare:
                continue
            yield Finding(Gap.UNCOVERED, category, region)


def _has_lead(matrix: Matrix, category: str, region: str) -> bool:
    return any(cell.lead in matrix.departments for cell in matrix.narrowest(category, region))


def _places(matrix: Matrix) -> list[str]:
    return [region.code for region in matrix.tree] or [""]


def _two_leads(matrix: Matrix) -> Iterator[Finding]:
    seen: dict[tuple[str, str], dict[str, None]] = {}
    for cell in matrix.cells:
        seen.setdefault((cell.category, cell.region), {})[cell.lead] = None
    for (category, region), leads in seen.items():
        if len(leads) > 1:
            yield Finding(Gap.TWO_LEADS, category, region, tuple(leads))


def _offices(matrix: Matrix) -> Iterator[Finding]:
    if matrix.committee not in matrix.departments:
        yield Finding(Gap.NO_COMMITTEE)
    for town in matrix.tree.at_level(Level.TOWN):
        if matrix.office_near(town.code) is None:
            yield Finding(Gap.NO_TOWN_OFFICE, region=town.code)
