"""The board, the ranking of 3030 and what may have come back: the figures are worked out again."""

import random
from collections import Counter
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.integration.tip_office import INTAKE, SUPERVISOR, THIRD, UNIT, TipOffice, a_hazard
from tipoffs.hazards.models import HazardEvent, HazardLevel
from tipoffs.hazards.queries import (
    board,
    maybe_recurred,
    ranking_by_department,
    ranking_by_town,
    unpublished_delistings,
)
from tipoffs.hazards.status import HazardAction

TOWNS = ("331081001", "331081002", "331081003", "331081004")


def test_the_ranking_is_what_the_events_say(office: TipOffice, session: Session) -> None:
    chance = random.Random(3030)
    began = office.now
    hazards = []
    for _ in range(40):
        level = chance.choice([HazardLevel.MAJOR, HazardLevel.MAJOR, HazardLevel.GENERAL])
        # The town and the day of each are drawn; the last days of the month are November's too.
        office.clock.moment = began + timedelta(hours=chance.randrange(0, 8 * 24))
        hazards.append(office.fixing(level, region=chance.choice(TOWNS), days=30))
    for hazard in hazards:
        office.clock.moment = hazard.registered_at + timedelta(days=chance.choice([5, 29, 31, 50]))
        if chance.random() < 0.7:
            office.gone(hazard)
        elif chance.random() < 0.5:
            office.hazards.claim_fixed(session, hazard.code, ["after.jpg"], UNIT, office.now)
            office.hazards.reinspect(session, hazard.code, False, "没改好", THIRD, office.now)
    office.clock.moment = began + timedelta(days=90)

    found, in_time = Counter[str](), Counter[str]()
    for hazard in hazards:
        events = {
            event.action: event
            for event in session.scalars(select(HazardEvent).where(HazardEvent.hazard == hazard.code))
        }
        if events[HazardAction.GRADE].detail["to"] != "major":
            continue
        found[hazard.region] += 1
        passed = events.get(HazardAction.PASS)
        if passed and passed.at - events[HazardAction.REGISTER].at <= timedelta(days=30):
            in_time[hazard.region] += 1

    standings = ranking_by_town(session, date(2026, 11, 1), office.now)
    assert {one.unit: (one.found, one.fixed_in_time) for one in standings} == {
        town: (count, in_time[town]) for town, count in found.items()
    }
    for one in standings:
        better = sum((other.fixed_in_time, other.rate) > (one.fixed_in_time, one.rate) for other in standings)
        assert one.rank == better + 1
        assert one.open + one.fixed == one.found
        assert one.overdue == one.open
    [department] = ranking_by_department(session, date(2026, 11, 1), office.now)
    assert (department.unit, department.found) == ("fire", sum(found.values()))
    assert ranking_by_town(session, date(2026, 10, 1), office.now) == []


def test_a_month_ends_at_midnight_in_china(office: TipOffice, session: Session) -> None:
    office.clock.moment = office.now.replace(day=30, hour=15, minute=59)
    office.fixing(HazardLevel.MAJOR)
    office.clock.advance(minutes=1)
    office.fixing(HazardLevel.MAJOR)

    for month in (date(2026, 11, 9), date(2026, 12, 9)):
        assert [one.found for one in ranking_by_town(session, month, office.now)] == [1]


def test_the_board_shows_what_is_listed_and_what_is_late(office: TipOffice, session: Session) -> None:
    first, second, gone = (office.fixing(HazardLevel.MAJOR, days=days) for days in (40, 20, 30))
    for hazard in (first, second, gone):
        office.supervision.list_for_supervision(session, hazard.code, "陈某某", SUPERVISOR, office.now)
    office.supervision.publish_listing(session, first.code, SUPERVISOR, office.now)
    office.gone(gone)
    office.clock.advance(days=25)
    session.flush()

    lines = board(session, office.now)

    assert [line.code for line in lines] == [second.code, first.code]
    assert [(line.is_overdue, line.is_published_late, line.days_left) for line in lines] == [
        (True, True, -5),
        (False, False, 15),
    ]
    assert unpublished_delistings(session, office.now) == [gone.code]
    office.supervision.publish_delisting(session, gone.code, SUPERVISOR, office.now)
    session.flush()
    assert unpublished_delistings(session, office.now) == []


def test_what_may_have_come_back(office: TipOffice, session: Session) -> None:
    old = office.delisted()
    office.delisted(category="07")
    office.delisted(object_name="另一家", address="别处")
    office.clock.advance(days=100)
    new = office.hazard(address="写法不同")

    assert maybe_recurred(session, new) == [old.code]
    assert maybe_recurred(session, new, days=99) == []
    office.hazards.recur(session, old.code, a_hazard(), ["hecha2"], INTAKE, office.now)
    assert maybe_recurred(session, new) == []
