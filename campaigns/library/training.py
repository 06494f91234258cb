"""Training records: entered by one person or from a sheet, checked by another, written out as a sheet.

The records say who took which course at which unit; no identity card, no telephone. Certificates are the
numbers that whoever issues them gave; this is a register, not the place that issues.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaigns.library.kinds import TraineeKind
from campaigns.library.models import TrainingRecord
from campaigns.library.permissions import Permission
from campaigns.library.refusals import AlreadyVerified
from campaigns.library.training_lists import within_reach
from campaigns.planning.opening import record, require_reason, require_region, require_words
from campaigns.planning.ports import Regions
from campaigns.planning.refusals import Incomplete, SameHand
from core.clock import china_date
from core.errors import NotFound
from core.sheets import SheetRow, each_row, read_rows
from core.text import half_width
from core.workbooks import Sheet, write_xlsx
from places.regions import RegionTree
from staff.actors import Actor
from staff.reach import require_within

MOST_HOURS = 2000
HEADS = ("人员类别", "姓名", "单位", "区划代码", "课程", "学时", "结果", "结束日期", "证书编号", "核对人")
NEEDED = HEADS[:8]
_KINDS = {kind.label: kind for kind in TraineeKind}
_RESULTS = {"合格": True, "不合格": False}


@dataclass(frozen=True, slots=True)
class Training:
    """One person's course."""

    kind: TraineeKind
    name: str
    unit_name: str
    region: str
    course: str
    hours: int
    passed: bool
    held_on: date
    certificate: str = ""
    venue_id: int | None = None


class TrainingService:
    """All verbs for training records."""

    def __init__(self, regions: Regions) -> None:
        self._regions = regions

    def enter(self, session: Session, training: Training, actor: Actor, now: datetime) -> TrainingRecord:
        """Enter one; ``Incomplete`` where it stands there already."""
        actor.require(Permission.TRAINING)
        entered = self._entered(session, training, actor, now)
        record(session, actor, "training.enter", _subject(entered), now)
        return entered

    def take_over(self, session: Session, path: Path, actor: Actor, now: datetime) -> int:
        """Enter a whole sheet, or nothing of it; ``FaultyRows`` names every row that does not fit."""
        actor.require(Permission.TRAINING)
        rows, tree = read_rows(path, HEADS, NEEDED), self._regions.tree()
        each_row(path, rows, lambda row: self._entered(session, _training(row, tree), actor, now))
        record(session, actor, "training.import", "training", now, detail={"rows": len(rows)})
        return len(rows)

    def verify(self, session: Session, record_ids: Sequence[int], actor: Actor, now: datetime) -> int:
        """Confirm these records against the list or the certificates; from now on they are counted."""
        actor.require(Permission.VERIFY_TRAINING)
        for number in record_ids:
            one = self._held(session, number, actor)
            if one.entered_by == actor.id:
                raise SameHand
            one.verified_by, one.verified_at = actor.id, now
            record(session, actor, "training.verify", _subject(one), now)
        return len(record_ids)

    def drop(self, session: Session, record_id: int, reason: str, actor: Actor, now: datetime) -> None:
        """Take out a record that was entered wrongly, before it is checked."""
        actor.require(Permission.TRAINING)
        require_reason(reason)
        one = self._held(session, record_id, actor)
        subject = _subject(one)
        session.delete(one)
        record(session, actor, "training.drop", subject, now, reason)

    def forget_before(self, session: Session, day: date, actor: Actor, now: datetime) -> int:
        """Delete the records of courses that ended before ``day``; says how many."""
        actor.require(Permission.VERIFY_TRAINING)
        require_within(actor, self._regions, "")
        old = delete(TrainingRecord).where(TrainingRecord.held_on < day).returning(TrainingRecord.id)
        count = len(session.scalars(old.execution_options(synchronize_session=False)).all())
        record(session, actor, "training.forget", "training", now, detail={"before": str(day), "rows": count})
        return count

    def records(
        self,
        session: Session,
        actor: Actor,
        since: date | None = None,
        until: date | None = None,
        *,
        unverified: bool = False,
        limit: int = 20_000,
    ) -> Sequence[TrainingRecord]:
        """Records within the reach of whoever asks, the latest course first; both days included."""
        if not actor.may(Permission.TRAINING):
            actor.require(Permission.VERIFY_TRAINING)
        query = select(TrainingRecord).where(*within_reach(actor)).limit(limit)
        query = query.order_by(TrainingRecord.held_on.desc(), TrainingRecord.id)
        if since is not None:
            query = query.where(TrainingRecord.held_on >= since)
        if until is not None:
            query = query.where(TrainingRecord.held_on <= until)
        if unverified:
            query = query.where(TrainingRecord.verified_at.is_(None))
        return session.scalars(query).all()

    def export(
        self,
        session: Session,
        actor: Actor,
        now: datetime,
        since: date | None = None,
        until: date | None = None,
    ) -> Sequence[TrainingRecord]:
        """The same records for export, which the audit log records."""
        found = self.records(session, actor, since, until)
        record(session, actor, "training.export", "training", now)
        return found

    def _entered(self, session: Session, training: Training, actor: Actor, now: datetime) -> TrainingRecord:
        require_region(self._regions, training.region)
        require_within(actor, self._regions, training.region)
        training = _checked(training, now)
        same = select(TrainingRecord.id).where(
            TrainingRecord.unit_name == training.unit_name,
            TrainingRecord.name == training.name,
            TrainingRecord.course == training.course,
            TrainingRecord.held_on == training.held_on,
        )
        if session.scalar(same) is not None:
            raise Incomplete(f"{training.name}（{training.unit_name}）的这门课程已经登记过。")
        entered = TrainingRecord(
            kind=training.kind,
            name=training.name,
            unit_name=training.unit_name,
            venue_id=training.venue_id,
            region=training.region,
            course=training.course,
            hours=training.hours,
            passed=training.passed,
            held_on=training.held_on,
            certificate=training.certificate,
            entered_by=actor.id,
            entered_at=now,
        )
        session.add(entered)
        session.flush()
        return entered

    def _held(self, session: Session, record_id: int, actor: Actor) -> TrainingRecord:
        one = session.get(TrainingRecord, record_id, with_for_update=True, populate_existing=True)
        if one is None:
            raise NotFound(f"没有{record_id}号培训记录。")
        require_within(actor, self._regions, one.region)
        if one.verified_at is not None:
            raise AlreadyVerified
        return one


def write_sheet(path: Path, records: Sequence[TrainingRecord]) -> int:
    """Write records as a workbook that can be read in again; says how many."""
    rows = (cells_of(one, one.verified_by or "") for one in records)
    write_xlsx(path, [Sheet("培训记录", HEADS, rows)])
    return len(records)


def cells_of(one: TrainingRecord, verified_by: str) -> Sequence[str | int]:
    """A record under ``HEADS``; ``verified_by`` as whoever checked it is called there."""
    return (
        one.kind.label, one.name, one.unit_name, one.region, one.course, one.hours,
        "合格" if one.passed else "不合格", one.held_on.isoformat(), one.certificate, verified_by,
    )  # fmt: skip


def _checked(training: Training, now: datetime) -> Training:
    if not 0 < training.hours <= MOST_HOURS:
        raise Incomplete(f"学时请写1到{MOST_HOURS}之间的整数。", "hours")
    if training.held_on > china_date(now):
        raise Incomplete("课程还没有结束，结束以后再登记。", "held_on")
    # A cell that begins like this would be a formula in the sheet that is written out.
    for words in (training.name, training.unit_name, training.course, training.certificate):
        if words.strip().startswith(("=", "+", "-", "@")):
            raise Incomplete("文字不能以等号、加号、减号或者@开头。")
    return replace(
        training,
        name=require_words("姓名", training.name, 30, "name"),
        unit_name=require_words("单位", training.unit_name, 100, "unit_name"),
        course=require_words("课程", training.course, 100, "course"),
        certificate=require_words("证书编号", training.certificate, 64, "certificate", may_be_empty=True),
    )


def _training(row: SheetRow, tree: RegionTree) -> Training:
    kind, passed = _KINDS.get(row["人员类别"]), _RESULTS.get(row["结果"])
    if kind is None:
        raise Incomplete(f"人员类别请写{'、'.join(_KINDS)}，现在是“{row['人员类别']}”。")
    if passed is None:
        raise Incomplete(f"结果请写合格或者不合格，现在是“{row['结果']}”。")
    hours = half_width(row["学时"]).removesuffix("学时").strip()
    if not (hours.isascii() and hours.isdecimal() and len(hours) <= 4):
        raise Incomplete(f"学时请写1到{MOST_HOURS}之间的整数，现在是“{row['学时']}”。")
    try:
        held_on = row.day("结束日期")
    except ValueError:
        raise Incomplete(f"结束日期请连年份写成2026-06-16这样，现在是“{row['结束日期']}”。") from None
    region = tree.meant_by(row["区划代码"]).code
    return Training(
        kind, row["姓名"], row["单位"], region, row["课程"], int(hours), passed, held_on, row["证书编号"]
    )


def _subject(one: TrainingRecord) -> str:
    return f"training:{one.id}"
