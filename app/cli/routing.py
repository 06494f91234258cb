"""``flask tipoffs router`` and ``flask tipoffs clocks``: who handles what, and by when."""

import json
from pathlib import Path

import click

from app.cli.acting import AS
from app.cli.recording import Step, recorded, written
from app.wiring import Container
from core.clock import SHANGHAI
from tipoffs.clocks.models import CaseClock
from tipoffs.clocks.queries import clocks_of
from tipoffs.recounting import recount_all
from tipoffs.routing.matrix import Finding, Matrix, lint, route
from tipoffs.routing.permissions import RoutingPermission
from tipoffs.routing.services import import_cells, import_departments, load_matrix

EDIT = RoutingPermission.EDIT
JSON = click.option("--json", "as_json", is_flag=True, help="按JSON输出。")
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def add_to(group: click.Group, container: Container) -> None:
    """Add both groups to ``flask tipoffs``."""
    group.add_command(_router(container))
    group.add_command(_clocks(container))


def _router(container: Container) -> click.Group:
    @click.group("router", help="责任分工：行业、区划、部门。")
    def group() -> None:
        pass

    @group.command("lint", help="列出没有牵头部门、有两个牵头部门的地方；有就以1退出。")
    @JSON
    def lint_(as_json: bool) -> None:
        with container.database.reading() as session:
            matrix = load_matrix(session)
        findings = lint(matrix)
        for one in findings:
            click.echo(json.dumps(_finding(one), ensure_ascii=False) if as_json else _line(one, matrix))
        if findings:
            raise SystemExit(1)
        if not as_json:
            click.echo(f"{len(matrix.categories)}个行业，{len(matrix.tree)}个区划，都有一个牵头部门。")

    @group.command("route", help="试一试：这个行业、这个区划，会交给谁。")
    @click.argument("category")
    @click.argument("region", default="")
    @click.option("--exclude", multiple=True, metavar="部门代码", help="举报里提到、要回避的部门。")
    @JSON
    def route_(category: str, region: str, exclude: tuple[str, ...], as_json: bool) -> None:
        with container.database.reading() as session:
            matrix = load_matrix(session)
        if category not in matrix.categories:
            raise click.ClickException(f"没有“{category}”这个行业；有{'、'.join(matrix.categories)}。")
        found = route(matrix, category, region, exclude)
        if as_json:
            tree = {"lead": found.lead, "co_handlers": found.co_handlers, "rule": found.rule.value}
            click.echo(json.dumps(tree | {"reason": found.reason}, ensure_ascii=False))
            return
        click.echo(found.reason)
        if found.co_handlers:
            click.echo("配合：" + "、".join(map(matrix.name, found.co_handlers)))

    @group.command("departments", help="导入部门（XLSX或YAML：部门代码、部门名称、乡镇代码、联系人）。")
    @FILE
    @AS
    def departments(file: Path, login: str | None) -> None:
        now = container.clock.now()
        step = Step(login, EDIT, "routing.departments", "departments", file.name)
        count = recorded(
            container, step, lambda s, editor: import_departments(s, file, editor=editor, now=now)
        )
        click.echo(f"已导入{count}个部门。")

    @group.command("import", help="导入分工表（XLSX或YAML：行业、区划代码、牵头部门、配合部门、依据）。")
    @FILE
    @AS
    def import_(file: Path, login: str | None) -> None:
        now = container.clock.now()
        step = Step(login, EDIT, "routing.import", "routing", file.name)
        count = recorded(container, step, lambda s, editor: import_cells(s, file, editor=editor, now=now))
        click.echo(f"已导入{count}行；请再运行 flask tipoffs router lint。")

    return group


def _clocks(container: Container) -> click.Group:
    @click.group("clocks", help="时限。")
    def group() -> None:
        pass

    @group.command("rules", help="列出全部时限和依据；带*的由法规科确认。")
    @JSON
    def rules(as_json: bool) -> None:
        for kind, rule in container.casework.clocks.rules.items():
            if as_json:
                tree = {"kind": kind, "name": rule.name, "length": rule.length, "unit": rule.unit.value}
                tree |= {"source": rule.source, "needs_confirmation": rule.needs_confirmation}
                click.echo(json.dumps(tree, ensure_ascii=False))
            else:
                mark = "*" if rule.needs_confirmation else ""
                click.echo(f"{kind}\t{rule.name}{mark}\t{rule.length}{rule.unit.label}\t{rule.source}")

    @group.command("show", help="一件事项的全部时限。")
    @click.argument("case_number")
    @JSON
    def show(case_number: str, as_json: bool) -> None:
        with container.database.reading() as session:
            found = clocks_of(session, case_number)
            trees = [_clock(clock, container) for clock in found]
        for tree in trees:
            words = "\t".join(str(value) for value in tree.values())
            click.echo(json.dumps(tree, ensure_ascii=False) if as_json else words)
        if not found and not as_json:
            click.echo("没有时限。")

    @group.command("recount", help="工作日历改过以后，重新计算全部没办结的时限。")
    def recount() -> None:
        moved = written(container, lambda session: recount_all(session, container.casework.clocks.service))
        click.echo(f"{moved}个时限有变化。")

    return group


def _finding(one: Finding) -> dict[str, object]:
    return {
        "gap": one.gap.value,
        "category": one.category,
        "region": one.region,
        "departments": list(one.departments),
    }


def _line(one: Finding, matrix: Matrix) -> str:
    category = matrix.categories[one.category].name if one.category in matrix.categories else one.category
    place = matrix.tree.full_name(one.region) or one.region
    departments = "、".join(map(matrix.name, one.departments))
    return "\t".join(word for word in (one.gap.label, category, place, departments) if word)


def _clock(clock: CaseClock, container: Container) -> dict[str, object]:
    due = clock.due_at and clock.due_at.astimezone(SHANGHAI).isoformat(timespec="minutes")
    stopped = clock.stopped_at and clock.stopped_at.astimezone(SHANGHAI).isoformat(timespec="minutes")
    return {
        "kind": clock.kind,
        "name": container.casework.clocks.rules[clock.kind].name,
        "due_at": due,
        "last_day": clock.last_day and clock.last_day.isoformat(),
        "is_provisional": clock.is_provisional,
        "is_paused": clock.paused_at is not None,
        "extended_by": clock.extended_by,
        "stopped_at": stopped,
        "is_late": clock.is_late,
    }
