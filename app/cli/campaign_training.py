"""``flask campaigns training``: courses of 三项岗位人员 and of the staff of enterprises."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from app.cli.commands import LIMIT, REASON, CommandGroup, Row, Step, day, word
from app.wiring import Container
from campaigns.library.kinds import TraineeKind
from campaigns.library.models import TrainingRecord
from campaigns.library.training import HEADS, Training, TrainingService, write_sheet

RECORD = click.argument("record", type=int)


def add_to(group: click.Group, container: Container) -> None:
    """Add it to ``flask campaigns``."""

    @group.group("training", help="培训记录：登记、导入、核对、导出。登记的人和核对的人不能是同一人。")
    def verbs() -> None:
        pass

    commands = CommandGroup(verbs, container)
    _add_entering(commands, container)
    _add_reading(commands, container)


def _add_entering(commands: CommandGroup, container: Container) -> None:
    def training() -> TrainingService:
        return container.campaigning.library.training

    def add(step: Step, **given: Any) -> Row:
        return _row(training().enter(step.session, Training(**given), step.actor, step.now))

    def take_over(step: Step, file: Path) -> Row:
        return {"rows": training().take_over(step.session, file, step.actor, step.now)}

    def verify(step: Step, records: tuple[int, ...]) -> Row:
        return {"verified": training().verify(step.session, records, step.actor, step.now)}

    def drop(step: Step, record: int, reason: str) -> Row:
        training().drop(step.session, record, reason, step.actor, step.now)
        return {"dropped": record}

    def forget(step: Step, before: date) -> Row:
        return {"deleted": training().forget_before(step.session, before, step.actor, step.now)}

    commands.verb(
        "add",
        "登记一个人的一门课程。",
        add,
        word("kind", TraineeKind),
        click.option("--name", required=True, help="姓名。不登记身份证号。"),
        click.option("--unit", "unit_name", required=True, help="单位。"),
        click.option("--region", required=True, help="单位所在的区划代码。"),
        click.option("--venue", "venue_id", type=int, help="单位在场所登记里的编号。"),
        click.option("--course", required=True, help="课程。"),
        click.option("--hours", type=int, required=True, help="学时。"),
        click.option("--passed/--failed", required=True, help="合格或者不合格。"),
        day("held", into="held_on", help_="课程结束的日期。"),
        click.option("--certificate", default="", help="证书编号，没有可以不写。"),
    )
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    commands.verb(
        "import",
        f"从Excel工作簿登记，要么全部，要么一条也不登记。列名：{'、'.join(HEADS)}。",
        take_over,
        click.argument("file", type=file),
    )
    several = click.argument("records", type=int, nargs=-1, required=True)
    commands.verb("verify", "核对：由没有登记这些记录的人办理，之后计入统计。", verify, several)
    commands.verb("drop", "删去登记错的、还没有核对的记录。", drop, RECORD, REASON)
    commands.verb(
        "forget", "删去这一天以前结束的课程的记录，不能恢复。", forget, day("before", help_="到这一天为止。")
    )


def _add_reading(commands: CommandGroup, container: Container) -> None:
    def training() -> TrainingService:
        return container.campaigning.library.training

    def listed(
        step: Step, since: datetime | None, until: datetime | None, unverified: bool, limit: int
    ) -> Iterator[Row]:
        found = training().records(
            step.session, step.actor, _date(since), _date(until), unverified=unverified, limit=limit
        )
        return (_row(one) for one in found)

    def export(step: Step, file: Path, since: datetime | None, until: datetime | None) -> Row:
        found = training().export(step.session, step.actor, step.now, _date(since), _date(until))
        return {"rows": write_sheet(file, found)}

    moment = click.DateTime(["%Y-%m-%d"])
    since = click.option("--since", type=moment, metavar="年-月-日", help="第一天。")
    until = click.option("--until", type=moment, metavar="年-月-日", help="最后一天。")
    unverified = click.option("--unverified", is_flag=True, help="只看还没有核对的。")
    commands.look("list", "列出记录，新的在前。", listed, since, until, unverified, LIMIT)
    path = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    commands.verb("export", "导出成Excel工作簿；每次导出都记入审计日志。", export, path, since, until)


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _row(one: TrainingRecord) -> Row:
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "unit": one.unit_name,
        "region": one.region,
        "course": one.course,
        "hours": one.hours,
        "passed": one.passed,
        "held_on": one.held_on,
        "certificate": one.certificate,
        "entered_by": one.entered_by,
        "verified_by": one.verified_by,
    }
