"""What the back office stands on; handed in by the wiring."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from admin.cases.needs import CaseOffices
from core.clock import Clock
from core.db import Database
from staff.roles import Roles
from staff.services import StaffService
from staff.signing_in import SignIn

Observe = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything from outside. ``bureau`` names the house, ``labels`` the permissions in Chinese."""

    database: Database
    clock: Clock
    staff: StaffService
    roles: Roles
    sign_in: SignIn
    labels: Mapping[str, str]
    bureau: Callable[[], str]
    is_secure: bool
    observe: Observe
    cases: Callable[[], CaseOffices]
    """The offices of cases, made when a room of theirs is first opened."""
