"""Accounts, for who makes them: the list, a new one, closing one, a new first password."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import send_on
from admin.doors import Doors
from admin.keeper import Visitor
from admin.marks import after_words, cut, first_page
from admin.needs import Needs
from admin.sheets import AT_ONCE, all_of, as_excel, note_taken, stamp
from admin.showing import page
from core.errors import RuleViolation
from places.services import load_tree
from staff.actors import Scope
from staff.binding import unbind
from staff.models import StaffUser
from staff.people import PAGE, StaffLine, StaffWanted, staff_page
from staff.permissions import StaffPermission
from staff.refusals import NoScope, NoSuchStaff
from staff.services import find_staff, roles_of
from tipoffs.routing.matrix import Matrix
from tipoffs.routing.services import load_matrix

MANAGE = StaffPermission.MANAGE
_LONGEST = 200
HEADS = ("姓名", "登录名", "角色", "管辖", "状态", "建立", "停用")


class People:
    """The pages of who makes and closes accounts."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        doors.add("/people", self.listed, name="people", permission=MANAGE, menu="人员", icon="people")
        doors.add("/people/new", self.new, name="new_account", permission=MANAGE, methods=("GET", "POST"))
        doors.add("/people/export", self.export, name="people_export", permission=MANAGE, methods=("POST",))
        doors.add("/people/<login>", self.one, name="account", permission=MANAGE)
        for step, view in (
            ("deactivate", self.deactivate),
            ("password", self.password),
            ("unbind", self.unbind),
        ):
            rule, name = f"/people/<login>/{step}", f"account_{step}"
            doors.add(rule, view, name=name, permission=MANAGE, methods=("POST",))

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Who has an account."""
        return page("people", **listing(self._needs, "people", "account"), visitor=visitor)

    def export(self, visitor: Visitor) -> ResponseReturnValue:
        """The accounts of the list as a file."""
        needs = self._needs
        note_taken(needs, visitor, "staff.export", "staff")
        with needs.database.reading() as session:
            matrix, known, wanted = load_matrix(session), needs.roles.roles, _wanted()

            def page_behind(last: StaffLine | None) -> Sequence[StaffLine]:
                return staff_page(session, wanted, last.user.login if last else "", AT_ONCE)

            rows = (
                [
                    one.user.name, one.user.login,
                    "、".join(known[word].label if word in known else word for word in one.roles),
                    _reach(one.user, matrix), "在用" if one.user.active else "已停用",
                    stamp(one.user.created_at), stamp(one.user.deactivated_at),
                ]
                for one in all_of(page_behind)
            )  # fmt: skip
            return as_excel(needs, "人员", HEADS, rows, {"角色": 40})

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Make an account; its first password is told here and nowhere again."""
        with self._needs.database.reading() as session:
            matrix = load_matrix(session)
            regions = [(one.code, matrix.tree.full_name(one.code)) for one in load_tree(session)]
        choices: dict[str, Any] = {"regions": regions, "departments": matrix.departments.values()}
        typed = {name: request.form.get(name, "").strip()[:_LONGEST] for name in ("login", "name", "scope")}
        if request.method == "GET":
            return page("account_new", typed=typed, **choices)
        try:
            scope = _scope(typed["scope"], {code for code, _ in regions}, set(matrix.departments))
            with self._needs.database.writing() as session:
                user, password = self._needs.staff.add(
                    session,
                    login=typed["login"].lower(),
                    name=typed["name"],
                    scope=scope,
                    actor=visitor.actor,
                    now=self._needs.clock.now(),
                )
        except RuleViolation as refusal:
            return page("account_new", 409, typed=typed, refusal=refusal.sentence, **choices)
        return page("first_password", user=user, password=password, is_new=True)

    def one(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """One account."""
        return self._shown(visitor, login)

    def deactivate(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """Close it, for good."""
        reason = request.form.get("reason", "").strip()[:_LONGEST]
        needs = self._needs
        with needs.database.writing() as session:
            needs.staff.deactivate(session, login, actor=visitor.actor, now=needs.clock.now(), reason=reason)
        return send_on("account", "deactivated", login=login)

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
        """Take their WeChat off."""
        with self._needs.database.writing() as session:
            unbind(session, login, actor=visitor.actor, now=self._needs.clock.now())
        return send_on("account", "unbound", login=login)

    def _shown(self, visitor: Visitor, login: str, refusal: str = "") -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            user = find_staff(session, login)
            if user is None:
                raise NoSuchStaff
            held, reach = roles_of(session, user), _reach(user, load_matrix(session))
        status = 409 if refusal else 200
        return page("account", status, reach=reach, user=user, held=held, visitor=visitor, refusal=refusal)


def listing(needs: Needs, door: str, behind: str) -> dict[str, Any]:
    """A page of accounts as its address wants them; ``behind`` is the door of one of them."""
    wanted = _wanted()
    with needs.database.reading() as session:
        found = staff_page(session, wanted, after_words(), PAGE + 1)
        matrix = load_matrix(session)
    lines, further = cut(found, lambda one: one.user.login, PAGE)
    choices = needs.roles.roles.values()
    return {
        "reach": {line.user.login: _reach(line.user, matrix) for line in lines},
        "lines": lines,
        "wanted": wanted,
        "further": further,
        "first": first_page(),
        "door": door,
        "behind": behind,
        "choices": choices,
    }


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
