"""What the back office stands on; handed in by the wiring."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from admin.campaigns.needs import CampaignServices
from admin.cases.needs import CaseServices
from admin.knowledge.needs import KnowledgeServices
from admin.quizzes.needs import QuizAdminServices
from admin.rewards.needs import RewardServices
from admin.sending.needs import SendingServices
from admin.setup.needs import SetupServices
from admin.system.menu_editor import MenuEditor
from core.clock import Clock
from core.db import Database
from deliveries.duty import DutyNoticeService
from deliveries.ports import FailureClass
from followers.data_requests import DataRequests
from staff.roles import Roles
from staff.services import StaffService
from staff.signing_in import SignIn
from tipoffs.vault.disclosure import IdentityDisclosure
from tipoffs.vault.retention import Retention

Observe = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class TokenState:
    """One token of the platform: until when it is good, or why we were refused one."""

    name: str
    expires_at: datetime | None
    refused: str


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of the disk on which photos and, with SQLite, the database are; ``is_short``: soon full."""

    free: int
    total: int
    is_short: bool


@dataclass(frozen=True, slots=True)
class FailedJob:
    """Scheduled work that was tried for the last time and did not succeed: how often, and when last."""

    name: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class KeptFor:
    """How long one class of data is kept, and why so long."""

    what: str
    days: float
    since: str
    why: str


@dataclass(frozen=True, slots=True)
class SystemState:
    """What the system administrator looks at.

    ``checks`` are those of ``/readyz`` and whether a worker works; each says in a word that a part is well or
    raises ``Unavailable``. ``advice`` says what to do about a refusal, by its class and the platform's code.
    ``queued`` is how many messages of citizens wait for the worker, and since when the oldest does.
    ``settings`` are shown as they may be seen: no secret among them.
    """

    checks: Callable[[], Mapping[str, Callable[[], str]]]
    room: Callable[[], Room | None]
    tokens: Callable[[], Sequence[TokenState]]
    advice: Callable[[FailureClass, int | None], str]
    queued: Callable[[Session], tuple[int, datetime | None]]
    failed_jobs: Callable[[Session, datetime], Sequence[FailedJob]]
    settings: Callable[[], Sequence[tuple[str, str]]]
    retention: Callable[[], Sequence[KeptFor]]


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything from outside. ``bureau`` names the container, ``labels`` the permissions in Chinese.

    ``title`` is what an article is called, ``heads`` the kept heads of the audit log, ``binding_code`` the
    address in a code for a scene that is good for so many seconds (``GatewayRefusal`` if there is none).
    """

    database: Database
    clock: Clock
    staff: StaffService
    roles: Roles
    sign_in: SignIn
    labels: Mapping[str, str]
    bureau: Callable[[], str]
    is_secure: bool
    observe: Observe
    knowledge: Callable[[], KnowledgeServices]
    duty: Callable[[], DutyNoticeService]
    identities: Callable[[], IdentityDisclosure]
    title: Callable[[str], str]
    heads: Callable[[], Sequence[str]]
    system_state: SystemState
    binding_code: Callable[[str, int], str]
    rewards: Callable[[], RewardServices]
    cases: Callable[[], CaseServices]
    """The services of cases, made when a section of theirs is first opened."""

    campaigns: Callable[[], CampaignServices]
    """The services of campaigns, likewise."""
    sending: Callable[[], SendingServices]
    """The services of sending and the library, the same way."""
    quizzes: Callable[[], QuizAdminServices]
    setup: Callable[[], SetupServices]
    menu: Callable[[], MenuEditor]
    retention: Callable[[], Retention]
    data_requests: Callable[[], DataRequests]
