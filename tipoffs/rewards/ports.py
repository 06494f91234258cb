"""What the reward office asks of others: the vault, receipts, the calendar, the post."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from staff.actors import Actor
from tipoffs.rewards.reckoning.rulebook import RuleBook
from tipoffs.rewards.words import Exclusion

RuleBookLoader = Callable[[Session], RuleBook]
"""Every rule set as it stands now: those of the files and those that the bureau has put in force itself."""

Localities = Callable[[Session], Sequence[str]]
"""The names of the places whose rules are asked before the nation's, the closest first."""


@dataclass(frozen=True, slots=True)
class Payee:
    """Who gets the money and where; never printed, never stored outside the vault."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    account: str = field(repr=False)
    bank: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedPayee:
    """The handle of what the vault took, and why this person is not to be paid, where the vault knows."""

    ref: str
    barred: frozenset[Exclusion] = frozenset()


class PayeeVault(Protocol):
    """Where identity and account of a payee are kept, under the number of a reward and never of a tip."""

    def seal_payee(
        self, session: Session, reward_number: str, payee: Payee, now: datetime, *, tip: str
    ) -> SealedPayee:
        """Take it in; ``tip`` is only asked whether its reporter may be rewarded, and not kept with it."""
        ...

    def open_payee(self, session: Session, ref: str, actor: Actor, now: datetime) -> Payee:
        """Read it, which leaves a trace in the same transaction."""
        ...

    def without_payee(self, session: Session, ref: str, text: str) -> str:
        """``text`` with name and account of this payee, and numbers of anybody, unreadable."""
        ...

    def shred_payee(self, session: Session, ref: str, now: datetime) -> None:
        """Make it unreadable for ever."""
        ...


class VaultTouches(Protocol):
    """Who has looked at the identity behind a case."""

    def has_read(self, session: Session, case: str, login: str) -> bool:
        """Whether this member of staff ever asked for or read the identity of this case."""
        ...


class Receipts(Protocol):
    """The codes that reporters without a name hold."""

    def case_of(self, session: Session, code: str, now: datetime) -> str | None:
        """The number of the tip that this code opens; None, after the same time, where it opens none."""
        ...


class Calendar(Protocol):
    """Counts days; a last day that is no working day moves on to the next one."""

    def after_days(self, session: Session, start: date, n: int) -> date:
        """The ``n``-th day after ``start``."""
        ...

    def after_workdays(self, session: Session, start: date, n: int) -> date:
        """The ``n``-th working day after ``start``."""
        ...


class Post(Protocol):
    """Carries a notice to the reporter of a tip, by whatever way they chose."""

    def tell(self, session: Session, tip_number: str, words: str, now: datetime) -> None:
        """Leave it in the outbox."""
        ...
