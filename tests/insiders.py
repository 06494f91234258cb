"""Accounts at any step of signing in, without taking it: argon2 takes half a second each time."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.wiring import Container
from staff.actors import Scope
from staff.models import StaffFactor, StaffRole, StaffSession, StaffUser
from staff.sessions import Sessions

EVERYWHERE = Scope(everywhere=True)


def let_in(
    container: Container,
    login: str,
    *roles: str,
    scope: Scope = EVERYWHERE,
    name: str = "陈力",
    must_change: bool = False,
    is_bound: bool = True,
    is_proved: bool = True,
) -> str:
    """Make an account with these roles and open a session; the token that goes into the cookie."""
    now = container.clock.now()
    with container.database.writing() as session:
        user = StaffUser(
            login=login, name=name, everywhere=scope.everywhere, region=next(iter(scope.regions), None),
            department=next(iter(scope.departments), None), active=True, password="-",
            must_change=must_change, created_at=now,
        )  # fmt: skip
        session.add(user)
        session.flush()
        for role in roles:
            session.add(StaffRole(staff_id=user.id, role=role, granted_at=now, granted_by="test"))
        if is_bound:
            session.add(StaffFactor(staff_id=user.id, secret=b"-", confirmed_at=now, last_step=0))
        sessions = container.personnel.sign_in.sessions
        return _opened(session, sessions, user, now, now if is_proved and is_bound else None)


def let_in_again(container: Container, login: str) -> str:
    """A session for an account whose own have ended; the token that goes into the cookie."""
    now = container.clock.now()
    with container.database.writing() as session:
        user = session.query(StaffUser).filter_by(login=login).one()
        session.query(StaffSession).filter_by(staff_id=user.id).delete()
        return _opened(session, container.personnel.sign_in.sessions, user, now, now)


def _opened(
    session: Session, sessions: Sessions, user: StaffUser, now: datetime, proved_at: datetime | None
) -> str:
    token = sessions.open(session, user, device="test", address="127.0.0.1", now=now)
    session.flush()
    row = session.query(StaffSession).filter_by(staff_id=user.id).one()
    row.proved_at = proved_at
    return token
