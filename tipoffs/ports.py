"""What the offices of tip-offs need of others; ``app/`` hands in who does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from core.types import Labelled
from staff.actors import Actor
from staff.reach import Regions


class ClockKind(Labelled):
    """A time that the office has for something; how long it is, is data of whoever keeps the clocks.

    ``VERIFY`` and ``FIX`` are the ordinary ones: the keeper takes a shorter one by the category.
    """

    ACCEPT = "accept", "决定是否受理"
    SUPPLY = "supplement", "举报人补充材料"
    COME_BACK = "transfer_objection", "受移送单位提出异议"
    ANSWER = "verify", "办结答复"
    RECEIVE = "sign", "承办单位签收"
    REDISPATCH = "redispatch", "重新交办"
    VERIFY = "verify_general", "核查"
    SEND_ANSWER = "answer", "核查后答复"
    OBJECT = "objection", "举报人提出异议"
    REVIEW = "re_review", "异议复查"
    EMERGENCY = "emergency", "紧急联动"
    FOLLOW_UP = "call_back", "回访"
    FIX = "hazard_general", "整改"
    PUBLISH = "hazard_publish", "公示挂牌、公示销号"
    ANSWER_EXTENSION = "hazard_extension_answer", "答复延期申请"


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for a clock: how much, in what the clock counts, and the reason that is owed to the reporter.

    ``asked_by`` is a login, and never that of the approver.
    """

    length: int
    approver: Actor
    asked_by: str
    reason: str


class Clocks(Protocol):
    """Keeps the times of a case. A case is the number of a tip or the code of a hazard.

    At most one clock of a kind runs for a case; ``start`` begins it anew. ``stop``, ``pause`` and ``resume``
    do nothing where none runs.
    """

    def start(
        self,
        session: Session,
        case: str,
        kind: ClockKind,
        now: datetime,
        *,
        category: str | None = None,
        until: datetime | None = None,
    ) -> datetime:
        """Begin a clock and give back its end: by the rule for ``kind`` (and ``category``), or ``until``."""
        ...

    def stop(self, session: Session, case: str, kind: ClockKind, now: datetime) -> None:
        """What the clock waited for has happened, or is not wanted any more."""
        ...

    def stop_all(self, session: Session, case: str, now: datetime) -> None:
        """Nothing is owed any more in this case."""
        ...

    def pause(self, session: Session, case: str, kind: ClockKind, now: datetime) -> None:
        """The clock does not run while somebody else is to act."""
        ...

    def resume(self, session: Session, case: str, kind: ClockKind, now: datetime) -> None:
        """The clock runs on."""
        ...

    def extend(
        self, session: Session, case: str, kind: ClockKind, extension: Extension, now: datetime
    ) -> datetime:
        """Give a clock more time; its new end."""
        ...

    def workdays_between(self, session: Session, start: datetime, end: datetime) -> int:
        """How many working days lie after the day of ``start`` up to and with the day of ``end``."""
        ...


class Notices(Protocol):
    """Tells the reporter of a tip how it goes, without saying what it is about."""

    def tell(
        self, session: Session, case: str, template: str, fields: Mapping[str, str], now: datetime
    ) -> None:
        """Let the reporter know by ``template``, a key of ``notices.yaml``, where there is a way to."""
        ...


class Safe(Protocol):
    """Where reporters' words and openids lie sealed; ``tipoffs.vault.services.Vault`` is one."""

    def open_case(self, session: Session, case: str, mode: Any, now: datetime) -> None:
        """Make room for the secrets of a case."""
        ...

    def seal_field(self, session: Session, case: str, field: str, plaintext: str, now: datetime) -> None:
        """Seal one field: ``openid``, ``words``, ``words/2`` …"""
        ...

    def close_case(self, session: Session, case: str, now: datetime) -> None:
        """The case is over: the time after which its secrets are destroyed begins."""
        ...

    def reopen_case(self, session: Session, case: str) -> None:
        """The case goes on, and its secrets stay."""
        ...

    def open_field(self, session: Session, case: str, field: str, actor: Actor) -> str:
        """Open one field for somebody who may; ``NotPermitted`` otherwise."""
        ...


class Higher(Protocol):
    """Who stands above a department."""

    @property
    def departments(self) -> frozenset[str]:
        """The departments above."""
        ...

    def includes(self, actor: Actor, regions: Regions) -> bool:
        """Whether the actor stands above."""
        ...


class Superiors(Protocol):
    """Knows who stands above a department; ``tipoffs.routing.services.above_of`` is one."""

    def __call__(self, session: Session, department: str, category: str, region: str) -> Higher | None:
        """Who may look again at what this department found; None where nothing above it is known."""
        ...
