"""Accounts, their roles, and the ``Actor`` that an account becomes when it does something."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from core.text import width_folded
from staff.actors import Actor, ActorKind, Scope
from staff.audit import record
from staff.models import RoleRequest, StaffRole, StaffUser
from staff.passwords import first_password, hashed
from staff.permissions import StaffPermission
from staff.refusals import (
    BadLogin,
    Inactive,
    Incompatible,
    LoginNeeded,
    LoginTaken,
    NamelessStaff,
    NeedsSecond,
    NoScope,
    NoSuchStaff,
    OwnAccount,
    OwnRights,
)
from staff.roles import Role, Roles

OPERATOR = Actor(ActorKind.SYSTEM, "operator")
"""Whoever runs commands on the machine, while nobody has an account for it."""

FIRST_ADMINISTRATORS = {"admin": "system_admin", "security": "security_admin", "audit": "audit_admin"}
"""The first accounts and their roles: three, because no one may manage accounts, rights and the log alone."""

_LOGIN = re.compile(r"[a-z][a-z0-9.-]{1,31}")
_LONGEST_NAME = 64


class StaffService:
    """The verbs of the administrators; ``roles`` says what each role may do."""

    def __init__(self, roles: Roles) -> None:
        self._roles = roles

    def add(
        self, session: Session, *, login: str, name: str, scope: Scope, actor: Actor, now: datetime
    ) -> tuple[StaffUser, str]:
        """Make an account without roles; also the first password, which is kept nowhere.

        A scope is said, never guessed: ``NoScope`` when it is empty. It holds one region and one department.
        """
        actor.require(StaffPermission.MANAGE)
        if not _LOGIN.fullmatch(login):
            raise BadLogin
        name = " ".join(width_folded(name).split())
        if not name or len(name) > _LONGEST_NAME:
            raise NamelessStaff
        if not (scope.everywhere or scope.regions or scope.departments):
            raise NoScope
        if session.scalar(select(StaffUser.id).where(StaffUser.login == login)) is not None:
            raise LoginTaken
        password = first_password()
        user = StaffUser(
            login=login,
            name=name,
            everywhere=scope.everywhere,
            region=_one(scope.regions),
            department=_one(scope.departments),
            active=True,
            password=hashed(password),
            must_change=True,
            created_at=now,
        )
        session.add(user)
        session.flush()
        detail = {"everywhere": user.everywhere, "region": user.region, "department": user.department}
        record(session, actor=actor, action="staff.add", subject=f"staff:{login}", now=now, detail=detail)
        return user, password

    def grant(self, session: Session, login: str, role: str, *, actor: Actor, now: datetime) -> bool:
        """Give somebody a role; False if they hold it. ``Incompatible`` names the rule it would break.

        ``NeedsSecond`` for a role that touches identities, money or settings, once there is somebody to take
        the second look: ``staff.role_requests`` is the way then.
        """
        actor.require(StaffPermission.GRANT)
        user, wanted = self.grantable(session, login, role, actor)
        if wanted is None:
            return False
        if self._needs_second(session, wanted, actor, login):
            raise NeedsSecond
        self.give(session, user, wanted, actor=actor, now=now)
        return True

    def grantable(
        self, session: Session, login: str, role: str, actor: Actor
    ) -> tuple[StaffUser, Role | None]:
        """The account, locked, and the role that may be given to it; None if they hold it."""
        wanted = self._roles.role(role)
        user = self._held(session, login, actor)
        if not user.active:
            raise Inactive
        held = roles_of(session, user)
        if wanted.word in held:
            return user, None
        if rule := self._roles.clash([*held, wanted.word]):
            raise Incompatible(self._refusal(user, held, wanted, rule.why))
        return user, wanted

    def give(
        self,
        session: Session,
        user: StaffUser,
        wanted: Role,
        *,
        actor: Actor,
        now: datetime,
        asked_by: str = "",
    ) -> None:
        """Write a role down that ``grantable`` let through; who asked for it stands beside it in the log."""
        session.add(StaffRole(staff_id=user.id, role=wanted.word, granted_at=now, granted_by=actor.id))
        session.flush()
        detail = {"role": wanted.word} | ({"asked_by": asked_by} if asked_by else {})
        subject = f"staff:{user.login}"
        record(session, actor=actor, action="staff.grant", subject=subject, now=now, detail=detail)

    def _needs_second(self, session: Session, wanted: Role, actor: Actor, login: str) -> bool:
        if actor.kind is not ActorKind.STAFF or not self._roles.needs_second_factor([wanted.word]):
            return False
        able = {one.login for one in self.staff_with(session, StaffPermission.CONFIRM)}
        return bool(able - {actor.id, login})

    def revoke(self, session: Session, login: str, role: str, *, actor: Actor, now: datetime) -> bool:
        """Take a role from somebody; False if they do not hold it."""
        actor.require(StaffPermission.GRANT)
        user = self._held(session, login, actor)
        # A role that the data no longer has can still be taken away.
        word = role if role in roles_of(session, user) else self._roles.role(role).word
        row = session.scalar(select(StaffRole).where(StaffRole.staff_id == user.id, StaffRole.role == word))
        if row is None:
            return False
        session.delete(row)
        session.flush()
        self._note(session, "staff.revoke", user, word, actor, now)
        return True

    def deactivate(
        self, session: Session, login: str, *, actor: Actor, now: datetime, reason: str = ""
    ) -> bool:
        """Close an account, for good; False if it is closed. Its roles stay on record and permit nothing.

        ``OwnAccount`` for one's own.
        """
        actor.require(StaffPermission.MANAGE)
        if actor.kind is ActorKind.STAFF and actor.id == login:
            raise OwnAccount
        user = held_staff(session, login)
        if not user.active:
            return False
        user.active, user.deactivated_at = False, now
        # What was asked for in their favour can no longer be given: it must not wait for a second look.
        session.execute(
            update(RoleRequest)
            .where(RoleRequest.staff_id == user.id, RoleRequest.decided_by.is_(None))
            .values(decided_by=actor.id, decided_at=now, is_granted=False)
        )
        session.flush()
        subject = f"staff:{user.login}"
        record(session, actor=actor, action="staff.deactivate", subject=subject, now=now, reason=reason)
        return True

    def actor_of(self, session: Session, login: str) -> Actor:
        """Somebody with an account, as the other packages know them; ``Inactive`` if it is closed."""
        user = find_staff(session, login)
        if user is None:
            raise NoSuchStaff(f"没有登录名是“{login}”的工作人员。")
        if not user.active:
            raise Inactive
        return self.actor_with(user, roles_of(session, user))

    def actor_with(self, user: StaffUser, held: Sequence[str]) -> Actor:
        """Somebody whose open account and roles were read in this very transaction."""
        return Actor(
            ActorKind.STAFF, user.login, frozenset(held), self._roles.permissions_of(held), scope_of(user)
        )

    def acting(self, session: Session, login: str | None, permission: str) -> Actor:
        """Who runs a command that needs ``permission``: the login, or the operator of the machine.

        The operator is believed only while no open account has the permission: so a new system gets its first
        accounts, and gets out when the last administrator is gone.
        """
        if login is not None:
            actor = self.actor_of(session, login)
            actor.require(permission)
            return actor
        if self.is_staffed(session, permission):
            raise LoginNeeded
        return OPERATOR

    def is_staffed(self, session: Session, permission: str) -> bool:
        """Whether an open account has this permission."""
        query = (
            select(StaffUser.id)
            .join(StaffRole, StaffRole.staff_id == StaffUser.id)
            .where(StaffUser.active, StaffRole.role.in_(self._roles.with_permission(permission)))
        )
        return session.scalar(query.limit(1)) is not None

    def staff_with(self, session: Session, permission: str) -> Sequence[StaffUser]:
        """The open accounts that have this permission."""
        roles = self._roles.with_permission(permission)
        return session.scalars(
            select(StaffUser)
            .where(
                StaffUser.active,
                StaffUser.id.in_(select(StaffRole.staff_id).where(StaffRole.role.in_(roles))),
            )
            .order_by(StaffUser.id)
        ).all()

    def _held(self, session: Session, login: str, actor: Actor) -> StaffUser:
        if actor.kind is ActorKind.STAFF and actor.id == login:
            raise OwnRights
        return held_staff(session, login)

    def _refusal(self, user: StaffUser, held: Sequence[str], wanted: Role, why: str) -> str:
        labels = "、".join(self._roles.roles[word].label for word in held if word in self._roles.roles)
        return f"{user.name}已是{labels}，不能再担任{wanted.label}：{why}。"

    def _note(
        self, session: Session, action: str, user: StaffUser, role: str, actor: Actor, now: datetime
    ) -> None:
        subject = f"staff:{user.login}"
        record(session, actor=actor, action=action, subject=subject, now=now, detail={"role": role})


# Asked for every page of the office, and so written once.
_HELD: Final = select(StaffRole.role).where(StaffRole.staff_id == bindparam("id")).order_by(StaffRole.id)


def find_staff(session: Session, login: str) -> StaffUser | None:
    """The account with this login, open or closed."""
    return session.scalar(select(StaffUser).where(StaffUser.login == login))


def held_staff(session: Session, login: str) -> StaffUser:
    """The account, locked until the transaction ends: two roles given at once must see each other."""
    user = session.scalar(
        select(StaffUser)
        .where(StaffUser.login == login)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if user is None:
        raise NoSuchStaff(f"没有登录名是“{login}”的工作人员。")
    return user


def roles_of(session: Session, user: StaffUser) -> Sequence[str]:
    """The words of the roles that somebody holds."""
    return session.scalars(_HELD, {"id": user.id}).all()


def scope_of(user: StaffUser) -> Scope:
    """Which cases somebody may see."""
    return Scope(
        user.everywhere,
        frozenset([user.region] if user.region else []),
        frozenset([user.department] if user.department else []),
    )


def names_of(session: Session, logins: Iterable[str]) -> dict[str, str]:
    """The names of those who work here, by login; what is no login of ours is left out."""
    query = select(StaffUser.login, StaffUser.name).where(StaffUser.login.in_(set(logins)))
    return {row.login: row.name for row in session.execute(query)}


def list_staff(session: Session) -> Sequence[StaffUser]:
    """Everybody who has or had an account."""
    return session.scalars(select(StaffUser).order_by(StaffUser.login)).all()


def _one(codes: Iterable[str]) -> str | None:
    found = list(codes)
    if len(found) > 1:
        raise ValueError("an account has one region and one department")
    return found[0] if found else None
