"""Generated databases: each figure is what plain Python counts, and parts make up their wholes.

The statements run as they are shown to whoever asks for the query. ``ANWEN_PROOF=1`` tries 1,000 databases.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from campaigns.figures.figure import Kept, Scope
from campaigns.figures.periods import campaign_period
from campaigns.figures.register import register, sums
from campaigns.figures.services import FigureService
from campaigns.figures.showing import sql_of
from core.db import Database
from staff.models import AuditEntry
from tests.fakes.campaigns import CountyRegions
from tests.integration.campaigns.figure_oracle import Expected, Recount
from tests.integration.campaigns.figure_rows import TOWN, VILLAGE, County, written
from tests.integration.campaigns.planning_office import READER

PROOF = os.environ.get("ANWEN_PROOF") == "1"
LATER = datetime(2027, 2, 1, tzinfo=UTC)
SCOPES = (
    Scope(campaign_period("2026安全生产月"), None, LATER),
    Scope(campaign_period("2026"), frozenset({TOWN, VILLAGE}), LATER),
)
COUNTED = {key: one for key, one in register().items() if not one.is_guarded}


def came_out(connection: Connection, sql: str) -> Expected | None:
    """What a statement gives."""
    row = connection.exec_driver_sql(sql).mappings().one_or_none()
    if row is None:
        return None
    found: Mapping[str, Any] = dict(row)
    numbers = {name: int(found[name]) for name in ("numerator", "denominator", "estimated") if name in found}
    return Expected(**numbers, dated_on=str(found["dated_on"]) if "dated_on" in found else None)


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """What happens within leaves nothing behind."""
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


@pytest.mark.timeout(7200 if PROOF else 600)
def test_each_figure_is_what_plain_python_counts_and_parts_make_up_their_wholes(database: Database) -> None:
    examples = (1000 if database.is_sqlite else 100) if PROOF else 12 if database.is_sqlite else 3
    scopes = SCOPES if PROOF or database.is_sqlite else SCOPES[:1]
    dialect = database.engine.dialect
    texts = [
        {
            key: sql_of(one.select(scope), dialect)
            for key, one in COUNTED.items()
            if one.by_region or scope.regions is None
        }
        for scope in scopes
    ]

    @settings(
        max_examples=examples,
        derandomize=not PROOF,
        database=None,
        # Another seed is another county, not a smaller one.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=st.integers(0, 2**48))
    def compare(seed: int) -> None:
        county = County(seed)
        with undone(connection):
            written(connection, county.rows)
            for scope, statements in zip(scopes, texts, strict=True):
                expected = Recount(county, scope.period.first, scope.period.last, scope.regions).found
                assert expected.keys() == COUNTED.keys()
                found = {key: came_out(connection, sql) for key, sql in statements.items()}
                wrong = {key: (one, expected[key]) for key, one in found.items() if one != expected[key]}
                assert wrong == {}
                for (whole, split), parts in sums(COUNTED[key] for key in statements).items():
                    together = sum(one.numerator for key in parts if (one := found[key]))
                    assert (whole, split, together) == (whole, split, found[whole].numerator)  # type: ignore[union-attr]

    with database.engine.connect() as connection:
        connection.begin()
        compare()
        connection.rollback()


def test_what_is_told_is_what_the_shown_statement_gives(database: Database) -> None:
    service = FigureService(CountyRegions(), {Kept.QUESTIONS: 90})
    now = datetime(2026, 7, 2, tzinfo=UTC)
    with database.writing() as session:
        written(session.connection(), County(639).rows)
        report = service.report(session, SCOPES[0].period, READER, now)
        queries = service.queries(session, SCOPES[0].period, READER, now)
        service.note_export(session, SCOPES[0].period, READER, now)
        assert [line.told.figure.key for line in report.lines] == list(queries) == list(register())
        for line in report.lines:
            key = line.told.figure.key
            if key not in COUNTED:
                continue
            shown = came_out(session.connection(), queries[key].sql)
            if shown is None:
                assert line.told.why_not == line.told.figure.when_none != ""
                continue
            assert (line.told.numerator, line.told.denominator) == (shown.numerator, shown.denominator), key
            assert line.told.estimated == (shown.estimated or 0)
        if database.is_sqlite:
            assert service.report(session, SCOPES[0].period, READER, now) == report
        audited = session.scalars(select(AuditEntry)).one()
        assert (audited.action, audited.subject) == ("figures.export", "figures:2026-06-01..2026-06-30")
