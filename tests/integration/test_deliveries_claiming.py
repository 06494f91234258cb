"""Many claimers at once: each delivery is taken by one of them, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from core.db import Database
from deliveries.queue import Claim
from deliveries.status import Lane, Reason, State
from tests.conftest import StandingClock
from tests.integration.outbox_office import ALICE, Office

CLAIMERS = 8


def claim_together(office: Office, numbers: list[int]) -> list[Claim | None]:
    """Let one thread a number claim it, all starting at the same moment."""
    barrier = threading.Barrier(len(numbers))

    def claim(number: int) -> Claim | None:
        barrier.wait()
        return office.claims(number)

    with ThreadPoolExecutor(len(numbers)) as threads:
        return list(threads.map(claim, numbers))


def test_one_of_many_claimers_wins(database: Database, clock: StandingClock) -> None:
    office = Office(database, clock)
    office.hears_from(ALICE)
    for _ in range(5):
        number = office.posts(lane=Lane.CAMPAIGN)
        won = [claim for claim in claim_together(office, [number] * CLAIMERS) if claim]
        assert len(won) == 1
        office.has_sent(won[0])


def test_lanes_racing_for_the_last_place_of_a_window_spend_it_once(
    database: Database, clock: StandingClock
) -> None:
    office = Office(database, clock)
    office.hears_from(ALICE)
    for _ in range(4):
        office.has_sent(office.takes(office.posts()))
    numbers = [office.posts(lane=lane) for lane in (Lane.ALERT, Lane.CAMPAIGN, Lane.ALERT)]
    won = [claim for claim in claim_together(office, numbers) if claim]
    assert len(won) == 1
    skipped = [office.row(number) for number in numbers if number != won[0].delivery_id]
    assert {(row.state, row.reason) for row in skipped} == {(State.SKIPPED, Reason.WINDOW_SPENT)}


def test_a_recovery_racing_a_late_settlement_leaves_one_fate(
    database: Database, clock: StandingClock
) -> None:
    office = Office(database, clock)
    office.hears_from(ALICE)
    number = office.posts(lane=Lane.ALERT, resend_when_unknown=True)
    claim = office.takes(number)
    clock.advance(seconds=61)
    barrier = threading.Barrier(2)

    def settle() -> State | None:
        barrier.wait()
        return office.has_sent(claim)

    def recover() -> int:
        barrier.wait()
        return office.recovers()

    with ThreadPoolExecutor(2) as threads:
        settled, recovered = threads.submit(settle), threads.submit(recover)
    assert (settled.result() == State.SENT) != (recovered.result() == 1)
    clock.advance(seconds=5)
    assert office.row(number).state == (State.SENT if settled.result() else State.WAITING)


def test_the_same_key_posted_by_many_is_one_delivery(database: Database, clock: StandingClock) -> None:
    office = Office(database, clock)
    office.hears_from(ALICE)
    barrier = threading.Barrier(CLAIMERS)

    def post(_: int) -> int:
        barrier.wait()
        return office.posts(dedupe_key="receipt:1", not_after=clock.now() + timedelta(hours=1))

    with ThreadPoolExecutor(CLAIMERS) as threads:
        numbers = set(threads.map(post, range(CLAIMERS)))
    assert len(numbers) == 1
    assert sum(office.tally().values()) == 1
