"""The list of accounts as the administrators page through it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.sort_orders import Page, SortOrder
from staff.models import StaffRole, StaffUser

PAGE = 50


@dataclass(frozen=True, slots=True)
class StaffWanted:
    """What the list is narrowed to: part of a login or name, a role, open accounts only."""

    words: str = ""
    role: str = ""
    only_open: bool = False


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One account and the words of its roles."""

    user: StaffUser
    roles: tuple[str, ...]


STAFF_ORDERS = (
    SortOrder("login", "按登录名", StaffUser.login),
    SortOrder("name", "按姓名", StaffUser.name, StaffUser.id),
    SortOrder("newest", "新建的在前", StaffUser.id, is_descending=True),
)


def staff_page(
    session: Session,
    wanted: StaffWanted,
    page: Page = Page(STAFF_ORDERS[0], limit=PAGE),
) -> Sequence[StaffLine]:
    """Accounts in one of ``STAFF_ORDERS``; two statements in all."""
    query = page.of(select(StaffUser))
    if wanted.words:
        is_meant = (
            column.contains(wanted.words, autoescape=True) for column in (StaffUser.login, StaffUser.name)
        )
        query = query.where(or_(*is_meant))
    if wanted.role:
        held = select(StaffRole.staff_id).where(StaffRole.role == wanted.role)
        query = query.where(StaffUser.id.in_(held))
    if wanted.only_open:
        query = query.where(StaffUser.active)
    users = session.scalars(query).all()
    roles: dict[int, list[str]] = defaultdict(list)
    held_by = select(StaffRole.staff_id, StaffRole.role).where(
        StaffRole.staff_id.in_([user.id for user in users])
    )
    for owner, role in session.execute(held_by.order_by(StaffRole.id)):
        roles[owner].append(role)
    return [StaffLine(user, tuple(roles[user.id])) for user in users]


def holders(session: Session) -> Mapping[str, int]:
    """How many open accounts have each role; a role that nobody has is missing."""
    query = (
        select(StaffRole.role, func.count().label("number"))
        .join(StaffUser, StaffUser.id == StaffRole.staff_id)
        .where(StaffUser.active)
        .group_by(StaffRole.role)
    )
    return {row.role: row.number for row in session.execute(query)}
