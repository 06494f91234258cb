"""Coverage and targets: touched ÷ listed with the date of the list; counted live, verified only."""

import random
from datetime import date

import pytest

from campaigns.planning.counters import Counter, counters_of_campaign, counters_of_year
from campaigns.planning.coverage import Span, coverage, coverage_by_town, untouched
from campaigns.planning.kinds import ActivityKind, Basis, Counted, Measure, Unit
from core.db import Database
from places.models import VenueKind
from places.venues import VenueRow
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import (
    OTHER_TOWN,
    PLANNER,
    REVIEWER,
    TOWN,
    PlanningOffice,
    china,
)

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def by_code(found: object) -> dict[str, Counter]:
    """Counters by the code of their target."""
    return {one.target.code: one for one in found}  # type: ignore[attr-defined]


def test_coverage_is_touched_by_listed_with_the_date_of_the_list(
    database: Database, clock: StandingClock
) -> None:
    office = PlanningOffice(clock.now())
    public = VenueKind.PUBLIC_PLACE
    with database.writing() as session:
        assert coverage(session, public, YEAR) is None
        campaign = office.approved_june(session)
        here = office.lists_venues(session, public, 7, date(2026, 3, 1))
        schools = office.lists_venues(session, VenueKind.SCHOOL, 2, date(2026, 3, 1))
        # One reached twice counts once, a school is no public place, and a plan touches nobody.
        office.verified(session, office.arranges(session, campaign, venues=(here[0], here[1], schools[0])))
        office.verified(session, office.arranges(session, campaign, venues=(here[0],)), venues=[here[2]])
        office.holds(session, office.arranges(session, campaign, venues=(here[2], here[3])))
        office.arranges(session, campaign, venues=(here[4],))
        dropped = office.arranges(session, campaign, venues=(here[5],))
        office.activities.cancel(session, dropped.id, "台风", PLANNER, clock.now())

        found = coverage(session, public, YEAR)
        assert found is not None
        assert (found.touched, found.listed, found.unverified) == (3, 7, 1)
        assert (found.title, found.dated_on) == ("公共场所名录", date(2026, 3, 1))
        assert found.permille == 428
        assert [one.id for one in untouched(session, public, YEAR)] == here[3:]
        june = Span(date(2026, 6, 1), date(2026, 6, 15))
        assert coverage(session, public, june).touched == 0  # type: ignore[union-attr]
        assert coverage(session, public, Span(date(2026, 1, 1), date(2026, 2, 28))) is None
        assert coverage(session, public, Span(YEAR.first, YEAR.last, None, campaign.id + 1)).touched == 0  # type: ignore[union-attr]


def test_an_older_figure_keeps_its_older_list(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        campaign = office.approved_june(session)
        old = office.lists_venues(session, VenueKind.SCHOOL, 4, date(2026, 1, 1))
        office.verified(session, office.arranges(session, campaign, venues=(old[0], old[3])))
        # In September one school is gone and two are new; what reached the others stays theirs.
        rows = [VenueRow(f"学校{n}", TOWN, f"school-{TOWN}-{n}") for n in (0, 1, 2, 5, 6)]
        new = office.takes_list(session, VenueKind.SCHOOL, rows, date(2026, 9, 1))
        assert set(old[:3]) < set(new)
        summer = coverage(session, VenueKind.SCHOOL, Span(date(2026, 1, 1), date(2026, 8, 31)))
        whole = coverage(session, VenueKind.SCHOOL, YEAR)
        assert summer is not None
        assert whole is not None
        assert (summer.touched, summer.listed, summer.dated_on) == (2, 4, date(2026, 1, 1))
        assert (whole.touched, whole.listed, whole.dated_on) == (1, 5, date(2026, 9, 1))


def test_the_goal_is_reached_by_whole_numbers(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        campaign = office.approved_june(session)
        places = office.lists_venues(session, VenueKind.PUBLIC_PLACE, 30, date(2026, 3, 1))
        one = office.arranges(session, campaign, venues=tuple(places[:20]))
        office.verified(session, one)
        goal = by_code(counters_of_year(session, office.targets, 2026))["public_place_coverage"]
        assert (goal.value, goal.is_reached, goal.numerator, goal.denominator) == (66.6, False, 20, 30)
        assert goal.dated_on == date(2026, 3, 1)
        more = office.arranges(session, campaign, venues=(places[20],))
        office.verified(session, more)
        goal = by_code(counters_of_year(session, office.targets, 2026))["public_place_coverage"]
        assert (goal.value, goal.is_reached) == (70.0, True)
        other = by_code(counters_of_year(session, office.targets, 2025))["public_place_coverage"]
        assert (other.value, other.denominator, other.is_reached) == (None, 0, None)


def test_the_365_goals_count_films_events_and_people(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    with database.writing() as session:
        campaign = office.approved_june(session)
        for kind, film in (
            (ActivityKind.FILM, "生命重于泰山"),
            (ActivityKind.FILM, "生命重于泰山"),
            (ActivityKind.FILM, "身边的隐患"),
            (ActivityKind.DRILL, ""),
            (ActivityKind.CONTEST, ""),
        ):
            office.verified(session, office.arranges(session, campaign, kind=kind, film=film), people=100)
        office.holds(session, office.arranges(session, campaign, kind=ActivityKind.DRILL), people=50)
        office.holds(
            session, office.arranges(session, campaign, kind=ActivityKind.FILM, film="新片"), people=1
        )
        village = office.arranges(session, campaign, kind=ActivityKind.VISIT, audience=VenueKind.VILLAGE)
        later = china("2026-06-16 13:00")
        office.holds(session, village, people=30)
        for about in (
            Counted(Measure.CONSULTED, 40, Unit.ATTENDANCES, Basis.ESTIMATED, ""),
            # 人 is never added to 人次, and what happens online not to what happens on the ground.
            Counted(Measure.CONSULTED, 9000, Unit.PEOPLE, Basis.SIGNED_IN, "扫码签到"),
            Counted(Measure.ONLINE, 70000, Unit.ATTENDANCES, Basis.SYSTEM, "直播后台"),
        ):
            office.activities.count(session, village.id, about, PLANNER, later)
        office.activities.verify(session, village.id, REVIEWER, later)
        office.plans.revise(session, campaign.id, "定指标", PLANNER, later)
        office.plans.set_target(session, campaign.id, "events", 2, PLANNER, later)

        found = by_code(counters_of_year(session, office.targets, 2026))
        assert (found["films"].value, found["films"].unverified, found["films"].is_reached) == (2, 1, False)
        assert (found["events"].value, found["events"].unverified, found["events"].goal) == (2, 1, 100)
        assert (found["into_five_settings"].value, found["into_five_settings"].is_reached) == (1, None)
        heads = found["offline_attendances"]
        assert (heads.value, heads.estimated, heads.unverified) == (570, 40, 51)
        assert heads.target.unit == "人次"
        assert all(one.query.startswith("campaigns.planning.") for one in found.values())
        [events] = counters_of_campaign(session, office.targets, campaign.id)
        assert (events.value, events.goal, events.is_reached) == (2, 2, True)
        in_town = office.regions.tree().within(OTHER_TOWN)
        assert by_code(counters_of_year(session, office.targets, 2026, in_town))["events"].value == 0


def test_towns_stand_in_the_order_of_what_is_left_to_do(database: Database, clock: StandingClock) -> None:
    office = PlanningOffice(clock.now())
    kind = VenueKind.ENTERPRISE
    with database.writing() as session:
        campaign = office.approved_june(session)
        rows = [VenueRow(f"厂{n}", TOWN, f"a{n}") for n in range(4)]
        rows += [VenueRow(f"厂{n}", OTHER_TOWN, f"b{n}") for n in range(2)]
        ids = office.takes_list(session, kind, rows, date(2026, 2, 1))
        # The activity lies in one town and reaches a factory of the other.
        office.verified(session, office.arranges(session, campaign, venues=(ids[0], ids[4])))
        tree = office.regions.tree()
        found = coverage_by_town(session, kind, YEAR, tree)
        assert [(name, one.touched, one.listed) for name, one in found] == [
            ("清溪镇", 1, 4),
            ("太平街道", 1, 2),
        ]
        only = coverage_by_town(session, kind, Span(YEAR.first, YEAR.last, tree.within(TOWN)), tree)
        assert [name for name, _ in only] == ["清溪镇"]


@pytest.mark.parametrize("seed", range(2))
def test_coverage_equals_a_count_by_hand(database: Database, clock: StandingClock, seed: int) -> None:
    office, rng = PlanningOffice(clock.now()), random.Random(seed)
    with database.writing() as session:
        campaign = office.approved_june(session)
        ids = office.lists_venues(session, VenueKind.VILLAGE, 30, date(2026, 3, 1))
        verified: set[int] = set()
        held: set[int] = set()
        for _ in range(8):
            some = rng.sample(ids, rng.randint(0, 6))
            one = office.arranges(session, campaign, venues=tuple(some))
            match rng.randrange(3):
                case 0:
                    office.verified(session, one)
                    verified |= set(some)
                case 1:
                    office.holds(session, one)
                    held |= set(some)
        found = coverage(session, VenueKind.VILLAGE, YEAR)
        assert found is not None
        assert (found.touched, found.unverified, found.listed) == (len(verified), len(held - verified), 30)
        assert {one.id for one in untouched(session, VenueKind.VILLAGE, YEAR)} == set(ids) - verified
