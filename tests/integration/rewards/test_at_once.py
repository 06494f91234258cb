"""Many approvals and payments at once, played again, and killed between the call and the record."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from core.clock import china_date
from core.errors import RuleViolation
from tests.integration.rewards.office import HEAD, LEADER, NOTIFIER, PAYER, ZHANG, Office, reporter
from tipoffs.rewards.models import LedgerEntry, RewardApproval, RewardClaim, RewardPayment
from tipoffs.rewards.moves import get_reward
from tipoffs.rewards.notices import CONSENT
from tipoffs.rewards.payment.ledger import Account, balances
from tipoffs.rewards.payment.sheets import BankLine
from tipoffs.rewards.refusals import BudgetSpent
from tipoffs.rewards.status import RewardState
from tipoffs.rewards.words import RefusedBecause

THREADS = 8
ATTEMPTS = 1_000


class Killed(Exception):
    """The process dies here."""


def count(office: Office, model: type) -> int:
    with office.database.reading() as session:
        return session.scalars(select(func.count()).select_from(model)).one()


def test_a_thousand_approvals_and_payments_of_one_matter_pay_it_once(office: Office) -> None:
    """Each attempt takes every step it can, and three in ten are killed before their commit."""
    number = office.reaches_approval()
    seen: Counter[str] = Counter()
    lock = threading.Lock()
    vouchers: set[str] = set()

    def attempt(turn: int) -> None:
        chance = random.Random(turn)
        step = chance.choice(["approve", "notify", "claim", "send", "settle"])
        try:
            with office.database.writing() as session:
                _take(office, session, number, step)
                if chance.random() < 0.3:
                    raise Killed
            with lock:
                seen[step] += 1
        except (RuleViolation, Killed, IntegrityError, OperationalError) as error:
            with lock:
                seen[type(error).__name__] += 1

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(attempt, range(ATTEMPTS)))
    assert sum(seen.values()) == ATTEMPTS
    assert seen["Killed"] > 0
    assert [seen[step] for step in ("approve", "notify", "claim", "send")] == [1, 1, 1, 1]
    assert office.row(number).state is RewardState.PAID
    assert (count(office, RewardPayment), count(office, RewardApproval), count(office, RewardClaim)) == (
        1,
        1,
        1,
    )
    with office.database.reading() as session:
        assert balances(session)[Account.PAID] == 300_000
        vouchers |= set(session.scalars(select(RewardPayment.voucher)))
    assert vouchers == {f"{number}-1"}
    office.is_sound()


def _take(office: Office, session: Session, number: str, step: str) -> None:
    now = office.clock.now()
    if step == "approve":
        office.approving.approve(session, number, LEADER, "同意", now)
    elif step == "notify":
        office.claiming.notify(session, number, NOTIFIER, now)
    elif step == "claim":
        office.claiming.claim(session, number, ZHANG, reporter("R1"), now, consent=CONSENT)
    elif step == "send":
        office.paying.send(session, number, PAYER, now)
    else:
        line = BankLine(2, f"{number}-1", 300_000, True, "B1", "")
        office.reconciling.reconcile(session, [line], PAYER, now)


def test_many_at_once_never_overdraw_the_budget(office: Office) -> None:
    """A million yuan hold three rewards of 300,000; eight are approved at the same moment."""
    numbers = [office.reaches_approval(f"R{n}", 2_000_000) for n in range(THREADS)]
    for number in numbers:
        office.approves(number)
    barrier = threading.Barrier(THREADS)

    def approve(number: str) -> bool:
        barrier.wait()
        try:
            office.approves(number, HEAD)
        except BudgetSpent:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as threads:
        assert sum(threads.map(approve, numbers)) == 3
    office.is_sound()
    with office.database.reading() as session:
        assert balances(session)[Account.AVAILABLE] == 10_000_000


def test_one_matter_opened_at_once_has_one_reward(office: Office) -> None:
    barrier = threading.Barrier(THREADS)

    def opens(_: int) -> str:
        barrier.wait()
        return office.opens("R9")

    with ThreadPoolExecutor(THREADS) as threads:
        assert len(set(threads.map(opens, range(THREADS)))) == 1


def test_the_database_itself_refuses_a_second_standing_payment(office: Office) -> None:
    number = office.reaches_claim()
    payment = office.sends(number)
    with pytest.raises(IntegrityError), office.database.writing() as session:
        session.add(
            RewardPayment(
                voucher="another",
                reward_number=number,
                attempt=2,
                claim_id=payment.claim_id,
                amount_fen=300_000,
                standing_for=number,
                sent_by="x",
                sent_at=office.clock.now(),
            )
        )


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_ledger_adds_up_to_nothing(office: Office, seed: int) -> None:
    """Random steps over several rewards, allowed or not, some killed: after each, everything is sound."""
    chance = random.Random(seed)
    numbers = [office.reaches_approval(f"R{n}") for n in range(4)]
    taken = 0
    for turn in range(80):
        number = chance.choice(numbers)
        try:
            with office.database.writing() as session:
                _any(office, session, number, chance, turn)
                if chance.random() < 0.15:
                    raise Killed
            taken += 1
        except (RuleViolation, Killed):
            pass
        if turn % 10 == 0:
            office.clock.advance(days=chance.choice([0, 0, 0, 40]))
        with office.database.reading() as session:
            assert session.scalar(select(func.coalesce(func.sum(LedgerEntry.amount_fen), 0))) == 0
    office.is_sound()
    assert taken > 8


def _any(office: Office, session: Session, number: str, chance: random.Random, turn: int) -> None:
    now = office.clock.now()
    reward = get_reward(session, number)
    match chance.randrange(9):
        case 0:
            office.approving.approve(session, number, LEADER, "同意", now)
        case 1:
            office.claiming.notify(session, number, NOTIFIER, now)
        case 2:
            office.claiming.claim(session, number, ZHANG, reporter(reward.tip_number), now, consent=CONSENT)
        case 3:
            office.paying.send(session, number, PAYER, now)
        case 4:
            for due in office.claiming.to_lapse(session, now, 0, 100):
                office.claiming.lapse(session, due, now)
        case 5:
            until = china_date(now) + timedelta(days=20)
            office.claiming.extend(session, number, until, NOTIFIER, "说明了理由", now)
        case 6 if chance.random() < 0.3:
            office.refusing.deny(session, number, RefusedBecause.NO_PROOF, LEADER, "", now)
        case 7:
            office.paying.recover(session, number, NOTIFIER, "虚假举报", now)
        case _:
            for payment in session.scalars(select(RewardPayment).where(RewardPayment.settled_at.is_(None))):
                good = chance.random() < 0.5
                line = BankLine(
                    2, payment.voucher, payment.amount_fen, good, f"B{turn}" if good else None, ""
                )
                office.reconciling.reconcile(session, [line], PAYER, now)
                break


def test_a_crash_after_the_file_left_sends_the_same_vouchers_again(office: Office) -> None:
    for n in range(3):
        office.sends(office.reaches_claim(f"R{n}"))
    sent = [_exported_and_killed(office) for _ in range(2)]
    assert sent[0] == sent[1]
    assert len({row[0] for row in sent[0]}) == 3


def _exported_and_killed(office: Office) -> list[list[str | int]]:
    rows: list[list[str | int]] = []

    def export() -> None:
        with office.database.writing() as session:
            rows.extend(office.reconciling.payout_rows(session, PAYER, office.clock.now()))
            raise Killed

    with pytest.raises(Killed):
        export()
    return rows
