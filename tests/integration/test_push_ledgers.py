"""How many of the people of a push may get it, and by which way, before anybody is written down."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from campaigns.sending.ledgers import Beginning, weigh
from campaigns.sending.models import Push
from campaigns.sending.ports import Issued
from core.db import Database
from deliveries.channels import Audience, ManyWay, for_many, why_not
from deliveries.mailings.rules import MONTHLY_MASS_SENDS, SendingRules
from deliveries.mailings.status import Purpose
from deliveries.masses.models import MassSend
from deliveries.masses.status import MassState
from deliveries.messages import Notice
from deliveries.models import ContactWindow, Delivery, NoticeConsent
from deliveries.notice_templates import bind
from deliveries.policy import MESSAGE_ALLOWANCE, MESSAGE_WINDOW
from deliveries.status import Channel, Lane, State
from followers.models import Follower
from tests.conftest import StandingClock
from tests.integration.mailing_office import MailingOffice
from tests.integration.push_office import ISSUED, REMINDER

RULES = SendingRules()
REMINDED = replace(ISSUED, notice=Notice("activity_start", {}, ""))


@pytest.fixture
def office(database: Database, clock: StandingClock) -> MailingOffice:
    return MailingOffice(database, clock)


def weighed(
    office: MailingOffice,
    issued: Issued = ISSUED,
    purpose: Purpose = Purpose.DISASTER,
    rules: SendingRules = RULES,
    later: timedelta = timedelta(),
) -> Audience:
    """What the ledgers say of all who follow, for now or for what begins later."""
    everybody = select(Follower.openid)
    begins_at = office.clock.now() + later
    with office.database.reading() as session:
        push = Push(purpose=purpose, audience={}, tag_id=None)
        return weigh(session, push, everybody, issued, Beginning(begins_at, rules))


def test_who_wrote_within_two_days_and_has_room_left_can_be_answered(
    office: MailingOffice, clock: StandingClock
) -> None:
    full, old, *_ = office.has_followers(4)
    with office.database.writing() as session:
        session.get_one(ContactWindow, full).sent_since_message = MESSAGE_ALLOWANCE
        session.get_one(ContactWindow, old).last_message_at = clock.now() - MESSAGE_WINDOW

    found = weighed(office)

    assert (found.people, found.talking, found.is_everybody) == (4, 2, True)


def test_a_consent_that_is_used_up_is_none(office: MailingOffice, clock: StandingClock) -> None:
    used, once, lasting, *_ = office.has_followers(5)
    with office.database.writing() as session:
        bind(session, [REMINDER], clock.now())
        for openid, remaining, is_lasting in ((used, 0, False), (once, 1, False), (lasting, 0, True)):
            session.add(
                NoticeConsent(
                    openid=openid, template_id=REMINDER.template_id, remaining=remaining,
                    is_lasting=is_lasting, changed_at=clock.now(),
                )
            )  # fmt: skip

    assert weighed(office, REMINDED).subscribed == 2
    assert weighed(office).subscribed == 0, "without a notice no consent helps"


@pytest.mark.parametrize("sent", range(MONTHLY_MASS_SENDS + 1))
def test_what_the_console_sent_counts_for_everybody(
    office: MailingOffice, clock: StandingClock, sent: int
) -> None:
    often, *_ = office.has_followers(3)
    now = clock.now()
    with office.database.writing() as session:
        for number in range(sent):
            session.add(
                MassSend(
                    number=1, size=3, state=MassState.FINISHED, due_at=now, reported_at=now,
                    msg_id=f"m-{number}",
                )
            )  # fmt: skip
        session.add(
            Delivery(
                openid=often, lane=Lane.CAMPAIGN, channel=Channel.MASS, state=State.SENT, created_at=now,
                due_at=now, claimed_at=now, resend_when_unknown=False,
            )
        )  # fmt: skip

    left = MONTHLY_MASS_SENDS - sent
    assert weighed(office).fresh == (3 if left > 1 else 2 if left == 1 else 0)


def has_got(office: MailingOffice, openid: str, times: int, channel: Channel = Channel.MASS) -> None:
    """Somebody got so many campaigns just now."""
    now = office.clock.now()
    for _ in range(times):
        mailing = office.schedules()
        with office.database.writing() as session:
            session.add(
                Delivery(
                    openid=openid, lane=Lane.CAMPAIGN, channel=channel, state=State.SENT, created_at=now,
                    due_at=now, claimed_at=now, mailing_id=mailing, resend_when_unknown=False,
                )
            )  # fmt: skip


def test_a_spent_month_says_from_which_day_it_counts_anew_and_leaves_the_next_one_open(
    office: MailingOffice,
) -> None:
    people = office.has_followers(2, talking=False)
    for one in people:
        has_got(office, one, MONTHLY_MASS_SENDS)

    spent = weighed(office)
    assert (spent.fresh, spent.anew_on) == (0, date(2026, 12, 1))
    assert why_not(ManyWay.MASS_LIST, spent) == "这些人11月的群发次数都已用完，12月1日起重新计算"
    planned_ahead = weighed(office, later=timedelta(days=20))
    assert planned_ahead.fresh == 2, "what begins in December spends nothing of November"
    assert for_many(planned_ahead).way is ManyWay.MASS_LIST


def test_a_window_that_will_be_over_when_it_begins_reaches_nobody(office: MailingOffice) -> None:
    office.has_followers(3)
    assert for_many(weighed(office)).way is ManyWay.EACH
    later = weighed(office, later=MESSAGE_WINDOW)
    assert (later.talking, for_many(later).way) == (0, ManyWay.MASS_LIST)


def test_whose_week_is_full_is_not_promised_a_campaign_and_is_counted(office: MailingOffice) -> None:
    often, once, *_ = office.has_followers(3)
    has_got(office, often, 2, Channel.CUSTOMER_SERVICE)
    has_got(office, once, 1, Channel.CUSTOMER_SERVICE)
    rules = SendingRules(campaigns_a_week=2)

    found = weighed(office, purpose=Purpose.CAMPAIGN, rules=rules)
    assert (found.people, found.talking, found.tired) == (3, 2, 1)
    assert weighed(office, rules=rules).talking == 3, "a warning is not held back"
    has_got(office, once, 1)
    nobody = replace(weighed(office, purpose=Purpose.CAMPAIGN, rules=rules), talking=0)
    assert why_not(ManyWay.EACH, nobody) == "能逐人送到的2人7天里的宣传都收满了，满7天才能再收"


def test_a_full_week_keeps_from_a_mass_send_too_and_says_so(office: MailingOffice) -> None:
    often, *_ = office.has_followers(3, talking=False)
    for _ in range(2):
        has_got(office, often, 1, Channel.CUSTOMER_SERVICE)
    rules = SendingRules(campaigns_a_week=2)

    found = weighed(office, purpose=Purpose.CAMPAIGN, rules=rules)
    assert (found.fresh, found.sated) == (2, 1)
    choice = for_many(replace(found, tag_id=3))
    assert choice.way is ManyWay.MASS_LIST
    assert "有人7天里的宣传已收满，按标签不能把他们排除" in choice.why
    assert "1人7天里的宣传已收满，不发" in choice.why
    assert weighed(office, rules=rules).fresh == 3, "a warning is not held back"
    later = weighed(office, purpose=Purpose.CAMPAIGN, rules=rules, later=timedelta(days=7))
    assert later.fresh == 3


def test_who_has_both_a_spent_month_and_a_full_week_is_counted_once(office: MailingOffice) -> None:
    both, week, *_ = office.has_followers(4, talking=False)
    has_got(office, both, 3)
    has_got(office, week, 2, Channel.CUSTOMER_SERVICE)
    rules = SendingRules(campaigns_a_week=2)

    found = weighed(office, purpose=Purpose.CAMPAIGN, rules=rules)
    assert (found.people, found.fresh, found.sated) == (4, 2, 1)
    assert "11月群发次数已用完或者7天里的宣传已收满" in why_not(ManyWay.MASS_TAG, replace(found, tag_id=3))
    nobody = replace(found, people=2, fresh=0)
    assert why_not(ManyWay.MASS_LIST, nobody) == "这些人11月的群发次数用完了，或者7天里的宣传收满了"
    full = replace(found, people=1, fresh=0)
    assert why_not(ManyWay.MASS_LIST, full) == "这些人7天里的宣传都收满了，满7天才能再收"
