"""Lists of planning, page by page and by key, and what may be done next; on both databases."""

from datetime import date, datetime, timedelta

import pytest

from campaigns.planning.arranging import activity_plan_of
from campaigns.planning.queries import (
    ACTIVITY_ORDERS,
    CAMPAIGN_ORDERS,
    LECTURE_ORDERS,
    activities,
    activities_between,
    campaigns,
    campaigns_between,
    count_activities,
    lectures,
)
from campaigns.planning.services import plan_of
from campaigns.planning.status import (
    ActivityAction,
    ActivityState,
    CampaignAction,
    CampaignState,
    LectureAction,
)
from core.db import Database
from core.optimistic_locking import ChangedMeanwhile, fingerprint_of
from core.sort_orders import Page
from places.models import VenueKind
from places.venues import VENUE_ORDERS, venues
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import (
    PLANNER,
    READER,
    REVIEWER,
    TOWN_PLANNER,
    PlanningOffice,
    activity,
    asking,
    china,
    june,
)


def test_each_page_begins_where_the_one_before_ended(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        office.knows_the_theme(session)
        # Two of a day, so that the second part of the key decides.
        plans = [
            office.plans_june(session, name=f"计划{n}", starts_on=date(2026, 6, 1 + n // 2)) for n in range(4)
        ]
        held = [
            office.arranges(session, plans[0], title=f"第{n}场", starts_at=china("2026-06-16 09:00"))
            for n in range(3)
        ]
        asked = [
            office.lectures.write_down(session, asking(), PLANNER, clock.now() + timedelta(hours=n // 2))
            for n in range(4)
        ]
        office.lists_venues(session, VenueKind.SCHOOL, 5, date(2026, 1, 1))

        first = campaigns(session, page=Page(CAMPAIGN_ORDERS[0], limit=3))
        rest = campaigns(session, page=Page(CAMPAIGN_ORDERS[0]).behind(first[-1]))
        assert [one.id for one in (*first, *rest)] == [plans[n].id for n in (3, 2, 1, 0)]
        some = activities(session, plans[0].id, page=Page(ACTIVITY_ORDERS[0], limit=2))
        others = activities(session, plans[0].id, page=Page(ACTIVITY_ORDERS[0]).behind(some[-1]))
        assert [one.id for one in (*some, *others)] == [one.id for one in held]
        early = lectures(session, page=Page(LECTURE_ORDERS[0], limit=3))
        late = lectures(session, page=Page(LECTURE_ORDERS[0]).behind(early[-1]))
        assert [one.id for one in (*early, *late)] == [one.id for one in asked]
        page = venues(session, VenueKind.SCHOOL, page=Page(VENUE_ORDERS[0], limit=3))
        behind = venues(session, VenueKind.SCHOOL, page=Page(VENUE_ORDERS[0]).behind(page[-1]))
        assert len({one.id for one in (*page, *behind)}) == 5


def test_what_lies_in_a_month(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        office.knows_the_theme(session)
        campaign = office.plans_june(session)
        one = office.arranges(session, campaign)
        office.plans.cancel(session, office.plans_june(session).id, "重复", PLANNER, clock.now())

        def begun(first: datetime, last: datetime) -> list[int]:
            return [found.id for found in activities_between(session, first, last)]

        assert campaigns_between(session, date(2026, 6, 30), date(2026, 7, 31)) == [campaign]
        assert campaigns_between(session, date(2026, 7, 1), date(2026, 7, 31)) == []
        assert begun(one.starts_at, one.starts_at + timedelta(days=1)) == [one.id]
        assert begun(one.starts_at - timedelta(days=1), one.starts_at) == []
        assert count_activities(session, campaign.id) == {ActivityState.PLANNED: 1}


def test_what_may_be_done_next_and_why_not(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        campaign = office.approved_june(session)
        one = office.arranges(session, campaign)
        lecture = office.lectures.write_down(session, asking(), PLANNER, now)
        plans = office.plans

        of_planner = {step.action: step.obstacle for step in plans.next_steps(session, campaign, PLANNER)}
        assert set(of_planner) == {CampaignAction.REVISE, CampaignAction.CLOSE}
        assert "还有1项活动" in of_planner[CampaignAction.CLOSE]
        assert of_planner[CampaignAction.REVISE] == ""
        of_reviewer = [step.action for step in plans.next_steps(session, campaign, REVIEWER)]
        assert of_reviewer == [CampaignAction.CANCEL]
        for nobody in (READER, TOWN_PLANNER):
            assert plans.next_steps(session, campaign, nobody) == []
        early = office.activities.next_steps(session, one, PLANNER, one.starts_at - timedelta(hours=1))
        assert {step.action: bool(step.obstacle) for step in early}[ActivityAction.HOLD]
        begun = office.activities.next_steps(session, one, PLANNER, one.starts_at)
        assert not any(step.obstacle for step in begun)
        asked = {step.action for step in office.lectures.next_steps(session, lecture, PLANNER, now)}
        assert asked == {LectureAction.SCHEDULE, LectureAction.DECLINE, LectureAction.WITHDRAW}
        assert campaign.state is CampaignState.APPROVED


def test_who_read_something_else_is_told_and_writes_nothing(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        office.knows_the_theme(session)
        campaign = office.plans_june(session)
        one = office.arranges(session, campaign)
        read, planned = fingerprint_of(plan_of(campaign)), fingerprint_of(activity_plan_of(session, one))
        office.plans.change(session, campaign.id, june(name="改过"), PLANNER, now, base=read)
        office.activities.change(session, one.id, activity(place="体育馆"), PLANNER, now, base=planned)

    with database.writing() as session:
        for change in (
            lambda: office.plans.change(session, campaign.id, june(name="又改"), PLANNER, now, base=read),
            lambda: office.activities.change(session, one.id, activity(), PLANNER, now, base=planned),
        ):
            with pytest.raises(ChangedMeanwhile):
                change()
