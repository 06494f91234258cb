"""A push from its draft to a finished mailing: two people, one version, one way, and why this way."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from campaigns.sending.models import Push
from campaigns.sending.reminding import NothingToRemindOf
from campaigns.sending.services import ApprovedOneself, ContentChanged, pushes_of
from campaigns.sending.status import IllegalPushMove, PushState, PushWay
from campaigns.sending.withdrawing import withdraw
from core.db import Database
from core.errors import RuleViolation
from deliveries.consents import record_answer
from deliveries.mailings.rules import QuietHours, SendingRules
from deliveries.mailings.status import MailingState, MailingWay, Purpose
from deliveries.messages import SubscriptionNotice
from deliveries.models import Delivery
from deliveries.notice_templates import bind
from deliveries.status import Channel, Lane, State
from followers.topics import EVERYTHING
from staff.actors import NotPermitted
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import PlanningOffice
from tests.integration.push_office import ISSUED, PLANNER, PUBLISHER, REMINDER, PushOffice


@pytest.fixture
def office(database: Database, clock: StandingClock) -> PushOffice:
    return PushOffice(database, clock)


def test_from_the_draft_to_the_last_fate(office: PushOffice, clock: StandingClock) -> None:
    office.has_followers(4)
    push_id = office.drafts(due_at=clock.now() + timedelta(hours=1))
    with pytest.raises(ApprovedOneself):
        office.approves(push_id, PLANNER)
    push = office.approves(push_id)
    assert (push.state, push.wish, push.version_id) == (PushState.APPROVED, PushWay.EACH, 1)
    assert push.why is not None
    assert "逐人发送" in push.why
    mailing_id = office.sends(push_id)
    assert mailing_id is not None
    assert office.tends(mailing_id).state is MailingState.SCHEDULED, "not before it is due"
    clock.advance(hours=1)
    office.tends(mailing_id)
    office.has_sent(*office.takes())
    assert office.tends(mailing_id).state is MailingState.FINISHED
    assert office.counters(mailing_id).accepted == 4
    with pytest.raises(IllegalPushMove):
        office.sends(push_id)
    with office.database.reading() as session:
        assert [one.id for one in pushes_of(session, 7)] == [push_id]
        done = session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)).all()
    assert done == ["pushes.draft", "pushes.approve", "pushes.send"]


def test_an_article_that_is_gone_is_renewed_for_a_push_and_for_nothing_else(
    office: PushOffice, clock: StandingClock
) -> None:
    office.has_followers(1)
    push_id = office.drafts(due_at=clock.now())
    office.approves(push_id)
    mailing_id = office.sends(push_id)
    assert mailing_id is not None
    with office.database.writing() as session:
        told = [office.pushes.renew(session, one, "old", clock.now()) for one in (mailing_id, mailing_id + 1)]
        current = [office.pushes.current(session, one) for one in (mailing_id, mailing_id + 1)]
    assert told == [True, False]
    assert current == ["after old", None]


def test_what_would_be_over_before_the_quiet_ends_is_refused_and_what_waits_is_told(
    database: Database, clock: StandingClock
) -> None:
    office = PushOffice(database, clock, SendingRules(quiet=QuietHours(time(22), time(7))))
    office.has_followers(2)
    night, day = datetime(2026, 12, 1, 15, 30, tzinfo=UTC), datetime(2026, 12, 1, 23, tzinfo=UTC)
    early = night + timedelta(hours=6)
    with pytest.raises(RuleViolation, match="改到07:00以后") as refused:
        office.drafts(due_at=night, not_after=early)
    assert refused.value.about == "not_after"
    # What warns of a disaster, and an article that nobody is told of, keep no quiet.
    office.drafts(due_at=night, not_after=early, purpose=Purpose.DISASTER)
    office.drafts(due_at=night, not_after=early, wish=PushWay.PUBLISH)
    waits, at_once = office.drafts(due_at=night), office.drafts(due_at=day)
    with database.reading() as session:
        told = [
            office.pushes.outlook(session, session.get_one(Push, one), clock.now()).held_until
            for one in (waits, at_once)
        ]
    assert told == [day, None]


def test_a_push_of_next_month_is_planned_while_the_month_is_spent(
    office: PushOffice, clock: StandingClock
) -> None:
    people = office.has_followers(3)
    now = clock.now()
    with office.database.writing() as session:
        for openid in people * 4:
            session.add(
                Delivery(
                    openid=openid, lane=Lane.CAMPAIGN, channel=Channel.MASS, state=State.SENT, created_at=now,
                    due_at=now, claimed_at=now, resend_when_unknown=False,
                )
            )  # fmt: skip
    soon = office.drafts(due_at=now + timedelta(days=3))
    assert office.approves(soon).wish is PushWay.PUBLISH, "nobody can be told any more in November"
    december = office.drafts(due_at=datetime(2026, 12, 5, 2, tzinfo=UTC))
    assert office.approves(december).wish is PushWay.MASS_LIST


def test_who_says_stop_is_taken_out_of_what_waits(office: PushOffice, clock: StandingClock) -> None:
    office.has_followers(4)
    campaign, warning = office.drafts(), office.drafts(purpose=Purpose.DISASTER)
    mailings = []
    for push_id in (campaign, warning):
        push = office.approves(push_id)
        mailing_id = office.sends(push_id)
        assert (push.wish, mailing_id is not None) == (PushWay.EACH, True)
        mailings.append(int(mailing_id or 0))
        office.tends(mailings[-1])
    with office.database.writing() as session:
        session.get_one(Push, campaign).audience = {"topics": ["gas"]}
        first, second, *_ = session.scalars(
            select(Delivery.openid).where(Delivery.mailing_id == mailings[0]).order_by(Delivery.openid)
        )
        session.flush()
        assert withdraw(session, first, ["fire"], clock.now()) == 0
        assert withdraw(session, first, ["fire", "gas"], clock.now()) == 1
        assert withdraw(session, second, [EVERYTHING], clock.now()) == 1
        assert withdraw(session, second, [EVERYTHING], clock.now()) == 0
    told, warned = office.counters(mailings[0]), office.counters(mailings[1])
    assert (told.planned, told.skipped, told.pending) == (4, 2, 2)
    assert (warned.planned, warned.skipped, warned.pending) == (4, 0, 4)


def test_nothing_is_sent_that_was_not_signed_off_or_changed_since(office: PushOffice) -> None:
    office.has_followers(2)
    push_id = office.drafts()
    office.content.version = None
    with pytest.raises(RuleViolation, match="签发"):
        office.approves(push_id)
    office.content.version = ISSUED
    office.approves(push_id)
    office.content.version = replace(ISSUED, version_id=2)
    with pytest.raises(ContentChanged):
        office.sends(push_id)


def test_a_mass_send_where_few_can_be_written_to(office: PushOffice) -> None:
    office.has_followers(1)
    office.has_followers(9, talking=False, first=50)
    push = office.approves(office.drafts())
    assert push.wish is PushWay.MASS_LIST
    mailing_id = office.sends(push.id)
    assert mailing_id is not None
    assert office.mailing(mailing_id).way is MailingWay.MASS_LIST


@pytest.mark.parametrize(
    ("purpose", "still", "no_more"),
    [
        (Purpose.CAMPAIGN, timedelta(days=2), timedelta(days=4)),
        (Purpose.DISASTER, timedelta(hours=20), timedelta(hours=30)),
    ],
)
def test_what_nobody_set_an_end_to_is_not_sent_long_after_its_time(
    office: PushOffice, clock: StandingClock, purpose: Purpose, still: timedelta, no_more: timedelta
) -> None:
    office.has_followers(4)
    due_at = clock.now() + timedelta(hours=1)
    soon, late = (office.drafts(due_at=due_at, purpose=purpose) for _ in range(2))
    mailings = []
    for push_id in (soon, late):
        office.approves(push_id)
        mailings.append(int(office.sends(push_id) or 0))
    clock.advance(seconds=(timedelta(hours=1) + still).total_seconds())
    office.tends(mailings[0])
    assert office.counters(mailings[0]).pending == 4

    clock.advance(seconds=(no_more - still).total_seconds())
    assert office.tends(mailings[1]).state is MailingState.FINISHED

    found = office.counters(mailings[1])
    assert (found.planned, found.skipped) == (4, 4)


def test_what_was_approved_late_has_its_days_from_then(office: PushOffice, clock: StandingClock) -> None:
    office.has_followers(4)
    push_id = office.drafts()
    clock.advance(seconds=timedelta(days=9).total_seconds())
    office.approves(push_id)
    mailing_id = int(office.sends(push_id) or 0)

    office.tends(mailing_id)

    assert office.counters(mailing_id).planned == 4
    assert office.mailing(mailing_id).not_after == clock.now() + timedelta(days=3)


def test_publishing_tells_nobody(office: PushOffice) -> None:
    office.has_followers(2)
    push = office.approves(office.drafts(wish=PushWay.PUBLISH))
    assert office.sends(push.id) is None
    assert office.content.published == [1]


def test_a_wish_that_cannot_be_granted_is_refused_with_the_reason(office: PushOffice) -> None:
    office.has_followers(2)
    with pytest.raises(RuleViolation, match="标签"):
        office.approves(office.drafts(wish=PushWay.MASS_TAG))
    with pytest.raises(RuleViolation, match="没有符合条件的人"):
        office.approves(office.drafts(audience={"prefix": "oNobody"}))
    with pytest.raises(NotPermitted):
        office.approves(office.drafts(), PUBLISHER)


def test_an_activity_is_reminded_of_to_those_who_agreed_and_never_after_it_began(
    office: PushOffice, clock: StandingClock
) -> None:
    people, planning = office.has_followers(3, talking=False), PlanningOffice(clock.now())
    begins = clock.now() + timedelta(hours=30)
    with office.database.writing() as session:
        campaign = planning.plans_june(session, theme="", starts_on=begins.date(), ends_on=begins.date())
        planned = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}
        activity = planning.arranges(session, campaign, **planned)
        bind(session, [REMINDER], clock.now())
        record_answer(session, people[0], REMINDER.template_id, "accept", clock.now())
    of = {"activity_id": activity.id, "campaign_id": campaign.id, "wish": PushWay.SUBSCRIPTION}
    with pytest.raises(RuleViolation, match="另一个宣传计划"):
        office.drafts(activity_id=activity.id, campaign_id=campaign.id + 1)
    push_id = office.drafts(**of)
    later = office.drafts(**of)
    assert office.approves(push_id).not_after == begins
    mailing_id = office.sends(push_id)
    assert mailing_id is not None
    office.tends(mailing_id)
    (claim,) = office.takes()
    assert isinstance(claim.message, SubscriptionNotice)
    assert claim.message.data["thing1"] == "安全宣传咨询日"
    assert claim.message.data["time2"].endswith("15:00")
    assert (claim.openid, claim.message.url) == (people[0], ISSUED.address)
    office.has_sent(claim)
    office.tends(mailing_id)
    found = office.counters(mailing_id)
    assert (found.planned, found.accepted, found.skipped) == (3, 1, 2)
    clock.advance(hours=30)
    with pytest.raises(NothingToRemindOf):
        office.approves(later)
