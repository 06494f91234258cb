"""Receipt codes in the database: kept as hashes, limited, and silent about what is known."""

import statistics
import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.db import Database
from tests.integration.vault_office import CHEAP, MASTER
from tipoffs.vault import tries
from tipoffs.vault.codes import new_code, read_code
from tipoffs.vault.models import ReceiptCode, ReceiptTries
from tipoffs.vault.receipts import AllWrong, AlreadyIssued, Cost, Receipts, TryLater
from tipoffs.vault.tries import ALL_TOGETHER, EVERYBODY, PER_ADDRESS, PER_CALLER, forget_old, take_try

CASE = "R2611000123"
CALLER = "oCaller-0123456789abcdefghij"


@pytest.fixture
def receipts(database: Database) -> Receipts:
    return Receipts(database, MASTER, CHEAP)


def issued(receipts: Receipts, database: Database, now: datetime, case: str = CASE) -> str:
    with database.writing() as session:
        return str(receipts.issue(session, case, now))


def test_a_code_opens_its_case_and_no_other(receipts: Receipts, database: Database, now: datetime) -> None:
    codes = {case: issued(receipts, database, now, case) for case in (CASE, "R2611000124", "R2611000125")}

    assert {case: receipts.check(code, CALLER, now) for case, code in codes.items()} == {
        case: case for case in codes
    }
    assert receipts.check(codes[CASE].lower().replace("-", " "), CALLER, now) == CASE
    mixed = codes[CASE][:6] + codes["R2611000124"][6:]
    assert receipts.check(mixed, CALLER, now) is None


def test_the_code_is_kept_nowhere(receipts: Receipts, database: Database, now: datetime) -> None:
    code = read_code(issued(receipts, database, now))
    assert code is not None
    with database.reading() as session:
        row = session.scalars(select(ReceiptCode)).one()
    assert row.locator == code.locator
    assert row.verifier.startswith("$argon2id$")
    assert code.proof not in str(vars(row))
    assert not any(code.proof[start : start + 5] in str(vars(row)) for start in range(0, 20, 5))


def test_a_code_is_issued_once(receipts: Receipts, database: Database, now: datetime) -> None:
    issued(receipts, database, now)
    with pytest.raises(AlreadyIssued):
        issued(receipts, database, now)


def test_a_caller_who_is_wrong_too_often_waits_and_others_do_not(
    receipts: Receipts, database: Database, now: datetime
) -> None:
    code = issued(receipts, database, now)
    for _ in range(PER_CALLER):
        assert receipts.check(str(new_code()), CALLER, now) is None

    with pytest.raises(TryLater) as refusal:
        receipts.check(code, CALLER, now)
    assert "稍后再试" in refusal.value.sentence
    assert receipts.check(code, "somebody else", now) == CASE
    assert receipts.check(code, CALLER, now + timedelta(minutes=10)) == CASE


def test_neighbours_of_one_who_guesses_still_open_their_case(
    receipts: Receipts, database: Database, now: datetime
) -> None:
    code = issued(receipts, database, now)
    for browser in range(5):
        for _ in range(PER_CALLER + 5):
            with suppress(TryLater):
                receipts.check(str(new_code()), f"browser {browser}", now, "one address")
    assert receipts.check(code, "a neighbour", now, "one address") == CASE


def test_an_address_has_a_bound_of_its_own_which_binds_nobody_who_is_known(
    receipts: Receipts, database: Database, now: datetime
) -> None:
    code = issued(receipts, database, now)
    for number in range(PER_ADDRESS):
        assert receipts.check(str(new_code()), f"browser {number}", now, "one address") is None
    with pytest.raises(TryLater):
        receipts.check(code, "a neighbour", now, "one address")
    assert receipts.check(code, "a neighbour", now, "another address") == CASE
    assert receipts.check(code, CALLER, now) == CASE
    assert receipts.check(code, "a neighbour", now + timedelta(minutes=10), "one address") == CASE


def test_strangers_who_guess_shut_out_nobody_who_is_known_and_ring_the_bell(
    receipts: Receipts, database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "ALL_TOGETHER", 20)
    code = issued(receipts, database, now)
    for number in range(20):
        assert receipts.check(str(new_code()), f"browser {number}", now, f"address {number}") is None
    with pytest.raises(AllWrong):
        receipts.check(code, "a browser", now, "an address")
    assert receipts.check(code, CALLER, now) == CASE


def test_right_codes_and_what_is_no_code_are_no_tries(
    receipts: Receipts, database: Database, now: datetime
) -> None:
    code = issued(receipts, database, now)
    for _ in range(PER_CALLER * 2):
        assert receipts.check(code, CALLER, now) == CASE
        assert receipts.check("我的举报到哪了", CALLER, now) is None


def test_all_together_are_limited_too_and_the_bell_can_ring(
    receipts: Receipts, database: Database, now: datetime
) -> None:
    code = issued(receipts, database, now)
    counted = select(ReceiptTries).where(ReceiptTries.caller == EVERYBODY)
    with database.writing() as session:
        for number in range(3 * PER_CALLER):
            assert take_try(session, f"{number // PER_CALLER}", now) is None
        together = session.scalars(counted).one()
        assert together.tries == 3 * PER_CALLER
        together.tries = ALL_TOGETHER - 1
        session.flush()
        assert take_try(session, "the last", now) is None
        session.refresh(together)
        assert together.tries == ALL_TOGETHER

    with pytest.raises(AllWrong):
        receipts.check(code, CALLER, now)
    assert receipts.check(code, CALLER, now + timedelta(minutes=10)) == CASE


def test_of_parallel_tries_each_counts(database: Database, now: datetime) -> None:
    found: list[str | None] = []

    def try_four() -> None:
        for _ in range(4):
            with database.writing() as session:
                found.append(take_try(session, "same", now))

    threads = [threading.Thread(target=try_four) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count(None) == PER_CALLER
    assert found.count("same") == 16 - PER_CALLER


def test_no_caller_is_kept_by_name_and_counts_are_forgotten(
    receipts: Receipts, database: Database, now: datetime
) -> None:
    receipts.check(str(new_code()), CALLER, now)
    with database.writing() as session:
        kept = {row.caller for row in session.scalars(select(ReceiptTries))}
        assert CALLER not in kept
        assert len(kept) == 2
        forget_old(session, now + timedelta(minutes=9))
        assert len(session.scalars(select(ReceiptTries)).all()) == 2
        forget_old(session, now + timedelta(minutes=21))
        assert session.scalars(select(ReceiptTries)).all() == []


def test_checks_at_once_are_capped(database: Database, now: datetime) -> None:
    """While one check holds the only place, the next is told to try later, known code or not."""
    slow = Receipts(database, MASTER, Cost(memory_kib=64 * 1024, passes=4, at_once=1, wait_seconds=0.01))
    code = issued(slow, database, now)
    answers: list[str] = []

    def ask(written: str) -> None:
        try:
            answers.append(str(slow.check(written, written, now)))
        except TryLater:
            answers.append("later")

    threads = [threading.Thread(target=ask, args=(each,)) for each in (code, str(new_code()), code)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    assert answers.count("later") >= 1
    assert slow.check(code, CALLER, now) == CASE


# What is compared is the time of this process, in which a database has no part.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_unknown_locator_costs_what_a_known_one_costs(database: Database, now: datetime) -> None:
    """Pairs of wrong codes, known and unknown locator in turn; their medians hardly differ.

    The cost is the real one. Twice the work for one of them would be some thirty milliseconds apart, no hash
    at all as many; the proof with ten thousand pairs is in ``proof/experiments/receipt_guessing.py``.
    """
    receipts = Receipts(database, MASTER, Cost())
    code = read_code(issued(receipts, database, now))
    assert code is not None
    known: list[float] = []
    unknown: list[float] = []
    for number in range(60):
        wrong = new_code()
        for times, locator in ((known, code.locator), (unknown, wrong.locator)):
            begun = time.process_time()
            assert receipts.check(locator + wrong.proof, f"{number}", now) is None
            times.append(time.process_time() - begun)
    middle = statistics.median(known)
    assert middle > 0.005
    assert abs(middle - statistics.median(unknown)) < middle * 0.15
