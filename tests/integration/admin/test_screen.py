"""The wall of the duty room: what it counts, and what it hides, on both engines."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.demo.loading import Scale, load_demo
from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.admin.conftest import Hiring
from tests.integration.questions_asked import Citizens
from tests.integration.statements import statements_on
from tipoffs.tips.models import Tip
from tipoffs.wall import open_hazards, repairs, wall_tips

COUNTY = Scale(towns=4, villages=8, people=15, hazards=120, tips=260, reporters=60, rewards=0)
SECRET = "我叫王小明，电话13800138000，家里煤气漏了"


def ask(container: Container, clock: StandingClock) -> None:
    """A morning: twelve questions, one in danger, one yesterday, and an opinion that is no question."""
    with container.database.writing() as session:
        citizens = Citizens(session, clock.now())
        citizens.ask(SECRET, 3, decision="answer", article="gas.leak", ago=timedelta(minutes=5))
        citizens.ask("着火了", decision="emergency", article="fire.house", ago=timedelta(minutes=70))
        citizens.ask("量子纠缠", 8, ago=timedelta(minutes=125))
        citizens.ask("", decision="page", article="gas.leak", ago=timedelta(minutes=5))
        citizens.ask("昨天的", 7, ago=timedelta(hours=24))


@pytest.fixture
def statements(container: Container) -> Iterator[list[str]]:
    """What the database is asked."""
    with statements_on(container.database.engine) as seen:
        yield seen


def test_the_wall_counts_questions_and_says_nothing_of_who_asked(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    clerk = hiring.insider("chen", "duty_officer")
    ask(container, clock)

    told = clerk.asks("/admin/screen/figures")

    tree = told.json
    assert tree
    numbers = {one["key"]: one["value"] for one in tree["numbers"]}
    assert (numbers["questions"], numbers["answered"], numbers["emergencies"]) == (12, 4, 1)
    assert (tree["hours"]["today"][6], tree["hours"]["today"][7], tree["hours"]["today"][8]) == (8, 1, 3)
    assert sum(tree["hours"]["today"]) == 12
    assert tree["hours"]["usual"][9] == 1.0
    assert tree["subjects"] == [{"label": "燃气", "count": 3}, {"label": "火灾", "count": 1}]
    assert len(tree["asked"]) == 1
    for word in ("王小明", "138", "煤气漏了", "量子"):
        assert word not in told.text
    clock.advance(seconds=3)
    ask(container, clock)
    again = clerk.asks("/admin/screen/figures").json
    assert again
    assert again["numbers"][0]["value"] == 24


def test_cases_by_town_are_what_the_tables_hold_and_small_cells_are_hidden(
    container: Container, hiring: Hiring, clock: StandingClock, statements: list[str]
) -> None:
    load_demo(container, COUNTY, 1, lambda _: None)
    clerk = hiring.insider("chen", "duty_officer")
    clerk.asks("/admin/screen/figures")
    clock.advance(minutes=11)
    statements.clear()

    tree = clerk.asks("/admin/screen/figures").json

    # All at its most expensive: each number of its own costs one statement, whatever the county holds.
    assert len(statements) <= 26
    statements.clear()
    assert clerk.asks("/admin/screen/figures").status_code == 200
    # The second wall within two seconds: who asks, and the tree of regions.
    assert len(statements) <= 6
    assert tree
    now = clock.now()
    with container.database.reading() as session:
        hazards, tips, repaired = open_hazards(session, now), wall_tips(session, now), repairs(session, now)
        begin, end = _midnight(now) - timedelta(days=90), _midnight(now)
        regions = session.scalars(select(Tip.region).where(Tip.submitted_at >= begin, Tip.submitted_at < end))
        counted = Counter(region[:9] for region in regions)
    assert sum(one.open for one in hazards.values()) == int(tree["numbers"][3]["value"]) > 0
    assert repaired.in_time <= repaired.due
    shown = tips.by_town
    assert shown.keys() == counted.keys()
    for town, count in counted.items():
        assert shown[town] in ({None} if count < 10 else {None, count // 10 * 10})
    assert tips.received == sum(counted.values()) // 10 * 10
    assert len(tree["towns"]["tiles"]) == 4
    # One hidden town alone would follow from the total and the others.
    assert sum(one is None for one in shown.values()) != 1


def _midnight(now: datetime) -> datetime:
    """Of the day in China; the tests stand at nine in the morning or shortly after."""
    return (now + timedelta(hours=8)).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(hours=8)
