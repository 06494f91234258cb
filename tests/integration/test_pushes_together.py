"""Two pushes of one month or week are weighed together: what was approved first holds its place."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from campaigns.sending.services import Outlook, get_push
from campaigns.sending.status import PushWay
from core.db import Database
from core.errors import RuleViolation
from deliveries.channels import ManyWay, why_not
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.status import Purpose
from deliveries.models import Delivery
from deliveries.status import State
from tests.conftest import StandingClock
from tests.integration.mailing_office import PLANNER as RUNNER
from tests.integration.push_office import PLANNER, PushOffice

TWO_DAYS, THREE_DAYS = timedelta(days=2), timedelta(days=3)


@pytest.fixture
def office(database: Database, clock: StandingClock) -> PushOffice:
    """One mass send a month is left for campaigns, and one campaign a week."""
    office = PushOffice(database, clock, SendingRules(mass_reserve=3))
    office.has_followers(4, talking=False)
    return office


def looked_at(office: PushOffice, push_id: int) -> Outlook:
    with office.database.reading() as session:
        return office.pushes.outlook(session, get_push(session, push_id), office.clock.now())


def plans(office: PushOffice, later: timedelta, **named: object) -> int:
    return office.drafts(due_at=office.clock.now() + later, wish=PushWay.MASS_LIST, **named)


def test_the_second_of_a_month_is_weighed_as_if_the_first_had_gone_out(office: PushOffice) -> None:
    first, second = plans(office, THREE_DAYS), plans(office, TWO_DAYS)
    assert looked_at(office, second).choice.way is ManyWay.MASS_LIST, "a draft holds no place"
    office.approves(first)

    found = looked_at(office, second)

    assert (found.audience.fresh, list(found.ahead)) == (0, [first])
    with pytest.raises(RuleViolation, match="11月的群发次数都已用完"):
        office.approves(second)
    assert looked_at(office, first).ahead == [], "nothing is weighed against itself"


def test_it_counts_until_it_has_gone_out_and_then_once(office: PushOffice, clock: StandingClock) -> None:
    first, second = plans(office, timedelta()), plans(office, TWO_DAYS)
    office.approves(first)
    mailing = office.sends(first)
    assert mailing is not None
    assert looked_at(office, second).audience.fresh == 0, "handed over, and nobody is written down yet"
    office.tends(mailing)
    assert looked_at(office, second).audience.fresh == 0, "written down"
    with office.database.writing() as session:
        for row in session.scalars(select(Delivery).order_by(Delivery.openid).limit(1)):
            row.state, row.claimed_at = State.SENT, clock.now()
    assert looked_at(office, second).audience.fresh == 0
    with office.database.writing() as session:
        office.service.cancel(session, mailing, "写错了", RUNNER, clock.now())
    assert looked_at(office, second).audience.fresh == 3, "who got it before it was called off had one"


def test_another_month_and_other_people_are_not_in_the_way(office: PushOffice) -> None:
    office.approves(plans(office, THREE_DAYS, audience={"prefix": f"oMailing{0:019d}"}))
    mine, theirs = f"oMailing{0:020d}", "oMailing"
    next_month = plans(office, timedelta(days=20))
    assert looked_at(office, next_month).audience.fresh == 4
    assert looked_at(office, next_month).ahead == []
    office.has_followers(2, talking=False, first=50)
    assert looked_at(office, plans(office, TWO_DAYS, audience={"prefix": theirs})).audience.fresh == 2
    assert looked_at(office, plans(office, TWO_DAYS, audience={"prefix": mine})).audience.fresh == 0


def test_a_warning_waits_for_no_campaign_and_a_withdrawn_push_is_none(office: PushOffice) -> None:
    first = plans(office, THREE_DAYS)
    office.approves(first)
    warning = plans(office, TWO_DAYS, purpose=Purpose.DISASTER)
    assert looked_at(office, warning).ahead == []
    second = plans(office, TWO_DAYS)
    with office.database.writing() as session:
        office.pushes.withdraw(session, first, "改期", PLANNER, office.clock.now())
    assert looked_at(office, second).audience.fresh == 4


def test_campaigns_of_the_week_before_count_whichever_way_they_go(
    database: Database, clock: StandingClock
) -> None:
    office = PushOffice(database, clock, SendingRules(campaigns_a_week=1))
    office.has_followers(4)
    office.approves(office.drafts(due_at=clock.now() + timedelta(hours=1)))

    found = looked_at(office, office.drafts(due_at=clock.now() + timedelta(hours=3)))

    assert (found.audience.talking, found.audience.tired, found.audience.sated) == (0, 4, 4)
    assert why_not(ManyWay.MASS_LIST, found.audience) == "这些人7天里的宣传都收满了，满7天才能再收"
    assert looked_at(office, office.drafts(due_at=clock.now() + timedelta(days=8))).audience.fresh == 4
