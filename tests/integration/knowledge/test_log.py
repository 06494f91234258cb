"""The query log and the questions left for staff: masked, sealed, answered once, forgotten on demand."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import new_key
from core.db import Database
from core.errors import NotFound
from knowledge.asked.querylog import Feedback, delete_older_than, forget, question_write, record_feedback
from knowledge.asked.questions import AlreadyAnswered, StaffQuestions
from knowledge.models import LoggedQuestion, QuestionDay, QuestionState, StaffQuestion
from tests.integration.editors import AUTHOR
from tests.sessions import open_writing

ASKER, OTHER = "a" * 32, "b" * 32
OPENID, STRANGER = "o" + "A" * 27, "o" + "B" * 27


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction that is rolled back at the end."""
    session = open_writing(database)
    yield session
    session.rollback()
    session.close()


@pytest.fixture
def questions() -> StaffQuestions:
    """The service with a key of its own."""
    return StaffQuestions(new_key())


def log(session: Session, now: datetime, question: str = "油锅着火怎么办", asker: str = ASKER) -> int:
    write = question_write(
        question=question,
        decision="answer",
        article="fire.oil_pan",
        topics=("fire.oil_pan",),
        score=0.9,
        asker=asker,
        now=now,
    )
    write.run(session)
    return int(write.row["id"])


def kept(session: Session, log_id: int) -> LoggedQuestion | None:
    session.expire_all()
    return session.get(LoggedQuestion, log_id)


def test_a_question_is_kept_masked(session: Session, now: datetime) -> None:
    row = kept(session, log(session, now, "我叫老王 电话13812345678 油锅着火"))
    assert row is not None
    assert "13812345678" not in row.question
    assert "油锅着火" in row.question
    assert (row.decision, row.topics, row.score, row.at) == ("answer", ["fire.oil_pan"], 0.9, now)


def test_only_the_asker_can_judge_the_answer(session: Session, now: datetime) -> None:
    log_id = log(session, now)
    assert not record_feedback(session, log_id, asker=OTHER, feedback=Feedback.USELESS)
    assert record_feedback(session, log_id, asker=ASKER, feedback=Feedback.USEFUL)
    row = kept(session, log_id)
    assert row is not None
    assert row.feedback is Feedback.USEFUL


def test_the_last_judgement_stands(session: Session, now: datetime) -> None:
    log_id = log(session, now)
    record_feedback(session, log_id, asker=ASKER, feedback=Feedback.USEFUL)
    record_feedback(session, log_id, asker=ASKER, feedback=Feedback.USELESS)
    row = kept(session, log_id)
    assert row is not None
    assert row.feedback is Feedback.USELESS


def test_forgetting_takes_one_persons_questions_only(session: Session, now: datetime) -> None:
    mine, theirs = log(session, now), log(session, now, asker=OTHER)
    assert forget(session, ASKER) == 1
    assert kept(session, mine) is None
    assert kept(session, theirs) is not None


def test_old_questions_are_deleted_by_their_day(session: Session, now: datetime) -> None:
    old, young = log(session, now - timedelta(days=91)), log(session, now - timedelta(days=89))
    delete_older_than(session, now - timedelta(days=90))
    assert kept(session, old) is None
    assert kept(session, young) is not None


def test_what_is_deleted_is_still_counted_on_its_day_in_beijing(
    session: Session, questions: StaffQuestions, now: datetime
) -> None:
    midnight = datetime(2026, 1, 1, 16, tzinfo=UTC)  # the second of January begins in Beijing
    first, last, twice = log(session, midnight - timedelta(seconds=1)), log(session, midnight), midnight
    record_feedback(session, first, asker=ASKER, feedback=Feedback.USELESS)
    number = questions.leave(session, OPENID, "我家后山裂了", midnight)
    questions.answer(session, number, "已派人去看。", AUTHOR, midnight + timedelta(days=1))
    for moment in (midnight + timedelta(days=10), midnight + timedelta(days=20)):
        delete_older_than(session, moment)
        questions.delete_answered_before(session, moment)
        log(session, twice)
    assert kept(session, last) is None
    rows = session.scalars(select(QuestionDay).order_by(QuestionDay.on, QuestionDay.word))
    assert [(row.on.day, row.word, row.count) for row in rows] == [
        (1, "answer", 1), (1, "useless", 1), (2, "answer", 2), (2, "left", 1), (3, "replied", 1),
    ]  # fmt: skip


def test_a_left_question_lies_sealed(session: Session, questions: StaffQuestions, now: datetime) -> None:
    number = questions.leave(session, OPENID, "我家后山裂了", now)
    row = session.get(StaffQuestion, number)
    assert row is not None
    assert "我家后山裂了".encode() not in row.sealed_text
    assert OPENID.encode() not in row.sealed_openid
    assert OPENID not in row.asker


def test_a_person_sees_their_own_questions_latest_first(
    session: Session, questions: StaffQuestions, now: datetime
) -> None:
    questions.leave(session, STRANGER, "别人的", now)
    questions.leave(session, OPENID, "第一条", now)
    questions.leave(session, OPENID, "第二条", now)
    assert [one.text for one in questions.of_person(session, OPENID, limit=5)] == ["第二条", "第一条"]
    assert len(questions.of_person(session, OPENID, limit=1)) == 1


def test_open_questions_wait_in_line_until_answered(
    session: Session, questions: StaffQuestions, now: datetime
) -> None:
    later = questions.leave(session, OPENID, "后来的", now + timedelta(hours=1))
    first = questions.leave(session, STRANGER, "先来的", now)
    assert [one.id for one in questions.list_open(session, limit=5)] == [first, later]
    answered = questions.answer(session, first, "已派人查看。", AUTHOR, now + timedelta(hours=2))
    assert (answered.openid, answered.answer, answered.state) == (
        STRANGER,
        "已派人查看。",
        QuestionState.ANSWERED,
    )
    assert [one.id for one in questions.list_open(session, limit=5)] == [later]


def test_the_second_clerk_is_told(session: Session, questions: StaffQuestions, now: datetime) -> None:
    number = questions.leave(session, OPENID, "能住人吗", now)
    questions.answer(session, number, "不能。", AUTHOR, now)
    with pytest.raises(AlreadyAnswered):
        questions.answer(session, number, "能。", AUTHOR, now)
    [kept_question] = questions.of_person(session, OPENID, limit=5)
    assert kept_question.answer == "不能。"


def test_an_unknown_question_cannot_be_answered(
    session: Session, questions: StaffQuestions, now: datetime
) -> None:
    with pytest.raises(NotFound):
        questions.answer(session, 404, "好。", AUTHOR, now)


def test_forgetting_takes_a_persons_left_questions(
    session: Session, questions: StaffQuestions, now: datetime
) -> None:
    questions.leave(session, OPENID, "我的", now)
    questions.leave(session, STRANGER, "别人的", now)
    assert questions.forget(session, OPENID) == 1
    assert [one.openid for one in questions.list_open(session, limit=5)] == [STRANGER]


def test_answered_questions_go_by_age_and_open_ones_stay(
    session: Session, questions: StaffQuestions, now: datetime
) -> None:
    answered = questions.leave(session, OPENID, "旧的", now)
    questions.answer(session, answered, "好。", AUTHOR, now)
    still_open = questions.leave(session, OPENID, "没人答的", now)
    questions.delete_answered_before(session, now + timedelta(days=365))
    assert list(session.scalars(select(StaffQuestion.id))) == [still_open]


def test_a_question_is_removed_by_its_owner_only(
    session: Session, questions: StaffQuestions, now: datetime
) -> None:
    number = questions.leave(session, OPENID, "几点上班", now)
    with pytest.raises(NotFound):
        questions.remove(session, STRANGER, number)

    questions.remove(session, OPENID, number)

    assert questions.of_person(session, OPENID, limit=3) == []
    with pytest.raises(NotFound):
        questions.remove(session, OPENID, number)


def test_a_number_is_never_given_out_again(
    database: Database, questions: StaffQuestions, now: datetime
) -> None:
    """Else a clerk's answer to a deleted question would go to whoever left the next one."""
    with database.writing() as session:
        first = questions.leave(session, OPENID, "几点上班", now)
    with database.writing() as session:
        questions.remove(session, OPENID, first)
    with database.writing() as session:
        second = questions.leave(session, STRANGER, "几点下班", now)
        questions.forget(session, STRANGER)
    with database.writing() as session:
        third = questions.leave(session, OPENID, "在哪里上班", now)

    assert len({first, second, third}) == 3
