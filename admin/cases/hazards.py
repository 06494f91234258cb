"""The Hazards section: the register, one hazard with its steps, the board of 挂牌督办, the 3030 ranking."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of
from admin.cases.deadlines import WEEK, remaining
from admin.cases.hazard_forms import LEVELS, VERBS, WARNINGS, fields_of, new_hazard, take
from admin.cases.letters import letters_for
from admin.cases.lists import Names, wanted_by_address
from admin.cases.needs import CaseServices
from admin.cases.tip_verbs import Doing
from admin.done import back
from admin.forms import Field, StepForm, Typed
from admin.listing import leaf_of
from admin.marks import after_words
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.visitors import Visitor
from core.clock import EARLIEST, china_date
from core.errors import NotFound, RuleViolation
from core.optimistic_locking import fingerprint_of
from core.sort_orders import chosen
from places.calendar import load_workdays
from staff.actors import Actor, NotPermitted
from staff.moves import permission_of
from staff.services import names_of
from tipoffs.hazard_orders import HAZARD_ORDERS, HazardOrder
from tipoffs.hazards.code import BadCode, parse_code
from tipoffs.hazards.models import HazardLevel, HazardSource
from tipoffs.hazards.next_steps import next_steps
from tipoffs.hazards.queries import (
    HazardFile,
    board,
    hazard_file,
    maybe_recurred,
    ranking_by_department,
    ranking_by_town,
)
from tipoffs.hazards.status import MOVES, OPEN, HazardAction, HazardState
from tipoffs.letters.kinds import Addressee
from tipoffs.permissions import Permission
from tipoffs.worklists import PAGE, Wanted

FILTERS = ("state", "level", "department", "category", "region", "due", "square")
_SOURCES = [(one.value, one.label) for one in HazardSource]


class HazardPages:
    """The register of hazards: the list, and one hazard with its steps."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages: one route for each step, with the permission that the table asks for."""
        may = Permission.HAZARDS_SEE
        routes.add("/hazards", self.hazards, name="hazards", permission=may, menu=MenuItem("隐患", "hazard"))
        routes.add("/hazards/board", self.board, name="hazard_board", permission=may)
        routes.add_new(
            "/hazards/new", self.register, name="hazard_new", permission=Permission.HAZARDS_REGISTER
        )
        routes.add("/hazards/<code>", self.show, name="hazard", permission=may)
        for action in VERBS:
            routes.add(
                f"/hazards/<code>/step/{action.value.replace('_', '-')}",
                partial(self.step, action=action),
                name=f"hazard_{action.value}",
                permission=permission_of(MOVES, action),
                methods=("POST",),
            )

    def hazards(self, visitor: Visitor) -> ResponseReturnValue:
        """What is open, the first due first unless another order is asked for; ``code`` leads to one."""
        written, refusal = request.args.get("code", "").strip(), ""
        if written:
            try:
                return redirect(url_for("admin.hazard", code=str(parse_code(written))))
            except BadCode as bad:
                # The check digit tells a code that was misheard on the telephone from one that is not there.
                refusal = bad.sentence
        services, now = self._needs.cases(), self._needs.clock.now()
        with self._needs.database.reading() as session:
            names, workdays = Names.of(session, services), load_workdays(session)
            wanted = wanted_hazards(names, now)
            order = hazard_order()
            lines, mark = order.page(session, visitor.actor, wanted, after_words(), PAGE)
        left = {
            one.code: remaining(one.due_at, now, workdays)
            for one in lines
            if one.due_at and one.state in OPEN
        }
        shown = {name: request.args.get(name, "") for name in (*FILTERS, "group")}
        return page(
            "cases/hazards",
            leaf=leaf_of("hazards", lines, mark, orders=HAZARD_ORDERS, order=order), left=left, names=names,
            shown=shown, states=HazardState, levels=HazardLevel,
            may_register=visitor.actor.may(Permission.HAZARDS_REGISTER), refusal=refusal, written=written,
            is_narrowed=any(request.args.get(name) for name in FILTERS),
        )  # fmt: skip

    def board(self, visitor: Visitor) -> ResponseReturnValue:
        """What is listed for supervision, and how the towns and departments stand this month."""
        services, now = self._needs.cases(), self._needs.clock.now()
        month = china_date(now)
        with self._needs.database.reading() as session:
            names = Names.of(session, services)
            seen = [one for one in board(session, now) if self._may_see(session, one.code, visitor.actor)]
            towns, units = ranking_by_town(session, month, now), ranking_by_department(session, month, now)
        return page("cases/board", lines=seen, names=names, towns=towns, units=units, month=month)

    def register(self, visitor: Visitor) -> ResponseReturnValue:
        """Write a hazard into the register."""
        needs, services = self._needs, self._needs.cases()
        with needs.database.reading() as session:
            fields = _register_fields(Names.of(session, services))
        if request.method == "GET":
            return page("cases/hazard_new", fields=fields)
        typed, now = Typed.sent(), needs.clock.now()
        try:
            with needs.database.writing() as session:
                new = new_hazard(Doing(services, session, "", typed, visitor.actor, now))
                if new.region not in services.tree() or new.category not in dict(fields[1].choices):
                    raise NotFound
                code = services.hazards.register(session, new, (visitor.actor.id,), visitor.actor, now).code
        except RuleViolation as refusal:
            return page("cases/hazard_new", 409, fields=fields, typed=typed, refusal=typed.refused(refusal))
        return back(url_for("admin.hazard", code=code), HazardAction.REGISTER.value)

    def show(self, visitor: Visitor, code: str) -> ResponseReturnValue:
        """One hazard: its history, its letters and the steps allowed now."""
        return self._page(visitor, code)

    def step(self, visitor: Visitor, code: str, action: HazardAction) -> ResponseReturnValue:
        """Take one step, or show the page again with what was typed."""
        needs, typed = self._needs, Typed.sent()
        services, now = needs.cases(), needs.clock.now()
        services.get_ready(now)
        with needs.database.reading() as session:
            _opened(session, services, code, visitor.actor)
        try:
            with needs.database.writing() as session:
                take(action, Doing(services, session, code, typed, visitor.actor, now))
        except RuleViolation as refusal:
            return self._page(
                visitor, code, 409, refusal=typed.refused(refusal), failed=action.value, typed=typed
            )
        return back(url_for("admin.hazard", code=code), action.value)

    def _may_see(self, session: Session, code: str, actor: Actor) -> bool:
        try:
            _opened(session, self._needs.cases(), code, actor)
        except NotFound:
            return False
        return True

    def _page(self, visitor: Visitor, code: str, status: int = 200, **more: object) -> ResponseReturnValue:
        needs, actor, now = self._needs, visitor.actor, self._needs.clock.now()
        services = needs.cases()
        with needs.database.reading() as session:
            file = _opened(session, services, code, actor)
            hazard, workdays, names = file.hazard, load_workdays(session), Names.of(session, services)
            left_days = workdays.between(china_date(now), china_date(hazard.due_at)) if hazard.due_at else 0
            steps = [one for one in next_steps(session, hazard, actor, now, left_days) if one.action in VERBS]
            staff = needs.staff.staff_with(session, Permission.HAZARDS_FIX)
            fixers = [(one.login, f"{one.name}（{one.login}）") for one in staff]
            people = names_of(
                session,
                {one.actor for one in file.steps} | {*hazard.finders, *hazard.fixers}
                | {one.inspector for one in file.looks},
            )  # fmt: skip
            recurred = maybe_recurred(session, hazard)
        forms = [
            StepForm(
                one.action.value, one.action.label, url_for(f"admin.hazard_{one.action.value}", code=code),
                fields_of(one.action, hazard, names.department_choices, fixers), WARNINGS.get(one.action, ""),
                is_main=one.action not in (HazardAction.REGRADE, HazardAction.ENFORCE),
                seen=fingerprint_of(
                    file.orders[-1].id if one.action is HazardAction.SIGN_ORDER else hazard.version
                ),
            )
            for one in steps if not one.obstacle
        ]  # fmt: skip
        forms.sort(key=lambda one: not one.is_main)
        left = remaining(hazard.due_at, now, workdays) if hazard.due_at and hazard.state in OPEN else None
        return page(
            "cases/hazard", status,
            file=file, hazard=hazard, names=names, people=people, forms=forms, left=left, recurred=recurred,
            blocked=[one for one in steps if one.obstacle], letters=letters_for(actor),
            addressees=Addressee, **more,
        )  # fmt: skip


def hazard_order() -> HazardOrder:
    """The order that the address asks for."""
    return chosen(HAZARD_ORDERS, request.args.get("sort", ""))


def wanted_hazards(names: Names, now: datetime) -> Wanted:
    """What the address narrows the register to."""
    state = word_of(HazardState, "state")
    states = (state,) if state else () if request.args.get("group") == "all" else OPEN
    wanted = wanted_by_address(names, states, word_of(HazardLevel, "level"))
    return replace(wanted, due=_due(request.args.get("due"), now))


def _opened(session: Session, services: CaseServices, code: str, actor: Actor) -> HazardFile:
    if not code.isprintable():
        raise NotFound
    try:
        return hazard_file(session, services.tips.office.regions, code, actor)
    except NotPermitted as refusal:
        raise NotFound from refusal


def _register_fields(names: Names) -> tuple[Field, ...]:
    return (
        Field("region", "区划", "choice", [("", "请选择"), *names.region_choices]),
        Field("category", "行业", "choice", [("", "请选择"), *names.category_choices]),
        Field("level", "等级", "choice", LEVELS),
        Field("source", "来源", "choice", _SOURCES, value=HazardSource.INSPECTION.value),
        Field("object_name", "单位或场所", most=200),
        Field("address", "地点", most=300),
        Field("description", "情况", "area", rows=4),
    )


def _due(word: str | None, now: datetime) -> tuple[datetime, datetime] | None:
    """The moments between which the time for a repair ends: over, or within a week."""
    if word == "late":
        return EARLIEST, now
    return (now, now + WEEK) if word == "week" else None
