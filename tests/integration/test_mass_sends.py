"""群发: each person at most as often as the month allows, each job once, every report reconciled."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.figures.figure import Scope
from campaigns.figures.register import register
from core.clock import china_date
from core.db import Database
from core.errors import RuleViolation
from core.periods import period_of
from deliveries.mailings.models import Mailing
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.status import MailingState, MailingWay, Purpose
from deliveries.masses.ledger import mass_counts, month_spread
from deliveries.masses.reports import Report, protected_until
from deliveries.masses.status import MassState
from deliveries.messages import Article, Notice
from deliveries.status import Reason, State
from staff.actors import Actor, ActorKind
from tests.conftest import StandingClock
from tests.integration.mailing_office import OTHER, PLANNER
from tests.integration.mass_office import MassOffice


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


@pytest.mark.parametrize("way", [MailingWay.MASS_TAG, MailingWay.MASS_LIST])
def test_whose_week_is_full_gets_no_mass_send_of_a_campaign(
    database: Database, clock: StandingClock, way: MailingWay
) -> None:
    office = MassOffice(database, clock, SendingRules(campaigns_a_week=1))
    office.has_followers(1)
    office.starts()
    office.has_sent(*office.takes())
    fresh = office.has_followers(2, first=50, talking=False)

    mailing_id = office.sends(way=way, tag_id=7)

    assert office.platform.to[str(office.parts(mailing_id)[0].msg_id)] == fresh
    left_out = [row.reason for row in office.rows(mailing_id) if row.state is State.SKIPPED]
    assert left_out == [Reason.FREQUENCY]
    if way is MailingWay.MASS_TAG:
        assert office.mailing(mailing_id).why.endswith(
            "有1人7天里的宣传已经收满，改为按名单发送，把他们排除在外。"
        )
    warning = office.sends(way=way, tag_id=7, purpose=Purpose.DISASTER)
    assert all(row.state is State.SENT for row in office.rows(warning))


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
        office.reports.raise_overdue(session, clock.now())
    assert "群发保护" in office.alarms[0][1]
    # Told that the report is late, staff hear what it says all the same.
    office.hears(office.platform.report(str(part.msg_id), "err(10001)"))
    assert "涉嫌广告" in office.alarms[1][1]


def test_no_report_within_an_hour_is_an_alarm(office: MassOffice, clock: StandingClock) -> None:
    office.has_followers(2)
    office.sends()
    clock.advance(minutes=59)
    with office.database.writing() as session:
        office.reports.raise_overdue(session, clock.now())
    assert office.alarms == []
    clock.advance(minutes=2)
    with office.database.writing() as session:
        office.reports.raise_overdue(session, clock.now())
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
    office.hears(Report(msg_id, "send success", 2, 2, 2, 0))
    assert office.parts(mailing_id)[0].disagrees, "the first report stays"
    assert len(office.alarms) == 1

    refused = office.sends()
    office.hears(Report(str(office.parts(refused)[0].msg_id), "err(10001)", 9, 3, 1, 1))
    assert not office.parts(refused)[0].disagrees, "of what was not sent nothing has to add up"


@pytest.mark.parametrize(
    "counts",
    [(2, 20, 10, 10), (2, 2, -3, 5), (3, 3, 3, 0), (2, 2, None, 0), (None, None, None, None)],
    ids=["more than all", "negative", "more than were on the list", "one missing", "none told"],
)
def test_counts_that_cannot_be_are_an_alarm_and_no_figure(
    office: MassOffice, counts: tuple[int | None, int | None, int | None, int | None]
) -> None:
    office.has_followers(2)
    mailing_id = office.sends()

    office.hears(Report(str(office.parts(mailing_id)[0].msg_id), "send success", *counts))

    (part,) = office.parts(mailing_id)
    assert (part.state, part.disagrees) == (MassState.FINISHED, True)
    assert office.counters(mailing_id).delivered == 0
    assert _delivered_in_the_report(office) == 0
    assert len(office.alarms) == 1


def test_of_what_was_not_sent_nobody_counts_as_reached(office: MassOffice) -> None:
    office.has_followers(2)
    mailing_id = office.sends()
    office.hears(Report(str(office.parts(mailing_id)[0].msg_id), "err(10001)", 2, 2, 2, 0))
    assert office.counters(mailing_id).delivered == 0
    assert _delivered_in_the_report(office) == 0


def test_a_report_that_takes_a_refusal_back_spends_the_month(
    office: MassOffice, clock: StandingClock
) -> None:
    people = office.has_followers(2)
    mailing_id = office.sends()
    msg_id = str(office.parts(mailing_id)[0].msg_id)
    office.hears(office.platform.report(msg_id, "send fail"))
    for _ in range(2):  # and says so twice
        office.hears(office.platform.report(msg_id))
    (part,) = office.parts(mailing_id)
    assert (part.state, part.disagrees) == (MassState.UNKNOWN, True)
    assert {row.state for row in office.rows(mailing_id)} == {State.UNKNOWN}
    with office.database.reading() as session:
        assert mass_counts(session, people, clock.now()) == dict.fromkeys(people, 1)
    assert [said for _, said in office.alarms[1:]] == ["群发报告前后矛盾，请到公众平台核对是否已经发出。"]


def test_a_refusal_after_a_success_changes_nothing_but_is_told(office: MassOffice) -> None:
    office.has_followers(2)
    mailing_id = office.sends()
    msg_id = str(office.parts(mailing_id)[0].msg_id)
    office.hears(office.platform.report(msg_id))
    for _ in range(2):
        office.hears(office.platform.report(msg_id, "err(20006)"))
    (part,) = office.parts(mailing_id)
    assert (part.state, part.disagrees) == (MassState.FINISHED, True)
    assert {row.state for row in office.rows(mailing_id)} == {State.SENT}
    assert len(office.alarms) == 1


def _delivered_in_the_report(office: MassOffice) -> int:
    now = office.clock.now()
    scope = Scope(period_of(f"{china_date(now)}..{china_date(now)}"), None, now)
    with office.database.reading() as session:
        return int(session.execute(register()["pushes.delivered"].select(scope)).one().numerator)


def test_a_notice_is_not_for_many_and_an_article_not_for_one(office: MassOffice) -> None:
    with pytest.raises(RuleViolation):
        office.schedules(Notice("case_progress", {}, "x"), way=MailingWay.MASS_LIST, purpose=Purpose.SERVICE)
    with pytest.raises(RuleViolation):
        office.schedules(Article("draft-1"), way=MailingWay.EACH)
    assert isinstance(office.mailing(office.schedules()), Mailing)
    assert PLANNER.may("mailings.run")


def begun(office: MassOffice, purpose: Purpose = Purpose.CAMPAIGN) -> int:
    """A mass send that is cut into its call and not made yet."""
    mailing_id = office.starts(Article("draft-1"), way=MailingWay.MASS_LIST, purpose=purpose)
    with office.database.writing() as session:
        office.masses.prepare_due(session, office.clock.now())
    assert len(office.parts(mailing_id)) == 1
    return mailing_id


@pytest.mark.parametrize(("purpose", "reached"), [(Purpose.CAMPAIGN, [1, 2]), (Purpose.DISASTER, [0, 1, 2])])
def test_who_says_stop_after_the_list_was_cut_is_not_on_it(
    office: MassOffice, purpose: Purpose, reached: list[int]
) -> None:
    people = office.has_followers(3)
    mailing_id = begun(office, purpose)
    office.stopped = {people[0]}

    office.works()
    office.tends(mailing_id)

    (part,) = office.parts(mailing_id)
    assert office.platform.to[str(part.msg_id)] == [people[one] for one in reached]
    assert office.counters(mailing_id).accepted == len(reached)
    office.hears(office.platform.report(str(part.msg_id)))
    assert not office.parts(mailing_id)[0].disagrees


def test_a_list_on_which_one_is_left_is_not_sent(office: MassOffice) -> None:
    people = office.has_followers(2)
    mailing_id = begun(office)
    office.stopped = {people[0]}

    office.works()

    assert office.platform.to == {}
    assert office.parts(mailing_id)[0].state is MassState.FAILED
    reasons = {row.openid: row.reason for row in office.rows(mailing_id)}
    assert reasons == {people[0]: Reason.NOT_ASKED_FOR, people[1]: Reason.TOO_FEW}
    assert office.tends(mailing_id).state is MailingState.FINISHED


def test_a_call_that_may_have_been_made_is_repeated_as_it_was(
    office: MassOffice, clock: StandingClock
) -> None:
    people = office.has_followers(3)
    mailing_id = begun(office)
    with office.database.writing() as session:
        claim = office.masses.claim(session, office.parts(mailing_id)[0].id, clock.now())
    assert claim is not None
    office.stopped = {people[0]}
    clock.advance(minutes=3)

    office.works()

    assert office.platform.to[str(office.parts(mailing_id)[0].msg_id)] == people
