"""Contests: one scored paper a person, by the server's clock, whatever comes at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.errors import NotFound
from quizzes.boards import people_board, towns_board, units_board
from quizzes.loading import load
from quizzes.models import QuizAnswer, QuizAttempt
from quizzes.papers import Rule, draw, rule_from, shown_order
from quizzes.reading import read_bank
from quizzes.refusals import (
    BadChoice,
    BadName,
    BadPlan,
    BadTeam,
    NotOpen,
    SelfApproval,
    Submitted,
    TooFewQuestions,
    TooLate,
    WrongState,
)
from quizzes.status import AttemptState, PlanState
from staff.actors import NotPermitted
from staff.models import AuditEntry
from tests.integration.quizzes.conftest import NOBODY, PLANNER, REVIEWER, UNITS, Office, person


@pytest.fixture
def office(shared_office: Office) -> Office:
    """The office of this module."""
    return shared_office


def test_a_contest_is_published_by_somebody_else_and_recorded(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        with pytest.raises(WrongState):
            office.contests.publish(session, contest.id, REVIEWER, office.now)
        subject = f"quiz:contest:{contest.id}"
        query = select(AuditEntry.action).where(AuditEntry.subject == subject).order_by(AuditEntry.number)
        actions = session.scalars(query).all()
    assert actions == [
        "quizzes.contest.create",
        "quizzes.contest.publish",
    ]


def test_who_may_not_publish_does_not(office: Office) -> None:
    both = type(PLANNER)(PLANNER.kind, "cehua", permissions=PLANNER.permissions | REVIEWER.permissions)
    with office.database.writing() as session:
        contest = office.contest(session)
        for refused in (NOBODY, PLANNER):
            with pytest.raises(NotPermitted):
                office.contests.cancel(session, contest.id, "下雨", refused, office.now)
        contest.state = PlanState.DRAFT
        with pytest.raises(SelfApproval):
            office.contests.publish(session, contest.id, both, office.now)


def test_a_contest_that_cannot_work_is_refused(office: Office) -> None:
    for changes in (
        {"title": "赛"},
        {"pass_mark": 101},
        {"paper_seconds": 5},
        {"rule": Rule(99, categories=("fire",))},
        {"closes_at": office.now - timedelta(days=1)},
        {"units": (UNITS[0], UNITS[0])},
    ):
        with office.database.writing() as session, pytest.raises((BadPlan, TooFewQuestions)):
            office.contest(session, **changes)


def test_the_paper_hangs_on_the_seed_and_the_person(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session, rule=Rule(8))
        first, second = (office.contests.enter(session, contest.id, person(n), office.now) for n in (1, 2))
        again = draw(office.bank_holder.current(session).live, rule_from(contest.rule), first.seed)
        assert [one["id"] for one in first.paper] == [one.id for one in again]
        assert [one["id"] for one in first.paper] != [one["id"] for one in second.paper]


def test_a_paper_takes_its_categories_in_turn(office: Office) -> None:
    with office.database.reading() as session:
        live = office.bank_holder.current(session).live
    paper = draw(live, Rule(6, categories=("fire", "gas", "firstaid")), "seed")
    assert sorted(one.category for one in paper) == ["fire", "fire", "firstaid", "firstaid", "gas", "gas"]
    assert len({shown_order(paper[0], f"seed{n}") for n in range(20)}) > 1


def test_entering_twice_gives_the_same_paper_and_handing_in_ends_it(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        first = office.contests.enter(session, contest.id, person(1), office.now, unit="u1", name="小王")
        assert office.contests.enter(session, contest.id, person(1), office.now).id == first.id
        scored = office.takes_part(session, contest.id, person(1), right=3)
        assert (scored.score, scored.passed, scored.right_count) == (60, True, 3)
        with pytest.raises(Submitted):
            office.contests.enter(session, contest.id, person(1), office.now)
        with pytest.raises(Submitted):
            office.contests.attempts.submit(session, scored.id, person(1), office.now)
        with pytest.raises(Submitted):
            office.contests.attempts.answer(session, scored.id, person(1), 1, "A", office.now)
        mine = select(func.count()).where(QuizAnswer.attempt_id == scored.id)
        assert session.scalar(mine) == 5


def test_two_hundred_at_once_are_one_scored_paper(office: Office) -> None:
    with office.database.writing() as session:
        contest_id = office.contest(session).id

    def enter(_: int) -> int:
        with office.database.writing() as session:
            return office.contests.enter(session, contest_id, person(1), office.now).id

    def submit(number: int) -> int:
        try:
            with office.database.writing() as session:
                office.contests.attempts.submit(session, ids[0], person(1), office.now + timedelta(seconds=9))
                return 1
        except Submitted:
            return 0

    with ThreadPoolExecutor(8) as many:
        ids = list(many.map(enter, range(40)))
        scored = list(many.map(submit, range(40)))
    assert len(set(ids)) == 1
    assert sum(scored) == 1
    with office.database.reading() as session:
        assert session.scalar(select(func.count()).where(QuizAttempt.contest_id == contest_id)) == 1


def test_the_clock_of_the_server_opens_and_closes(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        before, after = contest.opens_at - timedelta(seconds=1), contest.closes_at
        for moment in (before, after):
            with pytest.raises(NotOpen):
                office.contests.enter(session, contest.id, person(1), moment)
        last = office.contests.enter(
            session, contest.id, person(1), contest.closes_at - timedelta(seconds=20)
        )
        assert last.due_at == contest.closes_at
        office.contests.cancel(session, contest.id, "台风", REVIEWER, office.now)
        with pytest.raises(NotOpen, match="取消"):
            office.contests.enter(session, contest.id, person(2), office.now)


def test_what_comes_late_is_refused_and_what_was_saved_in_time_counts(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        attempt = office.contests.enter(session, contest.id, person(1), office.now)
        attempts, due = office.contests.attempts, attempt.due_at
        attempts.answer(session, attempt.id, person(1), 1, attempt.paper[0]["key"], due)
        late = due + timedelta(seconds=4)
        with pytest.raises(TooLate, match="时间到了"):
            attempts.answer(session, attempt.id, person(1), 2, attempt.paper[1]["key"], late)
        with pytest.raises(TooLate):
            attempts.submit(session, attempt.id, person(1), late)
        assert attempt.id in attempts.overdue(session, late, 0, 100)
        assert attempts.settle(session, attempt.id, late)
        assert not attempts.settle(session, attempt.id, late)
        assert (attempt.state, attempt.score, attempt.submitted_at) == (AttemptState.SCORED, 20, due)


def test_a_paper_is_nobody_elses(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        attempt = office.contests.enter(session, contest.id, person(1), office.now)
        verbs: tuple[Callable[[], object], ...] = (
            lambda: office.contests.attempts.answer(session, attempt.id, person(2), 1, "A", office.now),
            lambda: office.contests.attempts.submit(session, attempt.id, person(2), office.now),
            lambda: office.contests.attempts.get(session, attempt.id, person(2)),
            lambda: office.contests.attempts.answer(session, attempt.id, person(1), 99, "A", office.now),
        )
        for verb in verbs:
            with pytest.raises(NotFound):
                verb()


def test_teams_names_and_choices_are_judged(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        for team, refused in (
            ({"unit": "u9"}, BadTeam),
            ({"town": "331081999"}, BadTeam),
            ({"name": "加我微信"}, BadName),
        ):
            with pytest.raises(refused):
                office.contests.enter(session, contest.id, person(1), office.now, **team)
        attempt = office.contests.enter(session, contest.id, person(1), office.now)
        for chosen in ("", "Z", "AZ"):
            with pytest.raises(BadChoice):
                office.contests.attempts.answer(session, attempt.id, person(1), 1, chosen, office.now)


def test_a_correction_of_the_bank_changes_no_paper_that_is_drawn(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        attempt = office.contests.enter(session, contest.id, person(1), office.now)
        first = office.contests.attempts.items(session, attempt)[0]
        assert first.question is not None
        other = frozenset("A") if first.key != {"A"} else frozenset("B")
        office.clock.advance(seconds=1)
        bank = {**read_bank(), first.question.id: replace(first.question, right=other)}
        load(session, bank, PLANNER, office.now)
        again = office.contests.attempts.items(session, attempt)[0]
        assert again.question is not None
        assert (again.question.right, again.key) == (other, first.key)


def test_lists_show_chosen_names_and_hide_small_teams(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        for number in range(12):
            unit = "u1" if number < 10 else "u2"
            name = "小王" if number == 3 else ""
            right = 5 if number == 3 else number % 5
            office.takes_part(
                session, contest.id, person(number), right, unit=unit, town="331081001", name=name
            )
        board = people_board(session, contest.id, person(5), limit=3)
        assert (board[0].name, board[0].score, board[0].place) == ("小王", 100, 1)
        assert [one.name for one in board[1:]] == ["匿名"] * (len(board) - 1)
        assert [one.is_own for one in board] == [False, False, False, True]
        first, second = units_board(session, contest)
        assert (first.name, first.people, first.listed) == ("甲厂", 10, 40)
        assert second.is_hidden
        assert (second.people, second.average, second.passed) == (None, None, None)
        assert towns_board(session, contest)[0].people == 12


def test_who_is_too_fast_to_have_read_waits_for_a_look(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        quick = office.takes_part(session, contest.id, person(1), seconds=4)
        slow = office.takes_part(session, contest.id, person(2), seconds=40)
        assert (quick.doubt, slow.doubt) == ("too_fast", None)
        assert len(people_board(session, contest.id)) == 1
        office.contests.clear(session, quick.id, "当面核实，本人熟题", REVIEWER, office.now)
        assert len(people_board(session, contest.id)) == 2
        office.contests.void(session, slow.id, "代答", REVIEWER, office.now)
        office.contests.hide_name(session, quick.id, PLANNER, office.now)
        assert [one.name for one in people_board(session, contest.id)] == ["匿名"]
        with pytest.raises(NotPermitted):
            office.contests.void(session, quick.id, "", PLANNER, office.now)
