"""群发: each person at most as often as the month allows, each job once, every report reconciled."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import RuleViolation
from deliveries.mailings.models import Mailing
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.status import MailingState, MailingWay, PauseReason, Purpose
from deliveries.masses.ledger import mass_counts, month_spread
from deliveries.masses.models import MassSend
from deliveries.masses.reports import MassReportService, Report
from deliveries.masses.services import MassSendService, protected_until
from deliveries.masses.status import MassState
from deliveries.messages import Article, Notice
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import Reason, State
from jobs.mass_courier import MassCourier
from staff.actors import Actor, ActorKind
from tests.conftest import StandingClock
from tests.fakes.mass_platform import FakeMassPlatform
from tests.integration.mailing_office import OTHER, PLANNER, MailingOffice


class Drafts:
    """Has articles made again; ``there`` is the draft that is there now."""

    def __init__(self) -> None:
        self.there: str | None = None
        self.gone: list[str] = []

    def renew(self, session: Session, mailing_id: int, gone: str, now: datetime) -> bool:
        self.gone.append(gone)
        return True

    def current(self, session: Session, mailing_id: int) -> str | None:
        return self.there


class MassOffice(MailingOffice):
    """Mailings, and a platform that sends to many at once."""

    def __init__(self, database: Database, clock: StandingClock, rules: SendingRules | None = None) -> None:
        super().__init__(database, clock, rules)
        self.platform = FakeMassPlatform()
        self.drafts = Drafts()
        self.masses = MassSendService(rules or SendingRules(), alarm=self._alarm, articles=self.drafts)
        self.reports = MassReportService(self._alarm)
        self.courier = MassCourier(database, self.masses, lambda: self.platform, clock, self.cipher)

    def works(self) -> int:
        """Everything that is due now; how many calls."""
        due = self.courier.due(self.clock.now(), 100)
        for key in due:
            self.courier.send(int(key))
        return len(due)

    def sends(self, **named: object) -> int:
        """A mass send from plan to acceptance."""
        mailing_id = self.starts(Article("draft-1"), **{"way": MailingWay.MASS_LIST, **named})
        self.works()
        self.tends(mailing_id)
        return mailing_id

    def parts(self, mailing_id: int) -> list[MassSend]:
        with self.database.reading() as session:
            found = session.query(MassSend).filter_by(mailing_id=mailing_id).order_by(MassSend.number)
            return list(found)

    def hears(self, report: Report) -> None:
        self.cipher.ensure_key(self.clock.now())
        with self.database.writing() as session:
            self.reports.take(session, report, self.clock.now())


@pytest.fixture
def office(database: Database, clock: StandingClock) -> MassOffice:
    return MassOffice(database, clock)


def test_a_list_is_sent_once_reported_and_reconciled(office: MassOffice) -> None:
    people = office.has_followers(5)
    mailing_id = office.sends()
    (part,) = office.parts(mailing_id)
    assert office.platform.to[str(part.msg_id)] == people
    assert part.client_id == f"mailing-{mailing_id}-1"
    assert office.mailing(mailing_id).state is MailingState.FINISHED
    found = office.counters(mailing_id)
    assert (found.accepted, found.delivered) == (5, 0), "accepted is not delivered"
    for _ in range(2):  # the event comes twice
        office.hears(office.platform.report(str(part.msg_id), errors=1))
    (part,) = office.parts(mailing_id)
    assert (part.state, part.total, part.sent, part.failed, part.disagrees) == (
        MassState.FINISHED, 5, 4, 1, False,
    )  # fmt: skip
    assert office.counters(mailing_id).delivered == 4
    assert office.alarms == []


def test_a_lost_answer_is_asked_for_under_the_same_name(office: MassOffice, clock: StandingClock) -> None:
    office.has_followers(3)
    office.platform.loses_answers = 1
    mailing_id = office.sends()
    assert office.parts(mailing_id)[0].state is MassState.CALLING
    assert office.works() == 0, "not before a minute is over"
    clock.advance(seconds=66)
    assert office.works() == 1
    (part,) = office.parts(mailing_id)
    assert part.state is MassState.ACCEPTED
    assert set(office.platform.got.values()) == {1}
    assert office.counters(mailing_id).accepted == 3


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
    assert len(office.parts(None)) == 0  # type: ignore[arg-type]


def test_a_fifth_send_in_a_month_is_never_attempted_and_one_is_kept_for_disasters(
    office: MassOffice, clock: StandingClock
) -> None:
    people = office.has_followers(3)
    for _ in range(5):
        office.sends()
    assert [office.platform.got[one] for one in people] == [3, 3, 3]
    late = office.sends()
    assert {row.reason for row in office.rows(late)} == {Reason.MONTH_SPENT}
    for _ in range(2):
        office.sends(purpose=Purpose.DISASTER)
    assert [office.platform.got[one] for one in people] == [4, 4, 4]
    clock.moment = datetime(2026, 11, 30, 16, 1, tzinfo=UTC)  # December in China
    office.sends()
    assert [office.platform.got[one] for one in people] == [5, 5, 5]


def test_the_ledger_counts_whom_a_mass_send_of_this_month_reached(
    office: MassOffice, clock: StandingClock
) -> None:
    clock.moment = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)
    ann, bob = office.has_followers(2)
    office.sends()
    clock.moment = datetime(2026, 11, 30, 16, tzinfo=UTC)  # the first moment of December in China
    (cat,) = office.has_followers(1, first=50)
    office.sends()
    refused = office.sends()
    office.hears(office.platform.report(str(office.parts(refused)[0].msg_id), "err(10001)"))
    with office.database.reading() as session:
        assert mass_counts(session, [ann, bob, cat, "oNobody"], clock.now()) == {ann: 1, bob: 1, cat: 1}
        assert month_spread(session, clock.now()) == {1: 3}
    for _ in range(3):
        office.sends()
    assert office.platform.got[cat] == 4, "three of December by our own rule, and the refused one"


def test_what_the_console_sends_counts_too(office: MassOffice) -> None:
    people = office.has_followers(2)
    for number in range(2):
        office.hears(Report(f"console-{number}", "send success", 2, 2, 2, 0))
    office.sends()
    office.sends()
    assert [office.platform.got[one] for one in people] == [1, 1]


def test_by_tag_gives_way_to_the_list_when_somebody_must_be_left_out(office: MassOffice) -> None:
    office.has_followers(2)
    tagged = office.sends(way=MailingWay.MASS_TAG, tag_id=7)
    assert office.platform.to[str(office.parts(tagged)[0].msg_id)] == ["tag:7"]
    for _ in range(2):
        office.sends()
    fresh = office.has_followers(2, first=50)
    mailing_id = office.sends(way=MailingWay.MASS_TAG, tag_id=7)
    assert office.platform.to[str(office.parts(mailing_id)[0].msg_id)] == fresh
    assert "按名单" in office.mailing(mailing_id).why


def test_one_person_alone_is_never_a_list(office: MassOffice) -> None:
    office.has_followers(1)
    mailing_id = office.sends()
    assert office.platform.calls == 0
    assert office.rows(mailing_id)[0].reason is Reason.TOO_FEW
    assert office.mailing(mailing_id).state is MailingState.FINISHED


def test_everybody_only_after_a_second_person_agreed_and_with_a_timer(
    office: MassOffice, clock: StandingClock
) -> None:
    office.has_followers(3)
    mailing_id = office.starts(Article("draft-1"), way=MailingWay.MASS_ALL)
    assert office.works() == 0
    confirming = Actor(ActorKind.STAFF, "planner", permissions=frozenset({"mailings.confirm"}))
    with pytest.raises(RuleViolation), office.database.writing() as session:
        office.service.confirm(session, mailing_id, confirming, clock.now())
    with office.database.writing() as session:
        office.service.confirm(session, mailing_id, OTHER, clock.now())
    assert office.works() == 1
    (part,) = office.parts(mailing_id)
    assert protected_until(part, office.mailing(mailing_id)) == clock.now() + timedelta(minutes=30)
    clock.advance(minutes=31)
    with office.database.writing() as session:
        office.masses.raise_overdue(session, clock.now())
    assert "群发保护" in office.alarms[0][1]


def test_no_report_within_an_hour_is_an_alarm(office: MassOffice, clock: StandingClock) -> None:
    office.has_followers(2)
    office.sends()
    clock.advance(minutes=59)
    with office.database.writing() as session:
        office.masses.raise_overdue(session, clock.now())
    assert office.alarms == []
    clock.advance(minutes=2)
    with office.database.writing() as session:
        office.masses.raise_overdue(session, clock.now())
    assert len(office.alarms) == 1


def test_what_the_review_refuses_reached_nobody_and_spends_no_month(office: MassOffice) -> None:
    office.has_followers(2)
    mailing_id = office.sends()
    office.hears(office.platform.report(str(office.parts(mailing_id)[0].msg_id), "err(10001)"))
    assert {(row.state, row.reason) for row in office.rows(mailing_id)} == {(State.FAILED, Reason.REVIEW)}
    assert "涉嫌广告" in office.alarms[0][1]
    for _ in range(3):
        office.sends()
    assert office.counters(mailing_id).accepted == 0
    assert set(office.platform.got.values()) == {4}


def test_counts_that_do_not_add_up_are_an_alarm(office: MassOffice) -> None:
    office.has_followers(2)
    mailing_id = office.sends()
    msg_id = str(office.parts(mailing_id)[0].msg_id)
    office.hears(Report(msg_id, "send success", 9, 3, 1, 1))
    assert office.parts(mailing_id)[0].disagrees
    assert len(office.alarms) == 1


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


def test_a_notice_is_not_for_many_and_an_article_not_for_one(office: MassOffice) -> None:
    with pytest.raises(RuleViolation):
        office.schedules(Notice("case_progress", {}, "x"), way=MailingWay.MASS_LIST, purpose=Purpose.SERVICE)
    with pytest.raises(RuleViolation):
        office.schedules(Article("draft-1"), way=MailingWay.EACH)
    assert isinstance(office.mailing(office.schedules()), Mailing)
    assert PLANNER.may("mailings.run")


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


def test_a_report_that_comes_between_look_and_word_is_adopted_at_once(office: MassOffice) -> None:
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
    office.masses._adopt_report = late  # type: ignore[method-assign]
    mailing_id = office.sends()
    (part,) = office.parts(mailing_id)
    assert (part.state, len(looks)) == (MassState.ACCEPTED, 2)
    assert office.counters(mailing_id).accepted == len(people)
