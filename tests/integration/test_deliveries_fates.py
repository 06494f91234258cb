"""Any sequence of sends, refusals, deaths and late awakenings leaves honest rows, on both databases."""

import itertools
import os
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.crypto import new_key
from core.db import Database
from deliveries.ports import FailureClass
from deliveries.queue import Claim
from deliveries.status import Lane, State
from tests.conftest import StandingClock
from tests.integration.outbox_office import Office

PROOF = os.environ.get("ANWEN_PROOF") == "1"
REFUSALS = sorted(set(FailureClass) - {FailureClass.LOST, FailureClass.DEDUPE})
LANES = st.sampled_from(list(Lane))
WHICH = st.integers(0, 5)


class OutboxMachine(RuleBasedStateMachine):
    """Up to six deliveries to two people, and a platform that counts what arrived."""

    database: Database
    key = new_key()
    run = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        serial = next(self.run)
        self.people = [f"oFates{serial}-{number}" for number in range(2)]
        self.clock = StandingClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
        self.office = Office(self.database, self.clock, key=self.key)
        self.office.hears_from(*self.people)
        self.numbers: list[int] = []
        self.repeatable: set[int] = set()
        self.arrivals: dict[int, int] = {}
        self.asleep: list[tuple[Claim, bool]] = []

    @rule(person=st.integers(0, 1), lane=LANES, repeatable=st.booleans())
    def posts(self, person: int, lane: Lane, repeatable: bool) -> None:
        if len(self.numbers) < 6:
            number = self.office.posts(self.people[person], lane=lane, resend_when_unknown=repeatable)
            self.numbers.append(number)
            self.arrivals[number] = 0
            if repeatable:
                self.repeatable.add(number)

    def takes(self, which: int) -> Claim | None:
        return self.office.claims(self.numbers[which]) if which < len(self.numbers) else None

    @rule(which=WHICH)
    def sends(self, which: int) -> None:
        if claim := self.takes(which):
            self.arrivals[claim.delivery_id] += 1
            assert self.office.has_sent(claim) == State.SENT

    @rule(which=WHICH, failure=st.sampled_from(REFUSALS))
    def is_refused(self, which: int, failure: FailureClass) -> None:
        if claim := self.takes(which):
            assert self.office.was_refused(claim, failure) is not None

    @rule(which=WHICH, arrived=st.booleans())
    def gets_no_answer(self, which: int, arrived: bool) -> None:
        if claim := self.takes(which):
            self.arrivals[claim.delivery_id] += arrived
            self.office.was_refused(claim, FailureClass.LOST)

    @rule(which=WHICH, arrived=st.booleans())
    def falls_asleep(self, which: int, arrived: bool) -> None:
        if claim := self.takes(which):
            self.arrivals[claim.delivery_id] += arrived
            self.asleep.append((claim, arrived))

    @rule()
    def wakes_up(self) -> None:
        if self.asleep:
            claim, arrived = self.asleep.pop()
            if arrived:
                self.office.has_sent(claim)
            else:
                self.office.was_refused(claim, FailureClass.BUSY, -1)

    @rule(seconds=st.sampled_from([1, 10, 61, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)
        self.office.recovers()

    @rule(person=st.integers(0, 1))
    def hears_from(self, person: int) -> None:
        self.office.hears_from(self.people[person])

    @invariant()
    def rows_are_honest(self) -> None:
        for number in self.numbers:
            row = self.office.row(number)
            if number not in self.repeatable:
                assert self.arrivals[number] <= 1, "said twice"
                if self.arrivals[number]:
                    assert row.state in (State.SENT, State.UNKNOWN, State.SENDING), "said, but denied"
            if row.state == State.SENT:
                assert self.arrivals[number] >= 1, "promised, but never said"


@pytest.mark.timeout(7200 if PROOF else 600)
def test_no_sequence_of_events_makes_a_row_lie(database: Database) -> None:
    class Machine(OutboxMachine):
        pass

    Machine.database = database
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=2000 if PROOF else 10,
            stateful_step_count=40 if PROOF else 15,
            derandomize=not PROOF,
            suppress_health_check=list(HealthCheck),
        ),
    )
