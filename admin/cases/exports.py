"""Tips and hazards as files for Excel: what the lists show, to whom they show it."""

from collections.abc import Iterator

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cases.hazards import hazard_order, wanted_hazards
from admin.cases.lists import Names
from admin.cases.tips import wanted_tips
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import AT_ONCE, all_of, as_excel, noted, stamp
from admin.visitors import Visitor
from staff.actors import Actor
from tipoffs.permissions import Permission
from tipoffs.worklists import HazardLine, TipLine, Wanted, newest_tips

TIP_HEADS = (
    "编号",
    "状态",
    "类型",
    "行业",
    "区划",
    "承办单位",
    "对象",
    "初步等级",
    "核查结论",
    "收到",
    "答复期限",
)
HAZARD_HEADS = (
    "编号", "状态", "等级", "行业", "区划", "督促部门", "对象", "登记", "整改期限", "复查没通过", "挂牌督办",
    "复发自",
)  # fmt: skip
_WIDTHS = {"区划": 30, "对象": 30, "编号": 26}


class CaseExports:
    """One file for each list; its filter stands in the address, as that of the list."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        for name, view, permission in (
            ("tips", self.tips, Permission.TIPS_SEE),
            ("hazards", self.hazards, Permission.HAZARDS_SEE),
        ):
            routes.add(
                f"/{name}/export", view, name=f"{name}_export", permission=permission, methods=("POST",)
            )

    def tips(self, visitor: Visitor) -> ResponseReturnValue:
        """The newest first, whatever the order of the page: a clock may run for none of them."""
        needs = self._needs
        with needs.database.reading() as session:
            names = Names.of(session, needs.cases())
            rows = _tip_rows(session, visitor.actor, wanted_tips(names), names)
            file = as_excel(needs, "举报件", TIP_HEADS, rows, _WIDTHS)
        return noted(file, needs, visitor, "tips.export", "tips")

    def hazards(self, visitor: Visitor) -> ResponseReturnValue:
        """In the order of the page."""
        needs = self._needs
        with needs.database.reading() as session:
            names = Names.of(session, needs.cases())
            wanted = wanted_hazards(names, needs.clock.now())
            rows = _hazard_rows(session, visitor.actor, wanted, names)
            file = as_excel(needs, "隐患", HAZARD_HEADS, rows, _WIDTHS)
        return noted(file, needs, visitor, "hazards.export", "hazards")


def _tip_rows(session: Session, actor: Actor, wanted: Wanted, names: Names) -> Iterator[list[str]]:
    def page(last: TipLine | None) -> list[TipLine]:
        return list(newest_tips(session, actor, wanted, last, AT_ONCE))

    for one in all_of(page):
        yield [
            one.number, one.state.label, one.kind.label, names.category(one.category),
            names.region(one.region), names.department(one.department), one.object_name,
            one.level.label if one.level else "", one.finding.label if one.finding else "",
            stamp(one.submitted_at), stamp(one.answer_by),
        ]  # fmt: skip


def _in_order(session: Session, actor: Actor, wanted: Wanted) -> Iterator[HazardLine]:
    order, after = hazard_order(), ""
    while True:
        lines, after = order.page(session, actor, wanted, after, AT_ONCE)
        yield from lines
        if not after:
            return


def _hazard_rows(session: Session, actor: Actor, wanted: Wanted, names: Names) -> Iterator[list[str]]:
    for one in _in_order(session, actor, wanted):
        yield [
            one.code, one.state.label, one.level.label, names.category(one.category),
            names.region(one.region), names.department(one.department), one.object_name,
            stamp(one.registered_at), stamp(one.due_at),
            f"{one.failed_reinspections}次" if one.failed_reinspections else "",
            "是" if one.is_listed else "", one.recurs or "",
        ]  # fmt: skip
