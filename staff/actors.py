"""Who does something: passed to every verb of a service, for its rules and for the audit log."""

from dataclasses import dataclass
from enum import StrEnum

from core.errors import RuleViolation


class ActorKind(StrEnum):
    """What sort of somebody acts."""

    STAFF = "staff"
    REPORTER = "reporter"
    SYSTEM = "system"


class NotPermitted(RuleViolation):
    """The actor lacks the permission that the verb asks for."""

    sentence = "您的岗位没有办理这一步的权限。"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases a member of staff may see: all, or those of some regions or departments.

    Regions are codes of the region tree and hold all below them; departments are their codes.
    """

    everywhere: bool = False
    regions: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts; made by a way in, never by a service.

    ``id`` is the login name of a member of staff, the public number of a case for its reporter (never an
    openid), or the name of the part of the system.
    """

    kind: ActorKind
    id: str
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    scope: Scope = Scope()

    def may(self, permission: str) -> bool:
        """Whether the actor's roles give this permission; the system itself needs none."""
        return self.kind is ActorKind.SYSTEM or permission in self.permissions

    def require(self, permission: str) -> None:
        """Go on only with this permission; ``NotPermitted`` otherwise."""
        if not self.may(permission):
            raise NotPermitted


CLOCK = Actor(ActorKind.SYSTEM, "clock")
"""The system acting by itself when a time has come."""
