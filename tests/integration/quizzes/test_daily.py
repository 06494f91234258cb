"""每日一题, the loaded bank, figures and forgetting."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import china_date
from quizzes.certificates import CertificateService, written_code
from quizzes.figures import answers_between, items_between, papers_of_contest
from quizzes.forgetting import forget_person, forget_seats, idle_people
from quizzes.loading import load
from quizzes.models import QuizAnswer, QuizAttempt, QuizCertificate, QuizDay
from quizzes.reading import read_bank
from quizzes.refusals import AnsweredBefore, BadName, NotPassed, OldQuestion, Submitted
from quizzes.status import Origin
from staff.actors import NotPermitted
from tests.integration.quizzes.conftest import NOBODY, PLANNER, REVIEWER, Office, person


def test_a_day_has_one_question_for_all_and_others_have_others(office: Office) -> None:
    def ask(_: int) -> str:
        with office.database.writing() as session:
            return office.daily.question(session, office.now).id

    with ThreadPoolExecutor(8) as many:
        assert len(set(many.map(ask, range(16)))) == 1
    for _ in range(20):
        office.clock.advance(days=1)
        ask(0)
    with office.database.reading() as session:
        chosen = session.scalars(select(QuizDay.question)).all()
    assert len(set(chosen)) == 21


def test_an_answer_counts_once_and_days_in_a_row_are_counted(office: Office) -> None:
    who = person(1)
    for expected in (1, 2, 3):
        with office.database.writing() as session:
            day, question = china_date(office.now), office.daily.question(session, office.now)
            right = "".join(question.right)
            told = office.daily.answer(session, who, day, right, office.now)
            assert (told.right, told.run) == (True, expected)
            with pytest.raises(AnsweredBefore):
                office.daily.answer(session, who, day, right, office.now)
            assert office.daily.has_answered(session, who, office.now)
        office.clock.advance(days=1)
    office.clock.advance(days=1)
    with office.database.writing() as session:
        with pytest.raises(OldQuestion):
            office.daily.answer(session, who, china_date(office.now) - timedelta(days=1), "A", office.now)
        assert office.daily.answer(session, who, china_date(office.now), "A", office.now).run == 1


def test_loading_again_changes_only_what_changed(office: Office) -> None:
    bank = dict(read_bank())
    gone = bank.pop("fire.oil_pan_first")
    with office.database.writing() as session:
        assert load(session, read_bank(), PLANNER, office.now).unchanged == len(bank) + 1
        office.clock.advance(seconds=1)
        told = load(session, bank, PLANNER, office.now)
        assert (told.retired, told.unchanged) == (1, len(bank))
        current = office.bank_holder.current(session)
        assert current.find(gone.id) == gone
        assert gone not in current.live
        with pytest.raises(NotPermitted):
            load(session, bank, NOBODY, office.now)


def test_people_and_papers_are_counted_apart(office: Office) -> None:
    with office.database.writing() as session:
        contest = office.contest(session)
        for number, right in ((1, 5), (2, 1), (3, 4)):
            office.takes_part(session, contest.id, person(number), right)
        office.contests.enter(session, contest.id, person(4), office.now)
        void = office.takes_part(session, contest.id, person(5), 5)
        office.contests.void(session, void.id, "代答", REVIEWER, office.now)
        papers = papers_of_contest(session, contest.id)
        assert (papers.begun, papers.scored, papers.people, papers.passed) == (4, 3, 3, 2)
        assert papers.pass_rate == pytest.approx(2 / 3)
        today = china_date(office.now)
        for _ in range(2):
            office.daily.answer(session, None, today, "A", office.now)
        told = {one.origin: one for one in answers_between(session, today, today)}
        assert (told[Origin.DAILY].answers, told[Origin.DAILY].people) == (2, 0)
        assert (told[Origin.CONTEST].answers, told[Origin.CONTEST].people) == (20, 4)
        items = items_between(session, today, today, least=1)
        assert [one.ease for one in items] == sorted(one.ease for one in items)
        assert sum(one.answers for one in items) == 22


def test_a_certificate_is_made_once_and_shows_strangers_little(office: Office) -> None:
    certificates = CertificateService(b"c" * 32)
    with office.database.writing() as session:
        contest = office.contest(session)
        attempt = office.takes_part(session, contest.id, person(1))
        failed = office.takes_part(session, contest.id, person(2), right=0)
        made = certificates.of_contest(session, attempt, "欧阳小丽", office.now)
        assert certificates.of_contest(session, attempt, "别的名字", office.now).code == made.code
        assert "欧阳小丽".encode() not in made.holder
        proof = certificates.verify(session, f" {written_code(made.code).lower()} ")
        assert proof is not None
        assert (proof.name, proof.is_valid, proof.title) == ("欧**丽", True, contest.title)
        assert certificates.verify(session, "2" * 12) is None
        for bad in ("", "张三13812345678", "<b>"):
            with pytest.raises(BadName):
                certificates.of_contest(session, attempt, bad, office.now)
        with pytest.raises(NotPassed):
            certificates.of_contest(session, failed, "王五", office.now)
        certificates.revoke(session, made.code, "代答", REVIEWER, office.now)
        again = certificates.verify(session, made.code)
        assert again is not None
        assert not again.is_valid


def test_forgetting_keeps_the_figures_and_nobody_behind_them(office: Office) -> None:
    who = person(1)
    with office.database.writing() as session:
        contest = office.contest(session)
        attempt = office.takes_part(session, contest.id, who, name="小王")
        CertificateService(b"c" * 32).of_contest(session, attempt, "王五", office.now)
        office.daily.answer(session, who, china_date(office.now), "A", office.now)
        before = papers_of_contest(session, contest.id)
        forget_person(session, who, office.now)
        session.expire_all()
        assert papers_of_contest(session, contest.id) == before
        assert session.scalars(select(QuizAnswer.id).where(QuizAnswer.person == who)).all() == []
        assert session.scalar(select(func.count()).select_from(QuizCertificate)) == 0
        with pytest.raises(Submitted):
            office.contests.enter(session, contest.id, who, office.now)
        forget_seats(session, contest.closes_at)
        session.expire_all()
        assert session.scalars(select(QuizAttempt.once)).all() == [None]
        columns = [
            (row.person, row.once, row.seed, row.nickname) for row in session.scalars(select(QuizAttempt))
        ]
        assert who not in str(columns)


def test_people_who_did_nothing_for_long_are_found(office: Office) -> None:
    with office.database.writing() as session:
        office.daily.answer(session, person(1), china_date(office.now), "A", office.now)
        office.clock.advance(days=400)
        office.daily.answer(session, person(2), china_date(office.now), "A", office.now)
        old = office.now - timedelta(days=365)
        assert idle_people(session, old, "", 100) == [person(1)]
        forget_person(session, person(1), office.now)
        assert idle_people(session, old, "", 100) == []
