"""A call for a mass send that is lost, refused, late or made by two: nobody gets it twice, nobody is lost."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.db import Database
from deliveries.mailings.status import MailingWay, PauseReason
from deliveries.masses.ledger import mass_counts
from deliveries.masses.models import MassSend
from deliveries.masses.services import MOST_TRIES
from deliveries.masses.status import MassState
from deliveries.messages import Article
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import Reason, State
from tests.conftest import StandingClock
from tests.integration.mailing_office import PLANNER
from tests.integration.mass_office import MassOffice


@pytest.fixture
def office(database: Database, clock: StandingClock) -> MassOffice:
    return MassOffice(database, clock)


def test_a_lost_answer_is_asked_for_under_the_same_name(office: MassOffice, clock: StandingClock) -> None:
    office.has_followers(3)
    office.platform.loses_answers = 1
    mailing_id = office.sends()
    assert office.parts(mailing_id)[0].state is MassState.CALLING
    clock.advance(seconds=60)
    assert office.works() == 0, "within a minute the platform refuses a repetition"
    clock.advance(seconds=6)
    assert office.works() == 1
    (part,) = office.parts(mailing_id)
    assert part.state is MassState.ACCEPTED
    assert set(office.platform.got.values()) == {1}
    assert office.counters(mailing_id).accepted == 3


@pytest.mark.parametrize("late", [False, True])
def test_a_lost_answer_is_asked_for_as_long_as_the_platform_knows_the_name(
    office: MassOffice, clock: StandingClock, late: bool
) -> None:
    office.has_followers(3)
    office.platform.loses_answers = 1
    mailing_id = office.sends(not_after=clock.now() + timedelta(hours=2))
    clock.advance(hours=23, seconds=late)
    office.works()
    (part,) = office.parts(mailing_id)
    assert part.state is (MassState.UNKNOWN if late else MassState.ACCEPTED)
    assert office.platform.calls == (1 if late else 2)
    assert ["结果不明" in sentence for _, sentence in office.alarms] == [True] * late
    assert office.counters(mailing_id).unknown == (3 if late else 0)


def test_a_repetition_that_came_too_soon_may_have_gone_out(office: MassOffice, clock: StandingClock) -> None:
    office.has_followers(2)
    office.platform.refuses = [GatewayRefusal(FailureClass.BUSY, "too soon", errcode=45066)]
    mailing_id = office.sends()
    assert {row.state for row in office.rows(mailing_id)} == {State.SENDING}
    clock.advance(seconds=60)
    assert office.works() == 0
    clock.advance(seconds=6)
    assert office.works() == 1
    assert office.counters(mailing_id).accepted == 2


def test_a_platform_that_is_not_to_be_called_is_called_again_when_it_may(
    office: MassOffice, clock: StandingClock
) -> None:
    office.has_followers(2)
    office.platform.refuses = [_resting(clock.now() + timedelta(hours=1))]
    mailing_id = office.sends()
    clock.advance(minutes=59)
    assert office.works() == 0
    clock.advance(minutes=1)
    assert office.works() == 1
    assert office.counters(mailing_id).accepted == 2


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (FailureClass.BUSY, Reason.BUSY),
        (FailureClass.TOKEN, Reason.TOKEN),
        (FailureClass.CONFIG, Reason.CONFIG),
    ],
)
def test_what_was_tried_in_vain_is_not_put_down_to_the_words(
    office: MassOffice, clock: StandingClock, failure: FailureClass, reason: Reason
) -> None:
    office.has_followers(2)
    office.platform.refuses = [GatewayRefusal(failure, "again and again", errcode=1)] * MOST_TRIES
    mailing_id = office.sends()
    for _ in range(MOST_TRIES):
        clock.advance(hours=1)
        office.works()
    assert office.platform.calls == MOST_TRIES
    assert {(row.state, row.reason) for row in office.rows(mailing_id)} == {(State.FAILED, reason)}


def test_a_long_rest_of_the_platform_uses_up_no_tries(office: MassOffice, clock: StandingClock) -> None:
    office.has_followers(2)
    office.platform.refuses = [_resting(clock.now() + timedelta(minutes=one)) for one in range(1, 21)]
    mailing_id = office.sends()
    for _ in range(20):
        clock.advance(minutes=1)
        office.works()
    assert office.counters(mailing_id).accepted == 2


def test_a_rest_after_a_lost_answer_does_not_make_it_a_new_job(
    office: MassOffice, clock: StandingClock
) -> None:
    office.has_followers(2)
    office.platform.loses_answers = 1
    mailing_id = office.sends()
    office.platform.refuses = [_resting(clock.now() + timedelta(minutes=30))]
    clock.advance(seconds=66)
    assert office.works() == 1
    assert office.parts(mailing_id)[0].state is MassState.CALLING
    clock.advance(minutes=30)
    assert office.works() == 1
    assert set(office.platform.got.values()) == {1}
    assert office.counters(mailing_id).accepted == 2


def _resting(until: datetime) -> GatewayRefusal:
    """What the circuit breaker says instead of asking the platform."""
    refusal = GatewayRefusal(FailureClass.BUSY, "rests")
    refusal.until = until
    return refusal


def test_a_worker_killed_in_the_middle_repeats_the_name_and_nobody_gets_it_twice(
    office: MassOffice, clock: StandingClock
) -> None:
    office.has_followers(3)
    mailing_id = office.starts(Article("draft-1"), way=MailingWay.MASS_LIST)
    (key,) = office.courier.due(clock.now(), 10)
    with office.database.writing() as session:
        slept = office.masses.claim(session, int(key), clock.now())
    assert slept is not None
    office.platform.mass_to_list(slept.openids, slept.message, slept.client_id)
    assert office.works() == 0
    clock.advance(seconds=121)
    assert office.works() == 1
    assert set(office.platform.got.values()) == {1}
    with office.database.writing() as session:
        assert not office.masses.settle_accepted(session, slept, "1", clock.now()), "it slept too long"
    assert office.counters(mailing_id).accepted == 3


def test_who_slept_has_no_say_while_another_worker_calls(office: MassOffice, clock: StandingClock) -> None:
    office.has_followers(3)
    mailing_id = office.starts(Article("draft-1"), way=MailingWay.MASS_LIST)
    (key,) = office.courier.due(clock.now(), 10)
    with office.database.writing() as session:
        slept = office.masses.claim(session, int(key), clock.now())
    clock.advance(seconds=121)
    with office.database.writing() as session:
        awake = office.masses.claim(session, int(key), clock.now())
    assert slept is not None
    assert awake is not None
    refused = GatewayRefusal(FailureClass.CONTENT, "45028")
    with office.database.writing() as session:
        assert office.masses.settle_failed(session, slept, refused, clock.now()) is None
        assert not office.masses.settle_accepted(session, slept, "1", clock.now())
        assert office.masses.settle_accepted(session, awake, "2", clock.now())
    assert [part.msg_id for part in office.parts(mailing_id)] == ["2"]


def test_a_second_try_that_must_wait_forgets_nothing_of_the_first(
    office: MassOffice, clock: StandingClock
) -> None:
    people = office.has_followers(3)
    office.platform.loses_answers = 1
    mailing_id = office.sends()
    called_at = office.parts(mailing_id)[0].called_at
    clock.advance(seconds=66)
    office.platform.refuses = [GatewayRefusal(FailureClass.BUSY, "busy", errcode=-1)]
    assert office.works() == 1
    (part,) = office.parts(mailing_id)
    assert (part.state, part.called_at) == (MassState.CALLING, called_at)
    assert [row.state for row in office.rows(mailing_id)] == [State.SENDING] * len(people)
    clock.advance(hours=1)
    assert office.works() == 1
    assert set(office.platform.got.values()) == {1}


def test_what_may_have_gone_out_is_asked_for_even_if_it_was_cancelled(
    office: MassOffice, clock: StandingClock
) -> None:
    office.has_followers(3)
    office.platform.loses_answers = 1
    mailing_id = office.sends()
    with office.database.writing() as session:
        office.service.cancel(session, mailing_id, "停", PLANNER, clock.now())
    clock.advance(seconds=66)
    assert office.works() == 1
    assert office.counters(mailing_id).accepted == 3


def test_a_report_that_overtakes_the_answer_is_not_counted_for_the_console(
    office: MassOffice, clock: StandingClock
) -> None:
    office.has_followers(3)
    office.platform.loses_answers = 1
    mailing_id = office.sends()
    (msg_id,) = office.platform.to
    office.hears(office.platform.report(msg_id))
    clock.advance(seconds=66)
    office.works()
    (part,) = office.parts(mailing_id)
    assert (part.state, part.sent) == (MassState.FINISHED, 3)
    assert office.parts(None) == []


def test_a_refusal_that_overtakes_the_answer_leaves_nobody_reached(
    office: MassOffice, clock: StandingClock
) -> None:
    people = office.has_followers(3)
    office.platform.loses_answers = 1
    mailing_id = office.sends()
    (msg_id,) = office.platform.to
    office.hears(office.platform.report(msg_id, "err(20006)"))
    clock.advance(seconds=66)
    office.works()
    (part,) = office.parts(mailing_id)
    assert part.state is MassState.FAILED
    assert {(row.state, row.reason) for row in office.rows(mailing_id)} == {(State.FAILED, Reason.REVIEW)}
    assert office.counters(mailing_id).accepted == 0
    with office.database.reading() as session:
        assert mass_counts(session, people, clock.now()) == {}, "nobody's month is spent"


def test_a_spent_quota_pauses_the_mailing_until_the_next_day(
    office: MassOffice, clock: StandingClock
) -> None:
    office.has_followers(2)
    office.platform.refuses.append(GatewayRefusal(FailureClass.QUOTA, "spent", errcode=45028))
    mailing_id = office.sends()
    assert office.mailing(mailing_id).paused_because is PauseReason.QUOTA
    assert {row.state for row in office.rows(mailing_id)} == {State.WAITING}
    clock.advance(hours=24)
    office.tends(mailing_id)
    office.works()
    assert office.counters(mailing_id).accepted == 2


def test_an_article_that_left_the_platform_is_made_again_and_sent(
    office: MassOffice, clock: StandingClock
) -> None:
    people = office.has_followers(3)
    office.platform.refuses.append(GatewayRefusal(FailureClass.CONTENT, "no such draft", errcode=40007))
    mailing_id = office.sends()
    assert office.drafts.gone == ["draft-1"]
    assert office.counters(mailing_id).pending == 3, "nobody is lost over it"
    clock.advance(seconds=4)
    assert office.works() == 1
    assert office.platform.calls == 1, "not before the article is there"
    office.drafts.there = "draft-2"
    clock.advance(seconds=4)
    office.works()
    (part,) = office.parts(mailing_id)
    assert office.platform.to[str(part.msg_id)] == people
    assert office.mailing(mailing_id).message["media_id"] == "draft-2"
    assert (part.state, part.errcode) == (MassState.ACCEPTED, None)


def test_a_report_that_comes_between_look_and_word_is_adopted_at_once(
    office: MassOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = office.has_followers(3)
    looks: list[str] = []

    def late(session: Session, row: MassSend, msg_id: str) -> None:
        looks.append(msg_id)
        if len(looks) == 1:
            # Somebody else's transaction, which ours did not see yet.
            session.add(
                MassSend(number=1, size=3, state=MassState.FINISHED, due_at=office.clock.now(), msg_id=msg_id)
            )
            session.flush()
            return
        adopt(session, row, msg_id)

    adopt = office.masses._adopt_report
    monkeypatch.setattr(office.masses, "_adopt_report", late)
    mailing_id = office.sends()
    (part,) = office.parts(mailing_id)
    assert (part.state, len(looks)) == (MassState.ACCEPTED, 2)
    assert office.counters(mailing_id).accepted == len(people)
