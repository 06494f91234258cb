"""What a handling unit sees: the tips handed to it, by intake's summary alone."""

from collections.abc import Iterator, Sequence
from functools import partial

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cases.deadlines import remaining
from admin.cases.evidence import picture
from admin.cases.lists import Names
from admin.cases.tip_forms import Around
from admin.cases.tip_page import UNIT_STEPS, step_form
from admin.cases.tip_verbs import Doing, take
from admin.done import back
from admin.forms import Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from core.sort_orders import Page
from places.calendar import load_workdays
from staff.actors import NotPermitted
from staff.moves import permission_of
from tipoffs.evidence.permissions import EvidencePermission
from tipoffs.permissions import Permission
from tipoffs.tips.files import get_tip
from tipoffs.tips.status import MOVES, TipAction
from tipoffs.tips.views import UNIT_ORDERS, UnitView, unit_list, unit_view

HEADS = ("编号", "状态", "行业", "地点", "摘要", "答复期限")


class UnitPages:
    """The unit's list, one of its tips, and its two steps."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[UnitView] = Listing(
            needs, "unit", "交办件", UNIT_ORDERS, _lines, HEADS, self._rows, widths={"摘要": 60, "地点": 30}
        )

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        may = Permission.TIPS_HANDLE
        routes.add("/unit", self.tips, name="unit", permission=may, menu=MenuItem("交办件", "tip"))
        self._list.add_to(routes, "/unit", may)
        routes.add("/unit/<number>", self.tip, name="unit_tip", permission=may)
        routes.add(
            "/unit/<number>/evidence/<name>",
            self.photo,
            name="unit_evidence",
            permission=EvidencePermission.SHARED,
        )
        for action in sorted(UNIT_STEPS):
            routes.add(
                f"/unit/<number>/{action.value}",
                partial(self.step, action=action),
                name=f"tip_{action.value}",
                permission=permission_of(MOVES, action),
                methods=("POST",),
            )

    def tips(self, visitor: Visitor) -> ResponseReturnValue:
        """What lies with the unit, the most urgent first."""
        services, now = self._needs.cases(), self._needs.clock.now()
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
            workdays = load_workdays(session)
            names = Names.of(session, services)
        left = {one.number: remaining(one.answer_by, now, workdays) for one in leaf.lines if one.answer_by}
        return page("cases/unit_list", leaf=leaf, names=names, left=left)

    def _rows(self, session: Session, lines: Sequence[UnitView]) -> Iterator[Sequence[Cell]]:
        """The summary, never the reporter's words."""
        names = Names.of(session, self._needs.cases())
        for one in lines:
            yield [
                one.number, one.state.label, names.category(one.category), one.place, one.summary,
                stamp(one.answer_by),
            ]  # fmt: skip

    def tip(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """One tip as its handling unit may see it."""
        return self._page(visitor, number)

    def photo(self, visitor: Visitor, number: str, name: str) -> ResponseReturnValue:
        """A photo of it, as intake made it for passing on."""
        needs, services = self._needs, self._needs.cases()
        self._view(visitor, number)
        with needs.database.writing() as session:
            services.evidence.get_of(session, number, name)
            parts = services.evidence_viewer.open_shared(session, name, visitor.actor, needs.clock.now())
        return picture(parts)

    def step(self, visitor: Visitor, number: str, action: TipAction) -> ResponseReturnValue:
        """Take the unit's step: sign for the tip (签收), or return it (退回)."""
        needs, typed = self._needs, Typed.sent()
        services, now = needs.cases(), needs.clock.now()
        services.get_ready(now)
        self._view(visitor, number)
        try:
            with needs.database.writing() as session:
                take(action, Doing(services, session, number, typed, visitor.actor, now))
        except RuleViolation as refusal:
            return self._page(
                visitor, number, 409, refusal=typed.refused(refusal), failed=action.value, typed=typed
            )
        # What was given back is not the unit's any more.
        address = (
            url_for("admin.unit") if action is TipAction.RETURN else url_for("admin.unit_tip", number=number)
        )
        return back(address, action.value)

    def _view(self, visitor: Visitor, number: str) -> UnitView:
        if not number.isprintable():
            raise NotFound
        with self._needs.database.reading() as session:
            try:
                return unit_view(session, number, visitor.actor)
            except NotPermitted as refusal:
                raise NotFound from refusal

    def _page(self, visitor: Visitor, number: str, status: int = 200, **more: object) -> ResponseReturnValue:
        view, services, now = self._view(visitor, number), self._needs.cases(), self._needs.clock.now()
        with self._needs.database.reading() as session:
            names = Names.of(session, services)
            left = remaining(view.answer_by, now, load_workdays(session)) if view.answer_by else None
            around = Around(get_tip(session, number))
            photos = [one for one in services.evidence.of_case(session, number) if one.shared_file]
        lawful = [one for one in (TipAction.RECEIVE, TipAction.RETURN) if (view.state, one) in MOVES]
        forms = [step_form(one, number, around) for one in lawful]
        may_look = visitor.actor.may(EvidencePermission.SHARED)
        return page(
            "cases/unit_tip", status,
            view=view, names=names, left=left, forms=forms, photos=photos if may_look else [], **more,
        )  # fmt: skip


def _lines(session: Session, visitor: Visitor, page: Page) -> Sequence[UnitView]:
    return unit_list(session, visitor.actor, page)
