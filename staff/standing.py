"""Whether the accounts and roles are those that the audit log tells of: a role given by SQL has no entry."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from staff.models import AuditEntry, StaffRole, StaffUser

_ACTIONS = ("staff.add", "staff.grant", "staff.revoke", "staff.deactivate")


def unrecorded(session: Session) -> list[str]:
    """What the tables say of accounts, open or closed, and roles, and the log does not; sentences in Chinese.

    Worth as much as the log: ``verifying.verify`` comes first.
    """
    told: dict[str, set[str]] = {}
    closed: set[str] = set()
    entries = select(AuditEntry.action, AuditEntry.subject, AuditEntry.detail)
    query = entries.where(AuditEntry.action.in_(_ACTIONS)).order_by(AuditEntry.number)
    for action, subject, detail in session.execute(query):
        login = subject.removeprefix("staff:")
        match action:
            case "staff.add":
                told.setdefault(login, set())
            case "staff.grant":
                told.setdefault(login, set()).add(json.loads(detail)["role"])
            case "staff.revoke":
                told.setdefault(login, set()).discard(json.loads(detail)["role"])
            case "staff.deactivate":
                closed.add(login)
    return [
        sentence
        for user in session.scalars(select(StaffUser).order_by(StaffUser.login))
        for sentence in _differences(
            user,
            told.get(user.login),
            set(session.scalars(select(StaffRole.role).where(StaffRole.staff_id == user.id))),
            closed,
        )
    ]


def _differences(user: StaffUser, told: set[str] | None, held: set[str], closed: set[str]) -> list[str]:
    if told is None:
        return [f"账号{user.login}没有建立的记录。"]
    found = [f"账号{user.login}的角色{role}没有授予的记录。" for role in sorted(held - told)]
    found += [f"账号{user.login}的角色{role}没有收回的记录，却不在了。" for role in sorted(told - held)]
    if user.active == (user.login in closed):
        found.append(f"账号{user.login}的停用和记录不一致。")
    return found
