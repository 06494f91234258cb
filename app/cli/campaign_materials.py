"""``flask campaigns materials``: written by one person, released by another, given to whoever scans."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from app.cli.commands import LIMIT, REASON, CommandGroup, Row, Step, refusing, word
from app.wiring import Container
from campaigns.library.materials import MaterialService, Wording, materials, version_in_force, versions
from campaigns.library.models import Material, MaterialVersion
from places.models import VenueKind

MATERIAL = click.argument("material", type=int)


def add_to(group: click.Group, container: Container) -> None:
    """Add it to ``flask campaigns``."""

    @group.group("materials", help="宣传资料：编写、审定、撤下。写的人和审定的人不能是同一人。")
    def verbs() -> None:
        pass

    commands = CommandGroup(verbs, container)
    _add_looking(commands)
    _add_changing(commands, container)


def _add_looking(commands: CommandGroup) -> None:
    def listed(step: Step, limit: int) -> Iterator[Row]:
        return (_row(step, one) for one in materials(step.session, step.actor, limit))

    def shown(step: Step, material: int) -> Iterator[Row]:
        return (_version_row(one) for one in versions(step.session, material, step.actor))

    commands.look("list", "列出资料，新的在前。", listed, LIMIT)
    commands.look("show", "一份资料的各个版本。", shown, MATERIAL)


def _add_changing(commands: CommandGroup, container: Container) -> None:
    def service() -> MaterialService:
        return container.campaigning.library.materials

    def add(step: Step, title: str, audience: VenueKind | None) -> Row:
        return _row(step, service().add(step.session, title, audience, step.actor, step.now))

    def write(step: Step, material: int, **given: Any) -> Row:
        wording = Wording(**given)
        return _version_row(service().write(step.session, material, wording, step.actor, step.now))

    def release(step: Step, material: int, version: int) -> Row:
        return _version_row(service().release(step.session, material, version, step.actor, step.now))

    def withdraw(step: Step, material: int, reason: str) -> Row:
        return _row(step, service().withdraw(step.session, material, reason, step.actor, step.now))

    title = click.option("--title", required=True, help="资料名称。")
    commands.verb("add", "登记一份资料。", add, title, word("audience", VenueKind, required=False))
    help_ = "写一个新版本；另一人审定以后，扫码的人才看得到。"
    commands.verb("write", help_, write, MATERIAL, *_wording(container))
    version = click.argument("version", type=int)
    commands.verb("release", "审定一个版本。", release, MATERIAL, version)
    commands.verb("withdraw", "撤下资料，扫码的人不再看到。", withdraw, MATERIAL, REASON)


def _wording(container: Container) -> tuple[Callable[..., Any], ...]:
    """The options of one version: the fields of ``Wording``."""

    def kept(_context: click.Context, _option: click.Parameter, file: Path | None) -> Any:
        # Here no transaction is open yet, and the store may take its time.
        if file is None:
            return None
        return refusing(
            lambda: container.campaigning.library.material_files.keep(file.name, file.read_bytes())
        )

    def article(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
        if name is not None and name not in container.library_holder.current().articles:
            raise click.BadParameter(f"知识库里没有{name}")
        return name

    path = click.Path(exists=True, dir_okay=False, path_type=Path)
    return (
        click.option("--words", required=True, help="扫码后先说的话。"),
        click.option("--file", type=path, callback=kept, help="PDF、JPG、PNG，不超过20兆。"),
        click.option("--article", callback=article, help="通向哪个知识条目。"),
        click.option("--content", "content_id", type=int, help="通向哪项内容，签发以后才有网页。"),
        click.option("--page", default="", help="通向哪个网页，https地址。"),
        _last_day(),
    )


def _last_day() -> Any:
    def read(_context: click.Context, _option: click.Parameter, value: Any) -> Any:
        return value.date() if value else None

    kind = click.DateTime(["%Y-%m-%d"])
    return click.option(
        "--until", "last_day_on", type=kind, callback=read, metavar="年-月-日", help="有效期的最后一天。"
    )


def _row(step: Step, one: Material) -> Row:
    version = version_in_force(step.session, one.id, step.now)
    return {
        "id": one.id,
        "title": one.title,
        "audience": one.audience,
        "in_force": version.number if version else None,
        "withdrawn_at": one.withdrawn_at,
        "reason": one.reason,
    }


def _version_row(one: MaterialVersion) -> Row:
    return {
        "material": one.material_id,
        "version": one.number,
        "words": one.words,
        "file": one.file_name,
        "bytes": one.file_bytes,
        "article": one.article,
        "content": one.content_id,
        "page": one.page,
        "until": one.last_day_on,
        "written_by": one.written_by,
        "released_by": one.released_by,
        "released_at": one.released_at,
    }
