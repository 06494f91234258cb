"""Staff have our followers held against the platform's list; by hand, besides the night."""

from datetime import datetime

from sqlalchemy.orm import Session

from campaigns.audiences.permissions import Permission
from followers import roster
from followers.roster_models import FollowerPull
from staff import audit
from staff.actors import Actor


def ask_for_pull(session: Session, actor: Actor, now: datetime, *, believe: bool = False) -> FollowerPull:
    """Have the worker begin within seconds; ``believe``: so many really did leave, mark them."""
    actor.require(Permission.ROSTER)
    pull = roster.ask(session, now, believe=believe)
    detail = {"again": True, "believe": believe}
    audit.record(session, actor=actor, action="followers.sync", subject="followers", now=now, detail=detail)
    return pull
