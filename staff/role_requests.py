"""Roles that touch identities, money or settings: asked for by one person, let through by another."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from staff.actors import Actor
from staff.audit import record
from staff.models import RoleRequest, StaffUser
from staff.permissions import StaffPermission
from staff.refusals import OwnRequest, RoleDecided
from staff.services import StaffService

_WAITS = RoleRequest.decided_by.is_(None)


class RoleRequests:
    """The second look at what the security administrator gives."""

    def __init__(self, staff: StaffService) -> None:
        self._staff = staff

    def ask(self, session: Session, login: str, role: str, *, actor: Actor, now: datetime) -> bool:
        """Ask for a role; False if they hold it or it waits already. The rules are asked now and then."""
        actor.require(StaffPermission.GRANT)
        user, wanted = self._staff.grantable(session, login, role, actor)
        if wanted is None:
            return False
        same = select(RoleRequest.id).where(
            _WAITS, RoleRequest.staff_id == user.id, RoleRequest.role == wanted.word
        )
        if session.scalar(same) is not None:
            return False
        session.add(RoleRequest(staff_id=user.id, role=wanted.word, asked_by=actor.id, asked_at=now))
        session.flush()
        self._note(session, "staff.ask_role", login, wanted.word, actor, now)
        return True

    def decide(
        self, session: Session, number: int, *, is_granted: bool, actor: Actor, now: datetime
    ) -> RoleRequest:
        """Let it through or turn it down, once; ``OwnRequest`` for who asked and for whom it is."""
        actor.require(StaffPermission.CONFIRM)
        found = session.scalar(select(RoleRequest).where(RoleRequest.id == number).with_for_update())
        if found is None:
            raise NotFound
        user = session.get_one(StaffUser, found.staff_id)
        if actor.id in (found.asked_by, user.login):
            raise OwnRequest
        if found.decided_by is not None:
            raise RoleDecided
        found.decided_by, found.decided_at, found.is_granted = actor.id, now, is_granted
        session.flush()
        if not is_granted:
            self._note(session, "staff.refuse_role", user.login, found.role, actor, now)
            return found
        user, wanted = self._staff.grantable(session, user.login, found.role, actor)
        if wanted is not None:
            self._staff.give(session, user, wanted, actor=actor, now=now, asked_by=found.asked_by)
        return found

    @staticmethod
    def _note(session: Session, action: str, login: str, role: str, actor: Actor, now: datetime) -> None:
        detail = {"role": role}
        record(session, actor=actor, action=action, subject=f"staff:{login}", now=now, detail=detail)


def waiting_roles(session: Session, login: str = "") -> Sequence[tuple[RoleRequest, StaffUser]]:
    """What waits for the second look, of one person with ``login``; the oldest first."""
    query = (
        select(RoleRequest, StaffUser)
        .join(StaffUser, StaffUser.id == RoleRequest.staff_id)
        .where(_WAITS)
        .order_by(RoleRequest.id)
    )
    if login:
        query = query.where(StaffUser.login == login)
    return [(row[0], row[1]) for row in session.execute(query)]


def count_waiting_roles(session: Session) -> int:
    """How many wait."""
    return session.scalar(select(func.count()).select_from(RoleRequest).where(_WAITS)) or 0
