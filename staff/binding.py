"""A member of staff binds their own WeChat: a code on the screen of the office, scanned with the phone.

The scene of the code holds a token that only its reader knows; the table keeps its digest, for ten minutes
and one use. Whoever scans it is bound: the code is shown to nobody else.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.errors import RuleViolation
from staff.actors import Actor, ActorKind
from staff.audit import record
from staff.models import StaffBinding, StaffUser
from staff.permissions import StaffPermission
from staff.refusals import Inactive
from staff.services import held_staff

SCENE = "staff-"
LIFETIME = timedelta(minutes=10)
_TOKEN_BYTES = 18


class BindingOver(RuleViolation):
    """The code was used, is too old, or never was one."""

    sentence = "这个绑定码已失效，请让系统管理员重新生成。"


class BoundElsewhere(RuleViolation):
    """This WeChat belongs to another open account."""

    sentence = "这个微信已绑定了另一位工作人员，请先解除。"


def begin_binding(session: Session, login: str, *, actor: Actor, now: datetime) -> str:
    """The scene for a code that binds whoever scans it to this account; earlier codes of it end."""
    if not (actor.kind is ActorKind.STAFF and actor.id == login):
        actor.require(StaffPermission.MANAGE)
    user = held_staff(session, login)
    if not user.active:
        raise Inactive
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.execute(delete(StaffBinding).where(StaffBinding.staff_id == user.id))
    session.add(StaffBinding(digest=_digest(token), staff_id=user.id, until=now + LIFETIME))
    session.flush()
    record(session, actor=actor, action="staff.begin_binding", subject=f"staff:{login}", now=now)
    return SCENE + token


def finish_binding(session: Session, scene: str, openid: str, now: datetime) -> StaffUser:
    """Bind who scanned; ``BindingOver`` or ``BoundElsewhere`` otherwise. A new phone replaces the old one."""
    used = session.scalars(
        delete(StaffBinding)
        .where(StaffBinding.digest == _digest(scene.removeprefix(SCENE)), StaffBinding.until > now)
        .returning(StaffBinding.staff_id)
    ).one_or_none()
    user = session.get(StaffUser, used) if used is not None else None
    if user is None or not user.active:
        raise BindingOver
    other = bound_staff(session, openid)
    if other is not None and other.id != user.id:
        raise BoundElsewhere
    session.execute(
        update(StaffUser).where(StaffUser.openid == openid, StaffUser.id != user.id).values(openid=None)
    )
    user.openid = openid
    session.flush()
    actor = Actor(ActorKind.STAFF, user.login)
    record(session, actor=actor, action="staff.bind", subject=f"staff:{user.login}", now=now)
    return user


def unbind(session: Session, login: str, *, actor: Actor, now: datetime) -> bool:
    """Take the WeChat of an account away; False if it had none."""
    if not (actor.kind is ActorKind.STAFF and actor.id == login):
        actor.require(StaffPermission.MANAGE)
    user = held_staff(session, login)
    if user.openid is None:
        return False
    user.openid = None
    session.flush()
    record(session, actor=actor, action="staff.unbind", subject=f"staff:{login}", now=now)
    return True


def bound_staff(session: Session, openid: str) -> StaffUser | None:
    """The open account whose WeChat this is."""
    return session.scalar(select(StaffUser).where(StaffUser.openid == openid, StaffUser.active))


def _digest(token: str) -> str:
    return hashlib.blake2b(token.encode(), digest_size=32).hexdigest()
