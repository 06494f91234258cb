"""Roles, for whoever gives them: granting, revoking, and the telephone of somebody who lost it."""

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.accounts import listing, staff_list
from admin.done import send_on
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from staff.permissions import StaffPermission
from staff.refusals import NeedsSecond, NoSuchStaff
from staff.role_requests import RoleRequests, waiting_roles
from staff.services import find_staff, names_of, roles_of

GRANT, CONFIRM = StaffPermission.GRANT, StaffPermission.CONFIRM


class GrantingPages:
    """The pages of the security administrator."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list = staff_list(needs, "rights")

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/rights", self.listed, name="rights", permission=GRANT, menu=MenuItem("角色授权", "key"))
        self._list.add_to(routes, "/rights", GRANT)
        routes.add("/rights/<login>", self.one, name="rights_of", permission=GRANT)
        for step, view in (("grant", self.grant), ("revoke", self.revoke), ("factor", self.factor)):
            rule, name = f"/rights/<login>/{step}", f"rights_{step}"
            routes.add(rule, view, name=name, permission=GRANT, methods=("POST",))
        routes.add(
            "/role-requests",
            self.waiting,
            name="role_requests",
            permission=CONFIRM,
            menu=MenuItem("角色复核", "key"),
        )
        routes.add(
            "/role-requests/<int:number>",
            self.decide,
            name="role_request_decide",
            permission=CONFIRM,
            methods=("POST",),
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Who holds which roles."""
        return page("people", **listing(self._list, "rights_of", visitor), visitor=visitor)

    def one(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """The roles of one person, and those they may still be given."""
        return self._shown(visitor, login)

    def grant(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """Give a role; a clash is told as the rule says it."""
        needs, role = self._needs, request.form.get("role", "")
        if role not in needs.roles.roles:
            return self._shown(visitor, login, notices.CHOOSE_ROLE)
        try:
            with needs.database.writing() as session:
                is_new = needs.staff.grant(session, login, role, actor=visitor.actor, now=needs.clock.now())
        except NotFound:
            raise
        except NeedsSecond:
            return self._ask(visitor, login, role)
        except RuleViolation as refusal:
            return self._shown(visitor, login, refusal.sentence, role)
        return send_on("rights_of", "granted" if is_new else "held", login=login)

    def _ask(self, visitor: Visitor, login: str, role: str) -> ResponseReturnValue:
        needs = self._needs
        with needs.database.writing() as session:
            requests = RoleRequests(needs.staff)
            is_new = requests.ask(session, login, role, actor=visitor.actor, now=needs.clock.now())
        return send_on("rights_of", "role_asked" if is_new else "role_waits", login=login)

    def waiting(self, visitor: Visitor) -> ResponseReturnValue:
        """What waits for the second look."""
        return self._waiting(visitor)

    def decide(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Take the second look at a role that somebody asked for: grant it or not."""
        needs, is_granted = self._needs, bool(request.form.get("grant"))
        try:
            with needs.database.writing() as session:
                RoleRequests(needs.staff).decide(
                    session, number, is_granted=is_granted, actor=visitor.actor, now=needs.clock.now()
                )
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._waiting(visitor, refusal.sentence)
        return send_on("role_requests", "role_confirmed" if is_granted else "role_refused")

    def _waiting(self, visitor: Visitor, refusal: str = "") -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            lines = waiting_roles(session)
            people = names_of(session, {one.asked_by for one, _ in lines})
        return page(
            "role_requests",
            409 if refusal else 200,
            lines=[(one, user, self._needs.roles.roles.get(one.role)) for one, user in lines],
            people=people,
            labels=self._needs.labels,
            own=visitor.actor.id,
            refusal=refusal,
        )

    def revoke(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """Take a role back."""
        needs = self._needs
        try:
            with needs.database.writing() as session:
                needs.staff.revoke(
                    session, login, request.form.get("role", ""), actor=visitor.actor, now=needs.clock.now()
                )
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._shown(visitor, login, refusal.sentence)
        return send_on("rights_of", "revoked", login=login)

    def factor(self, visitor: Visitor, login: str) -> ResponseReturnValue:
        """The telephone is lost: they bind another at the next sign-in."""
        needs = self._needs
        try:
            with needs.database.writing() as session:
                needs.sign_in.reset(session, login, actor=visitor.actor, now=needs.clock.now())
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._shown(visitor, login, refusal.sentence)
        return send_on("rights_of", "factor", login=login)

    def _shown(
        self, visitor: Visitor, login: str, refusal: str = "", chosen: str = ""
    ) -> ResponseReturnValue:
        known = self._needs.roles
        with self._needs.database.reading() as session:
            user = find_staff(session, login)
            if user is None:
                raise NoSuchStaff
            held, waits = roles_of(session, user), waiting_roles(session, login)
        # Shown before anybody tries: why a role is out of reach. The service decides again.
        others = [
            (role, clash.why if (clash := known.clash([*held, role.word])) else "")
            for role in known.roles.values()
            if role.word not in held
        ]
        return page(
            "rights_of",
            409 if refusal else 200,
            user=user,
            held=[(word, known.roles.get(word)) for word in held],
            others=others,
            waits=[known.roles[one.role].label for one, _ in waits if one.role in known.roles],
            labels=self._needs.labels,
            is_own=user.login == visitor.actor.id,
            refusal=refusal,
            chosen=chosen,
        )
