"""Rewards of verified tips, made by the real reward office: rules, signatures, money, vault and audit log.

Every step is taken in the order of time over all rewards, as it would have been; nothing is told to anybody.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import count
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.county import County
from app.demo.days import within
from app.rewards import RewardContainer
from app.wiring import Container
from core.clock import SHANGHAI
from core.masking import id_check_sign
from staff.actors import Actor, ActorKind, Scope
from tipoffs.rewards.assessing import Matter
from tipoffs.rewards.models import RewardPayment
from tipoffs.rewards.money import fen_of
from tipoffs.rewards.notices import CONSENT
from tipoffs.rewards.payees import Teller
from tipoffs.rewards.payment.ledger import grant
from tipoffs.rewards.ports import Payee
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.status import RewardState
from tipoffs.rewards.words import Grade, MatterKind, RefusedBecause

AT_ONCE = 500
"""Steps in one transaction."""
_RULES = "national-2018"
_BUDGET_YUAN = 30_000_000
_PENALTIES = (20_000, 20_000, 30_000, 30_000, 50_000, 50_000, 80_000, 150_000, 300_000)
_ENDS = (
    "lapsed", "paid", "failed", "extended", "denied", "paid", "approving", "claimed", "proposed", "paying",
    "approved", "paid", "assessing",
)  # fmt: skip
"""How far a reward goes at most; its time may end it earlier."""
_FRESH = timedelta(days=50)


@dataclass(frozen=True, slots=True)
class Answered:
    """A tip that was verified and answered, and whose reporter gave a name."""

    number: str
    kind: MatterKind
    accepted_on: date
    at: datetime


class _Silence:
    """Tells nobody."""

    def tell(self, session: Session, tip_number: str, words: str, now: datetime) -> None:
        """See ``tipoffs.rewards.ports.Post``."""


class RewardMaker:
    """Takes every step of some rewards up to ``until``."""

    def __init__(self, container: Container, county: County, chance: Random, until: datetime) -> None:
        self._container, self._county, self._chance, self._until = container, county, chance, until
        self._rewards: RewardContainer = replace(container.casework.rewards, post=_Silence())
        self._session: Session

    def make(self, tips: Sequence[Answered]) -> None:
        """One reward for each of these tips; how far it goes is decided in turn."""
        order = count()
        lives = [self._life(tip, self._end_of(place, tip)) for place, tip in enumerate(tips)]
        waiting = [(next(life), next(order), life) for life in lives]
        heapify(waiting)
        with self._container.database.writing() as session:
            line = self._rewards.files.named(_RULES).policy.budget_line
            for year in range(self._until.year - 1, self._until.year + 1):
                at = datetime(year, 1, 4, 9, tzinfo=SHANGHAI)
                grant(session, line, year, fen_of(_BUDGET_YUAN), f"demo-{year}", at)
        while waiting:
            with self._container.database.writing() as self._session:
                for _ in range(AT_ONCE):
                    if not waiting:
                        break
                    at, _, life = heappop(waiting)
                    if at > self._until:
                        continue
                    with suppress(StopIteration):
                        heappush(waiting, (next(life), next(order), life))
        with self._container.database.writing() as session:
            _lapse(session, self._rewards, self._until)

    def _end_of(self, place: int, tip: Answered) -> str:
        """Every second of those who were told lately has not come yet; the others went one way or another."""
        is_fresh = self._until - tip.at < _FRESH
        return "notified" if is_fresh and place % 2 else _ENDS[place % len(_ENDS)]

    def _life(self, tip: Answered, end: str) -> Iterator[datetime]:
        """Yields the moment of each step before it takes it."""
        proposer, payer = self._somebody("legal_officer"), self._somebody("payout_officer")
        rewards, at = self._rewards, self._later(tip.at, 4, 72)
        yield at
        matter = Matter(tip.number, tip.number, tip.kind, tip.accepted_on)
        number = rewards.assessing.open(self._session, matter, proposer, at).number
        if end == "denied":
            why = RefusedBecause.NOT_MAJOR
            rewards.refusing.deny(self._session, number, why, self._somebody("leader"), "演示", at)
            return
        if end == "assessing":
            return
        tellers = [Teller(tip.number, real_name=True)]
        rewards.assessing.propose(self._session, number, self._facts(tip), tellers, proposer, "演示", at)
        if end == "proposed":
            return
        at = self._later(at, 1, 24)
        yield at
        rewards.approving.submit(self._session, number, proposer, at)
        if end == "approving":
            return
        leaders = self._county.staff["leader"]
        for login in self._chance.sample(leaders, min(2, len(leaders))):
            at = self._later(at, 2, 48)
            yield at
            signed = rewards.approving.approve(self._session, number, self._as(login, "leader"), "同意", at)
            if signed.state is not RewardState.APPROVING:
                break
        else:
            return
        if end == "approved":
            return
        at = self._later(at, 2, 30)
        yield at
        rewards.claiming.notify(self._session, number, payer, at)
        if end in {"lapsed", "extended"}:
            at += timedelta(days=70)
            yield at
            _lapse(self._session, rewards, at)
            if end == "lapsed":
                return
            at = self._later(at, 24, 72)
            yield at
            until = (at + timedelta(days=20)).astimezone(SHANGHAI).date()
            rewards.claiming.extend(self._session, number, until, payer, "举报人出差，说明了理由", at)
        yield from self._paid(tip, number, end, at, payer)

    def _paid(self, tip: Answered, number: str, end: str, at: datetime, payer: Actor) -> Iterator[datetime]:
        if end == "notified":
            return
        rewards = self._rewards
        for succeeds in (False, True) if end == "failed" else (True,):
            at = self._later(at, 5, 18 * 24)
            yield at
            payee, reporter = self._payee(), Actor(ActorKind.REPORTER, tip.number)
            rewards.claiming.claim(self._session, number, payee, reporter, at, consent=CONSENT)
            if end == "claimed":
                return
            at = self._later(at, 4, 72)
            yield at
            voucher = rewards.paying.send(self._session, number, payer, at).voucher
            if end == "paying":
                return
            at = self._later(at, 20, 72)
            yield at
            sent = select(RewardPayment).where(RewardPayment.voucher == voucher)
            payment = self._session.scalars(sent).one()
            rewards.paying.settle(
                self._session, payment, succeeded=succeeds, reference=f"演示-{voucher}" if succeeds else None,
                note="" if succeeds else "户名与账号不符", actor=payer, now=at,
            )  # fmt: skip

    def _facts(self, tip: Answered) -> Facts:
        if tip.kind is MatterKind.CONCEALED:
            return Facts(tip.kind, tip.accepted_on, concealed_deaths=1, grade=Grade.GENERAL)
        return Facts(tip.kind, tip.accepted_on, penalty_fen=fen_of(self._chance.choice(_PENALTIES)))

    def _payee(self) -> Payee:
        # No account number begins with 0000, and no identity number with 99.
        number = self._chance.randrange(10**9)
        card, account = f"99{number:015}", f"0000{number:012}"
        return Payee(f"演示领奖人{number:09}", card + id_check_sign(card), account, "演示银行")

    def _somebody(self, role: str) -> Actor:
        return self._as(self._county.someone(self._chance, role), role)

    def _as(self, login: str, role: str) -> Actor:
        permissions = self._container.personnel.roles.permissions_of([role])
        return Actor(ActorKind.STAFF, login, frozenset([role]), permissions, Scope(everywhere=True))

    def _later(self, at: datetime, low: float, high: float) -> datetime:
        return at + within(self._chance, (low, high))


def _lapse(session: Session, rewards: RewardContainer, at: datetime) -> None:
    while due := rewards.claiming.to_lapse(session, at, 0, AT_ONCE):
        for each in due:
            rewards.claiming.lapse(session, each, at)
