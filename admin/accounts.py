"""Accounts, for whoever makes them: the list, a new one, closing one, a new first password."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin import notices
from admin.done import send_on
from admin.forms import Typed
from admin.leaving import StillOpen, leaving, require_settled
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.errors import RuleViolation
from core.sort_orders import Page
from core.text import as_typed
from places.services import load_tree
from staff.actors import Scope
from staff.binding import unbind
from staff.leaving import Bound
from staff.models import StaffUser
from staff.people import PAGE, STAFF_ORDERS, StaffLine, StaffWanted, staff_page
from staff.permissions import StaffPermission
from staff.refusals import NoScope, NoSuchStaff, OwnAccount
from staff.services import find_staff, roles_of
from tipoffs.leaving import hand_over
from tipoffs.routing.matrix import Matrix
from tipoffs.routing.services import load_matrix

MANAGE = StaffPermission.MANAGE
_LONGEST = 200
HEADS = ("姓名", "登录名", "角色", "管辖", "状态", "建立", "停用")


class AccountPages:
    """The pages of whoever makes and closes accounts."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list = staff_list(needs, "people")

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/people", self.listed, name="people", permission=MANAGE, menu=MenuItem("人员", "people"))
        routes.add("/people/new", self.new, name="new_account", permission=MANAGE, methods=("GET", "POST"))
        self._list.add_to(routes, "/people", MANAGE)
        routes.add("/people/<login>", self.one, name="account", permission=MANAGE)
        for step, view in (
            ("deactivate", self.deactivate),
            ("hand-over", self.hand_over),
            ("password", self.password),
            ("unbind", self.unbind),
        ):
            rule, name = f"/people/<login>/{step}", f"account_{step.replace('-', '_')}"
            routes.add(rule, view, name=name, permission=MANAGE, methods=("POST",))

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Who has an account."""
        return page("people", **listing(self._list, "account", visitor), visitor=visitor)

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Make an account; its first password is told here and nowhere again."""
        with self._needs.database.reading() as session:
            matrix = load_matrix(session)
            regions = [(one.code, matrix.tree.full_name(one.code)) for one in load_tree(session)]
        places = (
            ("一个部门的", [(f"department:{one.code}", one.name) for one in matrix.departments.values()]),
            ("一个区划和它下面的", [(f"region:{code}", name) for code, name in regions]),
        )
        form = Typed.sent()
        if request.method == "GET":
            return page("account_new", form=form, places=places)
        try:
            scope = _scope(form.text("scope"), {code for code, _ in regions}, set(matrix.departments))
            with self._needs.database.writing() as session:
                user, password = self._needs.staff.add(
                    session,
                    login=form.text("login").lower(),
                    name=form.text("name"),
                    scope=scope,
                    actor=visitor.actor,
                    now=self._needs.clock.now(),
                )
        except RuleViolation as refusal:
            return page("account_new", 409, form=form, places=places, refusal=form.refused(refusal))
        return page("first_password", user=user, password=password, is_new=True)

    def one(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """One account: its roles, its WeChat, and what may be done with it."""
        return self._shown(visitor, login)

    def deactivate(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """Close it, for good; not while something would stand still that nobody said they know of."""
        reason = as_typed(request.form.get("reason", ""))[:_LONGEST]
        needs, actor, now = self._needs, visitor.actor, self._needs.clock.now()
        try:
            with needs.database.writing() as session:
                user = find_staff(session, login)
                is_asked = user is not None and user.active and user.login != actor.id
                if user is not None and is_asked and not request.form.get("known"):
                    require_settled(session, needs, user, actor, now)
                needs.staff.deactivate(session, login, actor=actor, now=now, reason=reason)
        except (OwnAccount, StillOpen) as refusal:
            return self._shown(visitor, login, refusal.sentence)
        return send_on("account", "deactivated", login=login)

    def hand_over(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """Give a colleague what of one kind is bound to this person."""
        form, needs, now = Typed.sent(), self._needs, self._needs.clock.now()
        try:
            bound = form.one_of(Bound, "bound", "交接什么")
            with needs.database.writing() as session:
                heir = needs.staff.actor_of(session, form.needed("heir", "接手的人"))
                hand_over(session, bound, login, heir, load_tree(session), visitor.actor, now)
        except NoSuchStaff:
            return self._shown(visitor, login, notices.WHICH_HEIR)
        except RuleViolation as refusal:
            return self._shown(visitor, login, refusal.sentence)
        return send_on("account", "handed_over", login=login)

    def password(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """A new first password, told once."""
        needs = self._needs
        try:
            with needs.database.writing() as session:
                password = needs.sign_in.new_password(
                    session, login, actor=visitor.actor, now=needs.clock.now()
                )
                user = find_staff(session, login)
        except NoSuchStaff:
            raise
        except RuleViolation as refusal:
            return self._shown(visitor, login, refusal.sentence)
        return page("first_password", user=user, password=password, is_new=False)

    def unbind(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """Take the WeChat off an account."""
        with self._needs.database.writing() as session:
            unbind(session, login, actor=visitor.actor, now=self._needs.clock.now())
        return send_on("account", "unbound", login=login)

    def _shown(self, visitor: Visitor, login: str, refusal: str = "") -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            user = find_staff(session, login)
            if user is None:
                raise NoSuchStaff
            held, reach = roles_of(session, user), _reach(user, load_matrix(session))
            left = leaving(session, self._needs, user, visitor.actor, self._needs.clock.now())
        return page(
            "account", 409 if refusal else 200,
            reach=reach, user=user, held=held, left=left, visitor=visitor, refusal=refusal,
        )  # fmt: skip


def staff_list(needs: Needs, route: str) -> Listing[StaffLine]:
    """The accounts, for the route of whoever makes them and of whoever gives them roles."""

    def rows(session: Session, lines: Sequence[StaffLine]) -> Iterator[Sequence[Cell]]:
        matrix, known = load_matrix(session), needs.roles.roles
        for one in lines:
            yield [
                one.user.name, one.user.login,
                "、".join(known[word].label if word in known else word for word in one.roles),
                _reach(one.user, matrix), "在用" if one.user.active else "已停用",
                stamp(one.user.created_at), stamp(one.user.deactivated_at),
            ]  # fmt: skip

    return Listing(
        needs, route, "人员", STAFF_ORDERS, _lines, HEADS, rows,
        row=lambda line: line.user, widths={"角色": 40}, most=PAGE,
    )  # fmt: skip


def listing(of: Listing[StaffLine], behind: str, visitor: Visitor) -> dict[str, Any]:
    """A page of accounts as its address wants them; ``behind`` is the route of one of them."""
    with of.needs.database.reading() as session:
        leaf, matrix = of.leaf(session, visitor), load_matrix(session)
    return {
        "reach": {line.user.login: _reach(line.user, matrix) for line in leaf.lines},
        "leaf": leaf,
        "wanted": _wanted(),
        "route": of.route,
        "behind": behind,
        "choices": of.needs.roles.roles.values(),
    }


def _lines(session: Session, _visitor: Visitor, page: Page) -> Sequence[StaffLine]:
    return staff_page(session, _wanted(), page)


def _wanted() -> StaffWanted:
    """What the address narrows the list to."""
    asked = request.args
    return StaffWanted(
        asked.get("words", "").strip()[:_LONGEST], asked.get("role", ""), bool(asked.get("open"))
    )


def _reach(user: StaffUser, matrix: Matrix) -> str:
    """What somebody may see, in words."""
    if user.everywhere:
        return "全县"
    if user.region:
        return matrix.tree.full_name(user.region) or user.region
    return matrix.name(user.department or "")


def _scope(word: str, regions: set[str], departments: set[str]) -> Scope:
    """The scope that one line of the form stands for."""
    kind, _, code = word.partition(":")
    if kind == "everywhere":
        return Scope(everywhere=True)
    if kind == "region" and code in regions:
        return Scope(regions=frozenset([code]))
    if kind == "department" and code in departments:
        return Scope(departments=frozenset([code]))
    raise NoScope(notices.WHICH_SCOPE)
