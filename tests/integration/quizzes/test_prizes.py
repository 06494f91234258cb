"""Prizes: never more than there are, one a person and one a telephone number."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from core.db import Database
from core.errors import NotFound
from proof.experiments.prizes import snatch
from proof.findings import broken
from quizzes.refusals import BadPhone, NotPassed, PrizeTaken, WrongState
from tests.integration.quizzes.conftest import PLANNER, Office, person


@pytest.fixture
def office(shared_office: Office) -> Office:
    """The office of this module."""
    return shared_office


def phone(number: int) -> str:
    return f"138{number:08d}"


def test_who_all_want_a_prize_at_once_get_no_more_than_there_are(database: Database) -> None:
    """X15, short; ``make proof`` has the thousand."""
    assert broken(snatch(database, people=30, stock=10, threads=8)) == []


def test_one_prize_for_a_person_and_for_a_number(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session, stock=5)
        prize = office.prizes.of(session, contest.id)[0]
        first = office.takes_part(session, contest.id, person(1))
        second = office.takes_part(session, contest.id, person(2))
        claim = office.prizes.claim(session, first, prize.id, "138 0000 0001", office.now)
        assert office.prizes.claim(session, first, prize.id, phone(1), office.now).id == claim.id
        with pytest.raises(PrizeTaken):
            office.prizes.claim(session, first, prize.id, phone(2), office.now)
        with pytest.raises(PrizeTaken):
            office.prizes.claim(session, second, prize.id, "+86 138-0000-0001", office.now)
        with pytest.raises(BadPhone):
            office.prizes.claim(session, second, prize.id, "0577-12345678", office.now)
        session.refresh(prize)
        assert prize.given == 1
        assert phone(1) not in str(claim.__dict__)


def test_only_a_clean_pass_gets_one(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session, stock=5)
        prize = office.prizes.of(session, contest.id)[0]
        failed = office.takes_part(session, contest.id, person(1), right=2)
        hasty = office.takes_part(session, contest.id, person(2), seconds=3)
        for attempt in (failed, hasty):
            with pytest.raises(NotPassed):
                office.prizes.claim(session, attempt, prize.id, phone(1), office.now)


def test_a_prize_is_handed_over_once_for_code_and_number(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session, stock=5)
        prize = office.prizes.of(session, contest.id)[0]
        attempt = office.takes_part(session, contest.id, person(1))
        claim = office.prizes.claim(session, attempt, prize.id, phone(1), office.now)
        hand_over = office.prizes.hand_over
        with pytest.raises(NotFound):
            hand_over(session, contest.id, claim.code, phone(2), PLANNER, office.now)
        assert hand_over(session, contest.id, claim.code, phone(1), PLANNER, office.now).handed_by == "cehua"
        with pytest.raises(WrongState):
            hand_over(session, contest.id, claim.code, phone(1), PLANNER, office.now)


def test_two_clerks_at_once_hand_a_prize_over_once(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session, stock=1)
        attempt = office.takes_part(session, contest.id, person(41))
        prize = office.prizes.of(session, contest.id)[0]
        code = office.prizes.claim(session, attempt, prize.id, phone(41), office.now).code
    together = Barrier(4)

    def hand_over(_: int) -> str:
        together.wait(30)
        try:
            with office.database.writing() as session:
                office.prizes.hand_over(session, contest.id, code, phone(41), PLANNER, office.now)
        except WrongState as refusal:
            return refusal.sentence
        return "given"

    with ThreadPoolExecutor(4) as clerks:
        told = sorted(clerks.map(hand_over, range(4)))
    assert told == ["given", *["这份奖品已经领走了。"] * 3]


def test_a_paper_and_a_code_count_in_their_own_contest_only(office: Office) -> None:
    with office.database.writing() as session:
        contest, other = office.contest(session, stock=5), office.contest(session, stock=5)
        prize, another = (office.prizes.of(session, one.id)[0] for one in (contest, other))
        attempt = office.takes_part(session, contest.id, person(1))
        with pytest.raises(NotFound):
            office.prizes.claim(session, attempt, another.id, phone(1), office.now)
        claim = office.prizes.claim(session, attempt, prize.id, phone(1), office.now)
        with pytest.raises(NotFound):
            office.prizes.hand_over(session, other.id, claim.code, phone(1), PLANNER, office.now)
        session.refresh(another)
        assert another.given == 0


def test_who_has_a_prize_does_not_change_it_for_another(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session, stock=5, prizes=("灭火毯", "雨伞"))
        blanket, umbrella = office.prizes.of(session, contest.id)
        attempt = office.takes_part(session, contest.id, person(1))
        office.prizes.claim(session, attempt, blanket.id, phone(1), office.now)
        with pytest.raises(PrizeTaken):
            office.prizes.claim(session, attempt, umbrella.id, phone(1), office.now)


def test_prizes_are_fixed_before_anybody_sees_the_contest(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        with pytest.raises(WrongState):
            office.prizes.add(session, contest.id, "雨伞", 3, PLANNER, office.now)
