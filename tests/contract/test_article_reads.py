"""WeChat's own count of readers, pulled over the real gateway: late days again, refusals noted."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from campaigns.figures.figure import Scope
from campaigns.figures.register import register
from core.clock import china_date
from core.db import Database
from core.periods import period_of
from deliveries.masses.models import ArticleDay
from deliveries.masses.ports import DayOfReads
from deliveries.masses.reads import DAYS_BACK, keep_day, wanted_days
from deliveries.ports import GatewayRefusal
from jobs.reads_puller import pull_reads
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform

API = "datacube/getarticleread"


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    shutil.copy(sqlite_template, tmp_path / "anwen.db")
    database = Database(f"sqlite:///{tmp_path / 'anwen.db'}")
    yield database
    database.close()


@pytest.fixture
def clock(clock: StandingClock) -> StandingClock:
    """The day of the simulator, whose clock is the real one."""
    clock.moment = datetime.now(UTC)
    return clock


def told(
    database: Database, key: str, first: date, last: date, now: datetime
) -> tuple[int, int | None] | None:
    """Numerator and denominator of a figure; None where it has no row."""
    scope = Scope(period_of(f"{first}..{last}"), None, now)
    with database.reading() as session:
        row = session.execute(register()[key].select(scope)).one_or_none()
    return None if row is None else (row.numerator, getattr(row, "denominator", None))


def test_readers_come_day_by_day_and_become_a_figure_with_its_source(
    platform: SimulatedPlatform, database: Database, clock: StandingClock
) -> None:
    gateway, now = platform.gateway(clock), clock.now()
    today = china_date(now)
    first, last = today - timedelta(days=DAYS_BACK), today - timedelta(days=2)
    assert told(database, "articles.reads", first, last, now) is None
    for back, article, readers in ((3, "2650001_1", 40), (3, "2650001_2", 9), (2, "2650001_1", 5)):
        day = (today - timedelta(days=back)).isoformat()
        platform.control("reads", {"day": day, "article": article, "readers": readers})

    pull_reads(database, lambda: gateway, now)
    assert len(platform.calls(API)) == DAYS_BACK
    assert told(database, "articles.reads", first, last, now) == (54, None)
    assert told(database, "articles.reads_mean", first, last, now) == (54, 2)
    assert told(database, "articles.days", first, last, now) == (DAYS_BACK - 1, DAYS_BACK - 1)
    assert "微信公众平台的统计" in register()["articles.reads"].definition
    # What is complete is not asked for again.
    again = len(platform.calls(API))
    pull_reads(database, lambda: gateway, now)
    assert len(platform.calls(API)) - again <= 1


def test_an_account_that_may_not_ask_is_noted_and_asked_for_once(
    platform: SimulatedPlatform, database: Database, clock: StandingClock
) -> None:
    gateway, now = platform.gateway(clock), clock.now()
    platform.control("faults", {"api": API, "errcode": 48001, "times": 5})
    pull_reads(database, lambda: gateway, now)
    with database.reading() as session:
        (day,) = session.scalars(select(ArticleDay)).all()
    assert "48001" in day.why_not
    assert not day.is_complete
    first = china_date(now) - timedelta(days=DAYS_BACK)
    assert told(database, "articles.reads", first, first, now) is None
    assert told(database, "articles.days", first, first, now) == (0, 1)


def test_a_late_day_is_asked_for_again_and_replaced(database: Database, clock: StandingClock) -> None:
    now = clock.now()
    day = china_date(now) - timedelta(days=1)
    with database.writing() as session:
        keep_day(session, day, DayOfReads({"1_1": 3, "2_1": 1}, is_late=True), now)
        assert day in wanted_days(session, now)
    assert told(database, "articles.reads", day, day, now) is None
    with database.writing() as session:
        keep_day(session, day, DayOfReads({"1_1": 7}, is_late=False), now)
        assert day not in wanted_days(session, now)
    assert told(database, "articles.reads", day, day, now) == (7, None)


def test_the_simulator_gives_only_days_that_are_over(
    platform: SimulatedPlatform, clock: StandingClock
) -> None:
    with pytest.raises(GatewayRefusal) as refused:
        platform.gateway(clock).article_reads(china_date(clock.now()) + timedelta(days=1))
    assert refused.value.errcode == 61501
