"""Plans of campaigns: written, approved by somebody else, closed; on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaigns.planning.counters import counters_of_campaign
from campaigns.planning.kinds import CampaignKind
from campaigns.planning.models import Activity, Campaign
from campaigns.planning.queries import campaigns, targets_of
from campaigns.planning.refusals import (
    AlreadyHeld,
    Incomplete,
    NotApprovedYet,
    OpenActivities,
    SameHand,
    ThemeMissing,
    ThemeUnverified,
    WrongTheme,
)
from campaigns.planning.status import ActivityState, CampaignState
from campaigns.planning.themes import NewTheme
from core.db import Database
from core.errors import NoReason, NotFound, RuleViolation
from staff.models import AuditEntry
from staff.moves import IllegalMove
from staff.reach import OutOfScope
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import (
    OTHER_TOWN,
    PLANNER,
    REVIEWER,
    SECOND_PLANNER,
    THEME_2026,
    TOWN,
    TOWN_PLANNER,
    PlanningOffice,
    june,
    person,
)


def test_a_plan_from_the_draft_to_its_end(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        office.knows_the_theme(session)
        campaign = office.plans_june(session)
        office.plans.change(session, campaign.id, june(name="安全生产月活动"), SECOND_PLANNER, now)
        assert campaign.planners == ["cehua", "cehua2"]
        # Whoever wrote at it does not approve it, whatever role they have got since.
        for login in ("cehua", "cehua2"):
            with pytest.raises(SameHand):
                office.plans.approve(session, campaign.id, person(login, "campaign_reviewer"), now)
        office.plans.approve(session, campaign.id, REVIEWER, now)
        with pytest.raises(IllegalMove, match="已审定"):
            office.plans.change(session, campaign.id, june(), PLANNER, now)
        with pytest.raises(NoReason):
            office.plans.revise(session, campaign.id, " ", PLANNER, now)
        with pytest.raises(Incomplete, match="理由不能超过300字"):
            office.plans.revise(session, campaign.id, "长" * 301, PLANNER, now)
        office.plans.revise(session, campaign.id, "加一场演练", PLANNER, now)
        assert campaign.approved_by is None
        office.plans.approve(session, campaign.id, REVIEWER, now)
        office.plans.close(session, campaign.id, PLANNER, now)
        assert campaign.ended_at == now
        assert [one.id for one in campaigns(session, CampaignState.CLOSED, 2026)] == [campaign.id]
        assert campaigns(session, CampaignState.PLANNED) == []
        assert campaigns(session, year=2025) == []
    with database.reading() as session:
        said = session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.subject == f"campaign:{campaign.id}")
            .order_by(AuditEntry.number)
        ).all()
        wanted = ["plan", "change", "approve", "revise", "approve", "close"]
        assert said == [f"campaigns.{one}" for one in wanted]


def test_the_database_too_refuses_one_hand_for_both(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        office.knows_the_theme(session)
        office.plans_june(session)
    with pytest.raises(IntegrityError), database.writing() as session:
        session.scalars(select(Campaign)).one().approved_by = "cehua"


WRONG: list[tuple[dict[str, Any], type[RuleViolation], str]] = [
    ({"theme": "人人讲安全、个个会应急——查找身边安全隐患"}, WrongTheme, "这是2025年"),
    ({"theme": "人人讲安全", "occasion": None}, WrongTheme, "2026年全国安全生产月的主题是"),
    (
        {"theme": THEME_2026, "starts_on": date(2027, 6, 1), "ends_on": date(2027, 6, 30)},
        ThemeMissing,
        "2027年",
    ),
    (
        {"theme": "遵守安全生产法，当好第一责任人", "occasion": None, "kind": CampaignKind.OWN},
        WrongTheme,
        "2022年",
    ),
    ({"ends_on": date(2026, 5, 31)}, Incomplete, "结束日期"),
    ({"ends_on": date(2027, 12, 31)}, Incomplete, "400天"),
    ({"name": "  "}, Incomplete, "计划名称"),
    ({"name": "长" * 101}, Incomplete, "100字"),
    ({"lead_unit": ""}, Incomplete, "牵头单位"),
    ({"co_units": ("消防大队", "")}, Incomplete, "配合单位"),
    ({"region": "330000"}, Incomplete, "区划里没有"),
    ({"occasion": "party"}, NotFound, "没有“party”这个宣传节点"),
]


def test_what_does_not_fit_is_refused_with_a_sentence(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        office.knows_the_theme(session)
        for change, wrong, says in WRONG:
            with pytest.raises(wrong, match=says):
                office.plans_june(session, **change)
        session.flush()
        assert campaigns(session) == []


def test_approving_needs_the_theme_of_the_year_checked(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        # In March the theme is not known yet; planning begins all the same.
        early = office.plans_june(session, theme="")
        with pytest.raises(ThemeMissing):
            office.plans.approve(session, early.id, REVIEWER, now)
        office.themes.set_theme(
            session, "safety_month", 2026, NewTheme(THEME_2026, source="网站"), PLANNER, now
        )
        with pytest.raises(ThemeUnverified):
            office.plans.approve(session, early.id, REVIEWER, now)
        office.themes.verify_theme(session, "safety_month", 2026, THEME_2026, REVIEWER, now)
        with pytest.raises(WrongTheme):
            office.plans.approve(session, early.id, REVIEWER, now)
        office.plans.change(session, early.id, june(), PLANNER, now)
        assert office.plans.approve(session, early.id, REVIEWER, now).state is CampaignState.APPROVED
        # The consultation day carries the theme of the month; the season has none.
        day = office.plans_june(session, occasion="consultation_day", theme="")
        with pytest.raises(WrongTheme):
            office.plans.approve(session, day.id, REVIEWER, now)
        season = office.plans_june(session, occasion="summer_heat", theme="", kind=CampaignKind.SEASONAL)
        assert office.plans.approve(session, season.id, REVIEWER, now).state is CampaignState.APPROVED


def test_a_document_number_too_long_to_keep_is_refused(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session, pytest.raises(Incomplete, match="不超过64字"):
        office.themes.set_theme(
            session, "safety_month", 2026, NewTheme(THEME_2026, document="安" * 65), PLANNER, now
        )


def test_a_plan_ends_only_when_its_activities_are_settled(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        campaign = office.approved_june(session)
        first, second = office.arranges(session, campaign), office.arranges(session, campaign)
        with pytest.raises(OpenActivities, match="还有2项"):
            office.plans.close(session, campaign.id, PLANNER, now)
        office.verified(session, first)
        with pytest.raises(OpenActivities, match="还有1项"):
            office.plans.close(session, campaign.id, PLANNER, now)
        with pytest.raises(AlreadyHeld):
            office.plans.cancel(session, campaign.id, "台风", REVIEWER, now)
        office.activities.cancel(session, second.id, "台风", PLANNER, now)
        assert office.plans.close(session, campaign.id, PLANNER, now).state is CampaignState.CLOSED
        with pytest.raises(NotApprovedYet):
            office.arranges(session, campaign)


def test_cancelling_takes_the_activities_along(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        campaign = office.approved_june(session)
        waiting = office.arranges(session, campaign)
        dropped = office.arranges(session, campaign)
        office.activities.cancel(session, dropped.id, "场地不行", PLANNER, now)
        office.plans.cancel(session, campaign.id, "防台应急响应", REVIEWER, now)
        assert waiting.state is ActivityState.CANCELLED
        assert (waiting.reason, dropped.reason) == ("防台应急响应", "场地不行")
        assert session.scalars(select(Activity.state).distinct()).all() == [ActivityState.CANCELLED]


def test_a_town_plans_for_itself_only(database: Database, clock: StandingClock) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        office.knows_the_theme(session)
        own = office.plans.plan(session, june(region=TOWN), TOWN_PLANNER, now)
        with pytest.raises(OutOfScope):
            office.plans.plan(session, june(), TOWN_PLANNER, now)
        elsewhere = office.plans_june(session, region=OTHER_TOWN)
        with pytest.raises(OutOfScope):
            office.plans.change(session, elsewhere.id, june(region=TOWN), TOWN_PLANNER, now)
        with pytest.raises(OutOfScope):
            office.plans.change(session, own.id, june(region=OTHER_TOWN), TOWN_PLANNER, now)
        with pytest.raises(NotFound):
            office.plans.approve(session, own.id + 100, REVIEWER, now)


def test_goals_are_set_changed_and_removed_until_the_approval(
    database: Database, clock: StandingClock
) -> None:
    office, now = PlanningOffice(clock.now()), clock.now()
    with database.writing() as session:
        office.knows_the_theme(session)
        campaign = office.plans_june(session)
        for code, goal in (("events", 20), ("films", 3), ("public_place_coverage", 50)):
            office.plans.set_target(session, campaign.id, code, goal, PLANNER, now)
        office.plans.set_target(session, campaign.id, "events", 25, SECOND_PLANNER, now + timedelta(hours=1))
        office.plans.set_target(session, campaign.id, "films", 0, PLANNER, now)
        with pytest.raises(Incomplete, match="0到100"):
            office.plans.set_target(session, campaign.id, "public_place_coverage", 101, PLANNER, now)
        with pytest.raises(NotFound, match="没有“stars”这个指标"):
            office.plans.set_target(session, campaign.id, "stars", 1, PLANNER, now)
        session.flush()
        goals = {one.code: one.goal for one in targets_of(session, campaign.id)}
        assert goals == {"events": 25, "public_place_coverage": 50}
        assert [one.value for one in counters_of_campaign(session, office.targets, campaign.id)] == [0, None]
        office.plans.approve(session, campaign.id, REVIEWER, now)
        with pytest.raises(IllegalMove):
            office.plans.set_target(session, campaign.id, "events", 1, PLANNER, now)
