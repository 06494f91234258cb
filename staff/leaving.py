"""Somebody leaves: what is still open in their name, and who can go on with it.

Most work belongs to a post: whoever holds the permission goes on where a colleague stopped, and it is enough
to name it. What is bound to a person stands still without them and is handed over (``tipoffs.leaving``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.types import Labelled
from staff.models import StaffUser
from staff.reach import Regions, is_within
from staff.services import StaffService, roles_of


class Bound(Labelled):
    """Work that only the person named in it can go on with."""

    SECOND_VERIFIER = "second_verifier", "等第二核查人确认的核查材料"
    FIXER = "fixer", "只有这一人负责整改的隐患"
    CONTACT = "contact", "任联系人的部门"


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One kind of open work in somebody's name; whoever holds ``permission`` can go on with it.

    ``names`` is what people call each piece. ``bound`` where it has to be handed over first.
    """

    label: str
    names: tuple[str, ...]
    permission: Labelled
    bound: Bound | None = None


def others_with(
    session: Session, staff: StaffService, regions: Regions, permission: str, user: StaffUser
) -> Sequence[StaffUser]:
    """Who else has an open account with this permission, for cases that ``user`` may see."""
    found = (one for one in staff.staff_with(session, permission) if one.login != user.login)
    if user.everywhere:
        return list(found)
    return [
        one
        for one in found
        if is_within(
            staff.actor_with(one, roles_of(session, one)), regions, user.region or "", user.department
        )
    ]


def posts_left_empty(session: Session, staff: StaffService, user: StaffUser) -> Sequence[str]:
    """The permissions that nobody with an open account has besides this person."""
    mine = staff.actor_with(user, roles_of(session, user)).permissions
    return [
        word
        for word in sorted(mine)
        if not any(one.login != user.login for one in staff.staff_with(session, word))
    ]
