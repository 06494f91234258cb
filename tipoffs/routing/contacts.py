"""Whom to ring in a department: who was named with it, and whether a notice can reach them at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.types import Labelled
from staff.models import StaffUser
from tipoffs.routing.models import DepartmentContact


class Reach(Labelled):
    """Whether a notice of the department's cases comes to a contact."""

    REACHED = "reached", "提醒发到微信"
    NO_PHONE = "no_phone", "还没绑定微信，收不到提醒"
    ELSEWHERE = "elsewhere", "账号不在这个部门，收不到提醒"
    NOT_A_HANDLER = "not_a_handler", "没有承办权限，收不到提醒"
    CLOSED = "closed", "账号已停用，收不到提醒"
    UNKNOWN = "unknown", "没有这个登录名的账号"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as the table of duties shows it; ``region`` is a code, empty for everywhere."""

    login: str
    name: str
    region: str
    reach: Reach


def contacts(session: Session, department: str, regions: Iterable[str]) -> Sequence[str]:
    """The logins of those to tell of a department's case; ``regions`` is the case's region and all above."""
    return session.scalars(
        select(DepartmentContact.login)
        .where(
            DepartmentContact.department == department,
            or_(DepartmentContact.region == "", DepartmentContact.region.in_(list(regions))),
        )
        .distinct()
        .order_by(DepartmentContact.login)
    ).all()


def contacts_by_department(session: Session) -> Mapping[str, list[DepartmentContact]]:
    """Everybody who was named, by code of the department."""
    query = select(DepartmentContact).order_by(DepartmentContact.login, DepartmentContact.region)
    found: dict[str, list[DepartmentContact]] = {}
    for one in session.scalars(query):
        found.setdefault(one.department, []).append(one)
    return found


def written(named: Iterable[DepartmentContact]) -> str:
    """The contacts of one department as a sheet has them; taken over again it says the same."""
    return "、".join(f"{one.login}@{one.region}" if one.region else one.login for one in named)


def contacts_shown(session: Session, handlers: Sequence[StaffUser]) -> Mapping[str, list[Contact]]:
    """The contacts by department, each with what becomes of a notice; ``handlers`` may handle cases."""
    named = contacts_by_department(session)
    logins = {one.login for lines in named.values() for one in lines}
    accounts = {
        one.login: one for one in session.scalars(select(StaffUser).where(StaffUser.login.in_(logins)))
    }
    able = {one.login for one in handlers}
    return {
        department: [
            Contact(
                one.login,
                accounts[one.login].name if one.login in accounts else "",
                one.region,
                _reach(accounts.get(one.login), department, able),
            )
            for one in lines
        ]
        for department, lines in named.items()
    }


def _reach(user: StaffUser | None, department: str, able: Collection[str]) -> Reach:
    if user is None:
        return Reach.UNKNOWN
    if not user.active:
        return Reach.CLOSED
    if user.login not in able:
        return Reach.NOT_A_HANDLER
    if not user.everywhere and user.department != department:
        return Reach.ELSEWHERE
    return Reach.REACHED if user.openid else Reach.NO_PHONE
