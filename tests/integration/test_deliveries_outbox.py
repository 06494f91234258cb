"""The outbox on both databases: posting, claiming, settling, recovering."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import Database
from deliveries.contacts import left_write, message_write, touch_write
from deliveries.messages import Text
from deliveries.models import ContactWindow, Delivery
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.services import LAST_PLACE_WAITS, LEFT_OUT
from deliveries.status import Lane, Reason, State
from deliveries.upkeep import delete_finished, forget_person, purge_payloads
from tests.conftest import StandingClock
from tests.integration.outbox_office import ALICE, BOB, Office


@pytest.fixture
def office(database: Database, clock: StandingClock) -> Office:
    """An office that has just heard from two people."""
    office = Office(database, clock)
    office.hears_from(ALICE, BOB)
    return office


def test_a_posted_message_is_due_and_comes_back_unsealed(office: Office) -> None:
    number = office.posts(text="先关阀门")
    assert office.due() == [number]
    claim = office.takes(number)
    assert (claim.openid, claim.message) == (ALICE, Text("先关阀门"))
    assert office.row(number).state == State.SENDING


def test_the_payload_is_not_readable_in_the_table(office: Office) -> None:
    payload = office.row(office.posts(text="secret")).payload
    assert payload is not None
    assert b"secret" not in payload


def test_the_same_dedupe_key_is_posted_once(office: Office) -> None:
    first = office.posts(dedupe_key="receipt:7")
    assert office.posts(dedupe_key="receipt:7") == first
    assert office.due() == [first]


def test_a_message_without_key_may_be_posted_again(office: Office) -> None:
    assert office.posts() != office.posts()


def test_a_claimed_delivery_cannot_be_claimed_again(office: Office) -> None:
    number = office.posts()
    office.takes(number)
    assert office.claims(number) is None


def test_a_delivery_is_not_due_before_its_time(office: Office, clock: StandingClock) -> None:
    number = office.posts(due_at=clock.now() + timedelta(hours=1))
    assert office.due() == []
    assert office.claims(number) is None
    clock.advance(hours=1)
    assert office.due() == [number]


def test_sent_empties_the_payload_and_takes_room(office: Office) -> None:
    number = office.posts()
    assert office.has_sent(office.takes(number)) == State.SENT
    assert office.row(number).payload is None
    assert office.window().sent_since_message == 1
    assert office.meter.settlements == [("reply", "sent", None)]


def test_a_new_message_of_the_person_gives_the_room_back(office: Office, clock: StandingClock) -> None:
    office.has_sent(office.takes(office.posts()))
    clock.advance(minutes=1)
    office.hears_from(ALICE)
    assert office.window().sent_since_message == 0


def test_a_repeated_or_late_message_gives_no_room(office: Office, clock: StandingClock) -> None:
    office.has_sent(office.takes(office.posts()))
    office.hears_from(ALICE)
    with office.database.writing() as session:
        message_write(ALICE, clock.now() - timedelta(hours=3)).run(session)
    window = office.window()
    assert (window.sent_since_message, window.last_message_at) == (1, clock.now())


def test_the_sixth_message_is_skipped(office: Office) -> None:
    for _ in range(5):
        office.has_sent(office.takes(office.posts()))
    sixth = office.posts()
    assert office.claims(sixth) is None
    assert (office.row(sixth).state, office.row(sixth).reason) == (State.SKIPPED, Reason.WINDOW_SPENT)


def sent_in_order(office: Office, clock: StandingClock) -> list[str]:
    said = []
    while due := office.due() or due_after(office, clock, LAST_PLACE_WAITS):
        claim = office.takes(due[0])
        assert isinstance(claim.message, Text)
        said.append(claim.message.text)
        office.has_sent(claim)
    return said


def due_after(office: Office, clock: StandingClock, time: timedelta) -> list[int]:
    clock.advance(seconds=time.total_seconds())
    return office.due()


def test_the_last_place_waits_for_what_is_still_being_answered(office: Office, clock: StandingClock) -> None:
    office.replies(*"一二三四")
    for _ in range(4):
        office.has_sent(office.takes(office.due()[0]))
    office.replies("五")
    assert due_after(office, clock, timedelta(seconds=3)) == []
    office.replies("六")
    assert due_after(office, clock, timedelta(seconds=3)) == []
    assert sent_in_order(office, clock) == ["五\n\n六"]


def test_what_waited_for_the_last_place_goes_first_when_there_is_room_again(
    office: Office, clock: StandingClock
) -> None:
    office.replies(*"一二三四五")
    for _ in range(4):
        office.has_sent(office.takes(office.due()[0]))
    clock.advance(seconds=1)
    office.hears_from(ALICE)
    office.replies("六")
    assert len(office.due()) == 1
    assert sent_in_order(office, clock) == ["五", "六"]


def test_replies_beyond_the_room_go_below_the_last(office: Office, clock: StandingClock) -> None:
    office.has_sent(office.takes(office.posts()))
    office.replies(*"一二三四五六七")
    assert sent_in_order(office, clock) == ["一", "二", "三", "四\n\n五\n\n六\n\n七"]


def test_replies_that_no_message_holds_are_owned_up_to_once(office: Office, clock: StandingClock) -> None:
    longs = [sign * 600 for sign in "一二三四五六七"]
    office.replies(*longs, "八")
    assert sent_in_order(office, clock) == [*longs[:4], f"{longs[4]}\n\n八{LEFT_OUT}"]


def test_a_reply_that_is_on_its_way_is_not_written_to(office: Office, clock: StandingClock) -> None:
    office.replies(*"一二三四五")
    claim = office.takes(office.due()[0])
    office.replies("六")
    office.has_sent(claim)
    assert sent_in_order(office, clock) == ["二", "三", "四", "五\n\n六"]


def test_alerts_in_flight_cannot_spend_the_same_last_place(office: Office) -> None:
    for _ in range(4):
        office.has_sent(office.takes(office.posts()))
    office.takes(office.posts(lane=Lane.ALERT))
    second = office.posts(lane=Lane.ALERT)
    assert office.claims(second) is None
    assert office.row(second).reason == Reason.WINDOW_SPENT


def test_a_touch_opens_one_minute(office: Office, clock: StandingClock) -> None:
    with office.database.writing() as session:
        touch_write("oCarol", clock.now()).run(session)
    in_time, late = office.posts("oCarol"), office.posts("oCarol")
    office.has_sent(office.takes(in_time))
    clock.advance(seconds=60)
    assert office.claims(late) is None
    assert office.row(late).reason == Reason.WINDOW_CLOSED


def test_nothing_goes_to_a_stranger(office: Office) -> None:
    number = office.posts("oStranger")
    assert office.claims(number) is None
    assert office.row(number).reason == Reason.NEVER_WROTE


def test_nothing_goes_to_somebody_who_left(office: Office, clock: StandingClock) -> None:
    with office.database.writing() as session:
        left_write(ALICE, clock.now()).run(session)
    number = office.posts()
    assert office.claims(number) is None
    assert (office.row(number).state, office.row(number).reason) == (State.SKIPPED, Reason.LEFT)


def test_what_comes_too_late_is_skipped(office: Office, clock: StandingClock) -> None:
    number = office.posts(not_after=clock.now() + timedelta(minutes=5))
    clock.advance(minutes=6)
    assert office.claims(number) is None
    assert office.row(number).reason == Reason.TOO_LATE


def test_replies_to_one_person_keep_their_order(office: Office, clock: StandingClock) -> None:
    first, second, other = office.posts(), office.posts(), office.posts(BOB)
    assert office.due() == [first, other]
    assert office.claims(second) is None
    office.was_refused(office.takes(first), FailureClass.BUSY, -1)
    assert office.due() == [other]
    clock.advance(seconds=1)
    office.has_sent(office.takes(first))
    assert office.due() == [second, other]


def test_alerts_do_not_wait_for_replies(office: Office) -> None:
    office.posts()
    alert = office.posts(lane=Lane.ALERT)
    assert office.due(Lane.ALERT) == [alert]
    office.takes(alert)


def test_a_busy_platform_is_tried_five_times(office: Office, clock: StandingClock) -> None:
    number = office.posts()
    waits = []
    for _ in range(5):
        office.was_refused(office.takes(number), FailureClass.BUSY, -1, "rid-1")
        waits.append((office.row(number).due_at - clock.now()).total_seconds())
        clock.advance(seconds=70)
    row = office.row(number)
    assert waits[:4] == [1, 4, 16, 64]
    assert (row.state, row.reason, row.attempts, row.errcode, row.rid) == (
        State.FAILED,
        Reason.BUSY,
        5,
        -1,
        "rid-1",
    )


def test_a_platform_that_was_not_asked_costs_no_try(office: Office, clock: StandingClock) -> None:
    number = office.posts()
    for _ in range(10):
        rest = GatewayRefusal(FailureClass.LOST, "resting after repeated failures")
        rest.until = clock.now() + timedelta(seconds=60)
        claim = office.takes(number)
        with office.database.writing() as session:
            state = office.queue.settle_failed(session, claim, rest, clock.now())
        assert state == State.WAITING
        clock.advance(seconds=63)
    assert office.row(number).strikes == 0


def test_a_wrong_configuration_waits_and_alarms(office: Office) -> None:
    number = office.posts()
    assert office.was_refused(office.takes(number), FailureClass.CONFIG, 48001) == State.WAITING
    assert office.meter.alarms == [(FailureClass.CONFIG, 48001)]


def test_a_refused_person_does_not_stop_the_others(office: Office) -> None:
    bad, good = office.posts(ALICE), office.posts(BOB)
    assert office.was_refused(office.takes(bad), FailureClass.RECIPIENT, 43004) == State.FAILED
    assert office.has_sent(office.takes(good)) == State.SENT


def test_refused_words_are_kept_for_a_human(office: Office) -> None:
    number = office.posts()
    office.was_refused(office.takes(number), FailureClass.CONTENT, 45002)
    assert office.row(number).payload is not None


def test_a_dead_worker_leaves_unknown_and_nothing_is_repeated(office: Office, clock: StandingClock) -> None:
    number = office.posts(lane=Lane.CAMPAIGN)
    office.takes(number)
    clock.advance(seconds=61)
    assert office.recovers() == 1
    assert (office.row(number).state, office.row(number).reason) == (State.UNKNOWN, Reason.WORKER_LOST)
    assert office.due(Lane.CAMPAIGN) == []
    assert office.window().sent_since_message == 1


def test_a_running_lease_is_left_alone(office: Office, clock: StandingClock) -> None:
    office.takes(office.posts())
    clock.advance(seconds=59)
    assert office.recovers() == 0


def test_an_alert_of_a_dead_worker_is_sent_again(office: Office, clock: StandingClock) -> None:
    number = office.posts(lane=Lane.ALERT, resend_when_unknown=True)
    office.takes(number)
    clock.advance(seconds=61)
    office.recovers()
    clock.advance(seconds=1)
    assert office.due(Lane.ALERT) == [number]


def test_a_late_worker_cannot_touch_the_attempt_of_another(office: Office, clock: StandingClock) -> None:
    number = office.posts(lane=Lane.ALERT, resend_when_unknown=True)
    asleep = office.takes(number)
    clock.advance(seconds=61)
    office.recovers()
    clock.advance(seconds=1)
    office.takes(number)
    assert office.has_sent(asleep) is None
    assert office.row(number).state == State.SENDING


def test_a_late_worker_may_turn_unknown_into_what_it_knows(office: Office, clock: StandingClock) -> None:
    number = office.posts()
    asleep = office.takes(number)
    clock.advance(seconds=61)
    office.recovers()
    assert office.has_sent(asleep) == State.SENT


def test_a_claim_settles_once(office: Office) -> None:
    claim = office.takes(office.posts())
    assert office.was_refused(claim, FailureClass.LOST) == State.UNKNOWN
    assert office.has_sent(claim) is None


def test_words_past_their_time_are_purged_and_never_sent(office: Office, clock: StandingClock) -> None:
    number = office.posts()
    clock.advance(hours=24)
    with office.database.writing() as session:
        purge_payloads(session, clock.now())
    assert office.row(number).payload is None
    assert office.claims(number) is None
    assert (office.row(number).state, office.row(number).reason) == (State.FAILED, Reason.WORDS_GONE)


def test_destroyed_keys_end_a_delivery_too(office: Office, clock: StandingClock) -> None:
    number = office.posts()
    clock.advance(hours=26)
    with office.database.writing() as session:
        office.cipher.destroy_expired(session, clock.now())
    assert office.claims(number) is None
    assert office.row(number).reason == Reason.WORDS_GONE


def test_words_sealed_under_a_replaced_master_key_do_not_hold_up_the_rest(
    office: Office, clock: StandingClock
) -> None:
    number = office.posts()
    successor = Office(office.database, clock)
    assert successor.claims(number) is None
    assert successor.row(number).reason == Reason.WORDS_GONE


def test_old_fates_are_deleted_and_open_ones_kept(office: Office, clock: StandingClock) -> None:
    office.has_sent(office.takes(office.posts()))
    still_open = office.posts()
    with office.database.writing() as session:
        delete_finished(session, clock.now() + timedelta(seconds=1))
    with office.database.reading() as session:
        assert session.scalars(select(Delivery.id)).all() == [still_open]


def test_a_forgotten_person_leaves_nothing(office: Office) -> None:
    claim = office.takes(office.posts())
    office.posts(BOB)
    with office.database.writing() as session:
        forget_person(session, ALICE)
    assert office.has_sent(claim) is None
    with office.database.reading() as session:
        assert session.scalars(select(Delivery.openid)).all() == [BOB]
        assert session.scalars(select(ContactWindow.openid)).all() == [BOB]
