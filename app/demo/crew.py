"""Who makes and signs the campaigns of the made-up county, and the days of its year counted from today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.demo.county import enrol, nobodys_password
from app.wiring import Container
from core.clock import SHANGHAI
from staff.actors import Actor

_LOGINS = {
    "demo-writer": "planner",
    "demo-first": "campaign_reviewer",
    "demo-second": "campaign_reviewer",
    "demo-issuer": "leader",
    "demo-publisher": "publisher",
}


@dataclass(frozen=True, slots=True)
class Crew:
    """Five people, for whoever writes does not sign, and each of the three readings is somebody else's."""

    writer: Actor
    first: Actor
    second: Actor
    issuer: Actor
    publisher: Actor


@dataclass(frozen=True, slots=True)
class Diary:
    """Moments by how many days they lie before ``until``; below zero they are still to come."""

    until: datetime

    def ago(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """That day at this hour in China; a day that is over lies wholly before ``until``."""
        day = (self.until.astimezone(SHANGHAI) - timedelta(days=days)).date()
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def assemble(container: Container, now: datetime) -> Crew:
    """Enrol the five; nobody has their password."""
    with container.database.writing() as session:
        password = nobodys_password()
        for login, role in _LOGINS.items():
            enrol(
                session, login, f"演示{container.personnel.roles.role(role).label}", role, None, password, now
            )
        return Crew(*(container.personnel.service.actor_of(session, login) for login in _LOGINS))
