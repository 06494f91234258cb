"""The rows behind a figure: what is listed adds up to what is told, for every figure that lists something."""

from datetime import UTC, datetime

import pytest

from campaigns.figures.behind import Behind, Source
from campaigns.figures.figure import Kept
from campaigns.figures.periods import campaign_period
from campaigns.figures.register import register
from campaigns.figures.services import FigureService
from core.db import Database
from core.errors import NotFound
from tests.fakes.campaigns import CountyRegions
from tests.integration.campaigns.figure_rows import TOWN, County, written
from tests.integration.campaigns.planning_office import READER

NOW = datetime(2027, 2, 1, tzinfo=UTC)
YEAR = campaign_period("2026")
# They count different ones among the rows: a film shown three times is one film.
OF_DIFFERENT = {"films", "sign_ins.people", "supplies.other_units"}
# These are there in several months, a plan as long as it runs, and count once in the figure of all of them.
IN_SEVERAL = {"answers.people", "campaigns", "films", "sign_ins.people", "training.units"}


@pytest.fixture
def service(database: Database) -> FigureService:
    """The figures of a made-up county."""
    with database.writing() as session:
        written(session.connection(), County(27).rows)
    return FigureService(CountyRegions(), {Kept.QUESTIONS: 90})


@pytest.mark.parametrize("region", [None, TOWN])
def test_what_is_listed_adds_up_to_what_is_told(
    database: Database, service: FigureService, region: str | None
) -> None:
    listed: dict[str, list[Behind]] = {}
    with database.reading() as session:
        told = {
            line.told.figure.key: line.told
            for line in service.report(session, YEAR, READER, NOW, region).lines
        }
        for key, one in register().items():
            if told[key].value is not None and not one.is_guarded:
                behind = service.behind(session, key, YEAR, READER, NOW, region)
                if behind is not None:
                    listed[key] = list(behind[1])

    wrong = {
        key: (sum(one.gives for one in rows), told[key].numerator)
        for key, rows in listed.items()
        if key not in OF_DIFFERENT and sum(one.gives for one in rows) != told[key].numerator
    }
    assert wrong == {}
    assert {"campaigns", "activities", "heads.attended.attendances", "lectures.asked"} <= listed.keys()
    assert listed["activities"], "the county has held something"


@pytest.mark.parametrize("words", ["2026", "2026-06"])
def test_the_pieces_of_a_period_add_up_to_what_is_told(
    database: Database, service: FigureService, words: str
) -> None:
    period = campaign_period(words)
    with database.reading() as session:
        spreads = {
            line.told.figure.key: service.over_time(session, line.told, period, READER, NOW)
            for line in service.report(session, period, READER, NOW).lines
        }

    assert all(spreads[key] is None for key, one in register().items() if one.is_guarded)
    found = {key: one for key, one in spreads.items() if one is not None and one.total is not None}
    apart = {key: (one.total, one.whole.numerator) for key, one in found.items() if not one.adds_up}
    assert all(total > (whole or 0) for total, whole in apart.values() if total is not None), apart
    assert apart.keys() <= IN_SEVERAL
    assert {"followers.new", "followers.gained", "questions", "pushes", "pushes.planned"} <= found.keys()
    assert found["followers.new"].pieces, "somebody has come"


def test_what_has_no_page_of_its_own_lists_nothing(database: Database, service: FigureService) -> None:
    with database.reading() as session:
        assert service.behind(session, "followers.new", YEAR, READER, NOW) is None
        assert service.behind(session, "coverage.school", YEAR, READER, NOW) is None
        found = service.behind(session, "activities", YEAR, READER, NOW)
        with pytest.raises(NotFound):
            service.behind(session, "no.such", YEAR, READER, NOW)
    assert found is not None
    assert found[0] is Source.ACTIVITY
