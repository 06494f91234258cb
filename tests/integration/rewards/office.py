"""The reward office with neighbours that keep what they received."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.db import Database
from staff.actors import Actor, ActorKind
from tests.conftest import StandingClock
from tests.fakes.audit import FakeAudit
from tipoffs.rewards.approving import ApprovingService
from tipoffs.rewards.assessing import AssessingService, Matter
from tipoffs.rewards.models import Reward, RewardClaim, RewardPayment
from tipoffs.rewards.money import fen_of
from tipoffs.rewards.moves import get_reward
from tipoffs.rewards.notices import CONSENT
from tipoffs.rewards.own_rules.effective import EffectiveRuleBook
from tipoffs.rewards.payees import Teller
from tipoffs.rewards.payment import ledger
from tipoffs.rewards.payment.claiming import ClaimingService
from tipoffs.rewards.payment.paying import PayingService
from tipoffs.rewards.payment.payout_secrets import SecretService
from tipoffs.rewards.payment.reconciling import ReconcilingService
from tipoffs.rewards.payment.sheets import BankLine
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import Payee, SealedPayee
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.reading import read_rulebook
from tipoffs.rewards.reckoning.rulebook import RuleBook
from tipoffs.rewards.refusing import RefusingService
from tipoffs.rewards.words import Exclusion, MatterKind, Relation

BOOK = read_rulebook()
ACCEPTED = date(2026, 11, 1)
LINE = "安全生产举报奖励经费"
ZHANG = Payee("张三", "11010519491231002X", "6222000011112222333", "温岭某银行")


def clerk(login: str, *granted: str) -> Actor:
    """A member of staff with these permissions."""
    return Actor(ActorKind.STAFF, login, permissions=frozenset(granted))


PROPOSER = clerk("jingban", RewardPermission.PROPOSE, RewardPermission.VIEW)
LEADER = clerk("lingdao", RewardPermission.APPROVE, RewardPermission.VIEW, RewardPermission.DENY)
HEAD = clerk(
    "juzhang", RewardPermission.APPROVE, RewardPermission.APPROVE_LARGE, RewardPermission.APPROVE_BREAKING
)
NOTIFIER = clerk("tongzhi", RewardPermission.NOTIFY, RewardPermission.RECOVER)
PAYER = clerk("caiwu", RewardPermission.PAY, RewardPermission.RECONCILE)


def reporter(tip: str) -> Actor:
    """The reporter of a tip."""
    return Actor(ActorKind.REPORTER, tip)


@dataclass
class KeptVault:
    """A vault in memory; ``opened`` is its own log."""

    payees: dict[str, Payee] = field(default_factory=dict)
    cases: list[str] = field(default_factory=list)
    opened: list[tuple[str, str]] = field(default_factory=list)
    readers: set[tuple[str, str]] = field(default_factory=set)
    barred: dict[str, frozenset[Exclusion]] = field(default_factory=dict)

    def seal_payee(
        self, session: Session, reward_number: str, payee: Payee, now: datetime, *, tip: str
    ) -> SealedPayee:
        """Keep it under a handle."""
        ref = f"v{len(self.payees) + 1}"
        self.payees[ref] = payee
        self.cases.append(reward_number)
        return SealedPayee(ref, self.barred.get(payee.id_number, frozenset()))

    def open_payee(self, session: Session, ref: str, actor: Actor, now: datetime) -> Payee:
        """Give it back and note who read it."""
        self.opened.append((ref, actor.id))
        return self.payees[ref]

    def without_payee(self, session: Session, ref: str, text: str) -> str:
        """Without name and account; the numbers of others are the real vault's."""
        payee = self.payees[ref]
        return text.replace(payee.name, "[收款人]").replace(payee.account, "[收款人]")

    def shred_payee(self, session: Session, ref: str, now: datetime) -> None:
        """Forget it."""
        del self.payees[ref]

    def has_read(self, session: Session, case: str, login: str) -> bool:
        """Whether a test said so."""
        return (case, login) in self.readers


class PlainCalendar:
    """Weekends only."""

    def after_days(self, session: Session, start: date, n: int) -> date:
        """Natural days; a weekend moves on to Monday."""
        day = start + timedelta(days=n)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return day

    def after_workdays(self, session: Session, start: date, n: int) -> date:
        """Days from Monday to Friday."""
        day = start
        while n:
            day += timedelta(days=1)
            n -= day.weekday() < 5
        return day


@dataclass
class Letterbox(FakeAudit):
    """Keeps every notice too."""

    letters: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, session: Session, tip_number: str, words: str, now: datetime) -> None:
        """Keep a notice."""
        self.letters.append((tip_number, words))


class KeptReceipts(dict[str, str]):
    """Codes and the tips they open."""

    def case_of(self, session: Session, code: str, now: datetime) -> str | None:
        """The tip of a code."""
        return self.get(code)


class Office:
    """Everything together, each verb in a transaction of its own."""

    def __init__(self, database: Database, clock: StandingClock, rules: RuleBook = BOOK) -> None:
        self.database, self.clock = database, clock
        self.book = EffectiveRuleBook(rules)
        self.vault, self.letterbox, self.receipts = KeptVault(), Letterbox(), KeptReceipts()
        calendar = PlainCalendar()
        box = self.letterbox
        self.assessing = AssessingService(self.book, lambda _: ["温岭市"], box)
        self.refusing = RefusingService(self.book, lambda _: ["温岭市"], calendar, box, box)
        self.approving = ApprovingService(self.book, self.assessing, self.vault, box)
        self.claiming = ClaimingService(self.book, self.vault, calendar, box, box)
        self.paying = PayingService(self.book, self.vault, self.claiming, box, box)
        self.reconciling = ReconcilingService(self.paying, self.vault, box)
        self.secrets = SecretService(self.claiming, self.receipts)

    def has_budget(self, yuan: int = 1_000_000, posting: str = "拨款1") -> None:
        """Register money for this year."""
        with self.database.writing() as session:
            ledger.grant(session, LINE, 2026, fen_of(yuan), posting, self.clock.now())

    def opens(self, tip: str = "R1", *, relation: Relation = Relation.CITIZEN, key: str | None = None) -> str:
        """Open the reward of a verified tip; its number."""
        matter = Matter(tip, tip, MatterKind.VIOLATION, ACCEPTED, relation=relation, reporter_key=key)
        with self.database.writing() as session:
            return self.assessing.open(session, matter, PROPOSER, self.clock.now()).number

    def proposes(
        self,
        number: str,
        yuan: int = 20_000,
        *,
        tellers: list[Teller] | None = None,
        domain: str = "general",
        **more: Any,
    ) -> list[Reward]:
        """Propose from a penalty of so many yuan."""
        facts = Facts(kind=MatterKind.VIOLATION, accepted_on=ACCEPTED, penalty_fen=fen_of(yuan), **more)
        with self.database.writing() as session:
            told = tellers or [Teller(get_reward(session, number).tip_number, real_name=True)]
            return self.assessing.propose(
                session, number, facts, told, PROPOSER, "核查属实", self.clock.now(), domain=domain
            )

    def submits(self, number: str) -> None:
        """Hand it to the approvers."""
        with self.database.writing() as session:
            self.approving.submit(session, number, PROPOSER, self.clock.now())

    def approves(self, number: str, actor: Actor = LEADER) -> Reward:
        """Sign."""
        with self.database.writing() as session:
            return self.approving.approve(session, number, actor, "同意", self.clock.now())

    def notifies(self, number: str) -> Reward:
        """Tell the reporter."""
        with self.database.writing() as session:
            return self.claiming.notify(session, number, NOTIFIER, self.clock.now())

    def claims(self, number: str, payee: Payee = ZHANG, **more: Any) -> RewardClaim:
        """The reporter enters the account."""
        with self.database.writing() as session:
            actor = reporter(get_reward(session, number).tip_number)
            said = {"consent": CONSENT} | more
            return self.claiming.claim(session, number, payee, actor, self.clock.now(), **said)

    def sends(self, number: str, actor: Actor = PAYER) -> RewardPayment:
        """Write the voucher."""
        with self.database.writing() as session:
            return self.paying.send(session, number, actor, self.clock.now())

    def reaches_approval(self, tip: str = "R1", yuan: int = 20_000) -> str:
        """A reward with the last signature missing; its number."""
        number = self.opens(tip)
        self.proposes(number, yuan)
        self.submits(number)
        return number

    def reaches_claim(self, tip: str = "R1") -> str:
        """A claimed reward; its number."""
        number = self.reaches_approval(tip)
        self.approves(number)
        self.notifies(number)
        self.claims(number)
        return number

    def lapses(self) -> list[str]:
        """The windows that are over by now are closed; the numbers of the rewards."""
        with self.database.writing() as session:
            due = self.claiming.to_lapse(session, self.clock.now(), 0, 100)
            closed = [self.claiming.lapse(session, each, self.clock.now()) for each in due]
        return [reward.number for reward in closed if reward is not None]

    def reminds(self) -> list[int]:
        """The reminders that are due go out; with how many days left."""
        with self.database.writing() as session:
            soon = self.claiming.to_remind(session, self.clock.now(), 0, 100)
            sent = [self.claiming.remind(session, each, self.clock.now()) for each in soon]
        return [one.days_left for one in sent if one is not None]

    def row(self, number: str) -> Reward:
        """How it stands."""
        with self.database.reading() as session:
            return get_reward(session, number)

    def is_sound(self) -> None:
        """Ledger, budgets and rewards agree."""
        with self.database.reading() as session:
            assert ledger.ledger_faults(session) == []
            assert sum(ledger.balances(session).values()) == 0


def results(office: Office, *lines: BankLine) -> tuple[tuple[str, ...], ...]:
    with office.database.writing() as session:
        done = office.reconciling.reconcile(session, lines, PAYER, office.clock.now())
    return done.paid, done.failed, done.known, tuple(one.sentence for one in done.mismatches)
