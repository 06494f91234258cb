"""``flask places``: the calendar of working days and the tree of regions."""

import json
from datetime import date, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from app.cli.acting import AS
from app.cli.recording import Step, recorded, written
from app.wiring import Container
from core.clock import china_date
from places.calendar import clear_day, days_of, import_notice, load_workdays, seed, set_day
from places.gazetteer import Gazetteer
from places.geometry import Point, wgs84_of
from places.models import CalendarDay
from places.permissions import PlacesPermission
from places.services import import_regions, load_tree, read_regions

EDIT = PlacesPermission.EDIT
JSON = click.option("--json", "as_json", is_flag=True, help="按JSON输出。")
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DAY = click.argument("day", type=click.DateTime(["%Y-%m-%d"]))


def command(container: Container) -> click.Group:
    """The group ``places``."""

    @click.group("places", help="工作日历和区划。")
    def group() -> None:
        pass

    group.add_command(_workdays(container))
    group.add_command(_regions(container))
    return group


def _workdays(container: Container) -> click.Group:
    @click.group("workdays", help="工作日历：放假、调休上班。")
    def group() -> None:
        pass

    _add_looking(group, container)
    _add_publishing(group, container)
    _add_single_days(group, container)
    return group


def _add_looking(group: click.Group, container: Container) -> None:
    @group.command("list", help="列出一年里和平时不同的日子；不写年份就是今年。")
    @click.argument("year", type=int, required=False)
    @JSON
    def list_(year: int | None, as_json: bool) -> None:
        wanted = year or china_date(container.clock.now()).year
        with container.database.reading() as session:
            days = days_of(session, wanted)
            provisional = load_workdays(session).is_provisional(date(wanted, 12, 31))
        if as_json:
            tree = {"year": wanted, "is_provisional": provisional, "days": [_tree(one) for one in days]}
            click.echo(json.dumps(tree, ensure_ascii=False))
            return
        for one in days:
            click.echo(f"{one.day}\t{'上班' if one.is_workday else '放假'}\t{one.name}\t{_source(one)}")
        if not days:
            click.echo(f"表里没有{wanted}年的日子；可以运行 flask places workdays seed。")
        if provisional:
            click.echo(f"{wanted}年的放假安排还没有公布，期限暂按周一至周五计算。")


def _add_publishing(group: click.Group, container: Container) -> None:
    @group.command("seed", help="把已公布的放假安排写进表里；改过的日子不动。")
    @click.option("--since", type=int, default=2024, show_default=True, help="从哪一年开始。")
    def seed_(since: int) -> None:
        count = written(container, lambda session: seed(session, container.clock.now(), since=since))
        click.echo(f"新写入{count}天。")

    @group.command("import", help="导入一年的放假通知（XLSX或YAML：日期、是否上班、名称）。")
    @FILE
    @AS
    def import_(file: Path, login: str | None) -> None:
        now = container.clock.now()
        step = Step(login, EDIT, "places.import_notice", "workdays", file.name)
        years = recorded(container, step, lambda s, editor: import_notice(s, file, editor=editor, now=now))
        if years:
            click.echo(f"已导入，{'、'.join(map(str, years))}年按公布的安排计算。")
        else:
            click.echo("已导入；天数太少，不算一年的完整安排，那一年仍按暂定计算。")


def _add_single_days(group: click.Group, container: Container) -> None:
    @group.command("set", help="改一天：上班还是放假。")
    @DAY
    @click.argument("kind", type=click.Choice(["work", "off"]))
    @click.option("--name", required=True, help="为什么和平时不同。")
    @AS
    def set_(day: datetime, kind: str, name: str, login: str | None) -> None:
        now = container.clock.now()
        works = kind == "work"
        one = recorded(
            container,
            Step(login, EDIT, "places.set_day", f"day:{day.date()}", name),
            lambda s, editor: set_day(s, day.date(), is_workday=works, name=name, editor=editor, now=now),
        )
        click.echo(f"{one.day}：{'上班' if one.is_workday else '放假'}（{one.name}）。")

    @group.command("clear", help="不再单独规定这一天。")
    @DAY
    @AS
    def clear(day: datetime, login: str | None) -> None:
        step = Step(login, EDIT, "places.clear_day", f"day:{day.date()}")
        recorded(container, step, lambda session, _: clear_day(session, day.date()))
        click.echo(f"{day.date()}：按公布的安排或者星期计算。")


def _regions(container: Container) -> click.Group:
    @click.group("regions", help="区划：县、乡镇、村。")
    def group() -> None:
        pass

    @group.command("import", help="导入区划（XLSX或YAML：代码、名称、上级代码、级别、别名、边界）。")
    @FILE
    @click.option("--gcj02", is_flag=True, help="边界是在高德、腾讯这类地图上画的。")
    @AS
    def import_(file: Path, gcj02: bool, login: str | None) -> None:
        now = container.clock.now()

        def do(session: Session, editor: str) -> int:
            return import_regions(session, read_regions(file, is_gcj02=gcj02), editor=editor, now=now)

        step = Step(login, EDIT, "places.import_regions", "regions", file.name)
        click.echo(f"已导入{recorded(container, step, do)}个区划。")

    @group.command("list", help="列出全部区划。")
    @JSON
    def list_(as_json: bool) -> None:
        with container.database.reading() as session:
            tree = load_tree(session)
        for region in tree:
            if as_json:
                one = {"code": region.code, "name": region.name, "parent": region.parent_code}
                click.echo(json.dumps(one | {"level": region.level.name.lower()}, ensure_ascii=False))
            else:
                area = "有边界" if region.polygons else ""
                click.echo(f"{region.code}\t{region.level.label}\t{tree.full_name(region.code)}\t{area}")

    @group.command("find", help="一段地址，或者“经度,纬度”（微信、地图上的坐标），在哪个乡镇、村。")
    @click.argument("words")
    def find(words: str) -> None:
        with container.database.reading() as session:
            tree = load_tree(session)
        try:
            lon, lat = (float(part) for part in words.replace("，", ",").split(","))
        except ValueError:
            region = Gazetteer(tree).best(words)
        else:
            region = tree.at(wgs84_of(Point(lon, lat)))
        click.echo(f"{region.code}\t{tree.full_name(region.code)}" if region else "认不出来。")

    return group


def _source(one: CalendarDay) -> str:
    return f"{one.source.value} {one.edited_by}".strip()


def _tree(one: CalendarDay) -> dict[str, object]:
    return {
        "day": one.day.isoformat(),
        "is_workday": one.is_workday,
        "name": one.name,
        "source": one.source.value,
        "edited_by": one.edited_by,
    }
