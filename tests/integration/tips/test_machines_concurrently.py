"""Two at once: one step is taken, the other refused; submissions twice at once give one tip."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import MovedMeanwhile, RuleViolation
from staff.audit import record
from staff.models import AuditEntry
from staff.moves import IllegalMove
from tests.conftest import StandingClock
from tests.integration.tip_office import INTAKE, LEADER, SUPERVISOR, TipOffice, replayed, reporter
from tests.sessions import open_writing
from tipoffs.hazards.files import history as hazard_history
from tipoffs.hazards.models import HazardLevel
from tipoffs.steps import flush
from tipoffs.tips import refusals
from tipoffs.tips.files import get_tip, history
from tipoffs.tips.models import Tip
from tipoffs.tips.status import TipState

THREADS = 6


def all_at_once(database: Database, do: Callable[[Session], object]) -> list[object]:
    """Do the same in several transactions; what each gave or why it was refused."""
    gate = threading.Barrier(THREADS)

    def one(_: int) -> object:
        gate.wait()
        try:
            with database.writing() as session:
                return do(session)
        except RuleViolation as refusal:
            return type(refusal)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.fixture
def office(database: Database, clock: StandingClock) -> TipOffice:
    """The office; each test brings its own sessions."""
    return TipOffice(open_writing(database), clock, record)


def test_one_acceptance_of_many(database: Database, office: TipOffice) -> None:
    number = office.arrives().number
    office.session.commit()

    def accept(session: Session) -> object:
        return office.tips.accept(session, number, INTAKE, office.now).number

    results = all_at_once(database, accept)

    assert results.count(number) == 1
    assert set(results) - {number} <= {IllegalMove, MovedMeanwhile}
    with database.reading() as session:
        assert [event.seq for event in history(session, number)] == [1, 2]
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
        assert actions == ["tips.submit", "tips.accept"]


# One writer at a time on SQLite: there a second cannot have read before the first is done.
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_two_people_who_had_both_read_the_same_state(database: Database, office: TipOffice) -> None:
    number = office.arrives().number
    office.session.commit()
    first, second = open_writing(database), open_writing(database)
    stale = get_tip(second, number)
    office.tips.accept(first, number, INTAKE, office.now)
    first.commit()

    stale.version += 1
    with pytest.raises(MovedMeanwhile):
        flush(second)
    first.close()
    second.close()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_who_comes_second_is_told_so_wherever_in_their_step_it_shows(
    database: Database, office: TipOffice
) -> None:
    """Not only at its end: the clocks of a case write what was changed so far."""
    number = office.arrives().number
    office.session.commit()

    def overtaken() -> None:
        with database.writing() as second:
            stale = get_tip(second, number)
            with database.writing() as first:
                office.tips.accept(first, number, INTAKE, office.now)
            stale.version += 1
            second.flush()

    with pytest.raises(MovedMeanwhile):
        overtaken()


def test_declined_or_accepted_but_never_both(database: Database, office: TipOffice) -> None:
    number = office.arrives().number
    office.session.commit()
    turns = iter(range(THREADS))

    def decide(session: Session) -> object:
        if next(turns) % 2:
            return office.tips.accept(session, number, INTAKE, office.now).state.value
        return office.tips.decline(session, number, "no_facts", INTAKE, office.now).state.value

    results = all_at_once(database, decide)

    assert len([one for one in results if isinstance(one, str)]) == 1
    with database.reading() as session:
        tip = get_tip(session, number)
        assert replayed(history(session, number)) is tip.state


def test_the_same_submission_many_times_at_once(database: Database, office: TipOffice) -> None:
    results = all_at_once(
        database, lambda session: TipOffice(session, office.clock, record).arrives("tap").number
    )

    assert set(results) == {"R2611000001"}
    with database.reading() as session:
        assert len(session.scalars(select(Tip)).all()) == 1


def test_many_submissions_at_once_have_numbers_of_their_own(database: Database, office: TipOffice) -> None:
    keys = iter(f"tap {at}" for at in range(THREADS))
    results = all_at_once(
        database, lambda session: TipOffice(session, office.clock, record).arrives(next(keys)).number
    )

    assert sorted(map(str, results)) == [f"R26110000{at:02}" for at in range(1, THREADS + 1)]


def test_nothing_is_merged_into_what_is_withdrawn_at_that_moment(
    database: Database, office: TipOffice
) -> None:
    leading, other = office.accepted().number, office.accepted().number
    office.session.commit()
    turns = iter(range(THREADS))

    def do(session: Session) -> object:
        if next(turns) % 2:
            return office.tips.withdraw(session, leading, reporter(leading), office.now).number
        return office.tips.merge(session, other, leading, INTAKE, office.now).number

    all_at_once(database, do)

    with database.reading() as session:
        tip = get_tip(session, other)
        if tip.master is not None:
            assert get_tip(session, tip.master).state is not TipState.WITHDRAWN


def test_one_of_many_holds_a_tip(database: Database, office: TipOffice) -> None:
    number = office.arrives().number
    office.session.commit()
    people = iter([INTAKE, LEADER] * THREADS)

    def hold(session: Session) -> object:
        who = next(people)
        office.tips.hold(session, number, who, office.now)
        return who.id

    results = all_at_once(database, hold)

    assert len({one for one in results if isinstance(one, str)}) == 1
    assert refusals.HeldByAnother in results


def test_one_signature_of_many(database: Database, office: TipOffice) -> None:
    hazard = office.fixing(HazardLevel.MAJOR)
    office.session.commit()

    def list_it(session: Session) -> object:
        office.supervision.list_for_supervision(session, hazard.code, "陈某某", SUPERVISOR, office.now)
        return "listed"

    results = all_at_once(database, list_it)

    assert results.count("listed") == 1
    with database.reading() as session:
        assert [one.seq for one in hazard_history(session, hazard.code)] == [1, 2, 3, 4, 5]
