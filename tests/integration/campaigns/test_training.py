"""Training records, on both engines: entered by one, checked by another, in and out by Excel."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from campaigns.library.kinds import TraineeKind
from campaigns.library.models import TrainingRecord
from campaigns.library.refusals import AlreadyVerified
from campaigns.library.training import HEADS, Training, TrainingService, write_sheet
from campaigns.planning.refusals import Incomplete
from core.db import Database
from core.errors import BadContent
from staff.actors import NotPermitted
from staff.reach import OutOfScope
from tests.conftest import StandingClock
from tests.fakes.campaigns import CountyRegions
from tests.integration.campaigns.planning_office import (
    OTHER_TOWN,
    PLANNER,
    READER,
    REVIEWER,
    TOWN,
    TOWN_PLANNER,
)
from tests.samples import workbook_at


def training(**change: object) -> Training:
    """A course of a safety manager."""
    told = {
        "kind": TraineeKind.SAFETY_MANAGER, "name": "李安", "unit_name": "鑫源冲压厂", "region": TOWN,
        "course": "安全管理人员初次培训", "hours": 48, "passed": True, "held_on": date(2026, 6, 10),
        "certificate": "A-0001",
    }  # fmt: skip
    return Training(**told | change)  # type: ignore[arg-type]


def test_training_records_are_entered_by_one_and_checked_by_another(
    database: Database, clock: StandingClock
) -> None:
    book, now = TrainingService(CountyRegions()), clock.now()
    with database.writing() as session:
        one = book.enter(session, training(), PLANNER, now)
        for wrong in (
            training(),
            training(hours=0),
            training(name="=1+1"),
            training(held_on=date(2030, 1, 1)),
        ):
            with pytest.raises(Incomplete):
                book.enter(session, wrong, PLANNER, now)
        with pytest.raises(OutOfScope):
            book.enter(session, training(region=OTHER_TOWN), TOWN_PLANNER, now)
        with pytest.raises(NotPermitted):
            book.verify(session, [one.id], PLANNER, now)
        with pytest.raises(NotPermitted):
            list(book.records(session, READER))
        slip = book.enter(session, training(name="王错"), TOWN_PLANNER, now)
        book.enter(session, training(name="赵远", region=OTHER_TOWN), PLANNER, now)
        assert [seen.name for seen in book.records(session, TOWN_PLANNER)] == ["李安", "王错"]
        book.drop(session, slip.id, "重复登记", TOWN_PLANNER, now)
        assert book.verify(session, [one.id], REVIEWER, now) == 1
        with pytest.raises(AlreadyVerified):
            book.drop(session, one.id, "想改", PLANNER, now)
        assert [seen.name for seen in book.records(session, REVIEWER, unverified=True)] == ["赵远"]
        assert book.forget_before(session, date(2026, 6, 11), REVIEWER, now) == 2
        assert session.scalars(select(TrainingRecord)).all() == []


def test_a_sheet_of_training_goes_in_and_comes_out_again(
    database: Database, clock: StandingClock, tmp_path: Path
) -> None:
    book, now = TrainingService(CountyRegions()), clock.now()
    path, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    lines: list[list[object]] = [
        ["主要负责人", "周一", "鑫源厂", TOWN, "初训", 48, "合格", date(2026, 6, 1), "A1"],
        ["其他从业人员", "吴二", "鑫源厂", TOWN, "三级教育", 24, "不合格", "2026-06-02", ""],
    ]

    def sheet(*rows: list[object]) -> Path:
        return workbook_at(path, HEADS[:9], *rows)

    bad = [*lines[1][:5], "二十", *lines[1][6:]]
    with pytest.raises(BadContent, match="第3行：学时"), database.writing() as session:
        book.take_over(session, sheet(lines[0], bad), PLANNER, now)
    with database.writing() as session:
        assert session.scalars(select(TrainingRecord)).all() == [], "whole or not at all"
        assert book.take_over(session, sheet(*lines), PLANNER, now) == 2
        assert write_sheet(out, book.export(session, PLANNER, now)) == 2
    rows = [list(row) for row in openpyxl.load_workbook(out).active.iter_rows(values_only=True)]
    assert rows[0] == list(HEADS)
    assert rows[1][:3] == ["其他从业人员", "吴二", "鑫源厂"]
    assert rows[2][5:9] == [48, "合格", "2026-06-01", "A1"]
