"""``flask campaigns segments``: whom a campaign is for, how many they are, and ten of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from app.cli.commands import CommandGroup, Row, Step
from app.wiring import Container
from campaigns.audiences.models import Segment
from campaigns.audiences.permissions import Permission
from campaigns.audiences.segments import segments, spec_of
from campaigns.audiences.services import Preview
from campaigns.audiences.spec import BadSpec, Spec, read_spec
from campaigns.planning.permissions import Permission as PlanningPermission

NAME = click.argument("name")


def several(option: str, into: str, help_: str) -> Any:
    """An option that may be given more than once."""
    return click.option(f"--{option}", into, multiple=True, help=help_)


WHO = (
    click.option(
        "--file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="人群写在JSON文件里；和下面的选项合在一起。",
    ),
    several("region", "regions", "区划代码，含全部下级；可以写几次，下同。"),
    several("setting", "settings", "五进场景：enterprise、village、community、school、family。"),
    several("interest", "interests", "想收的内容，如typhoon、gas。"),
    several("tag", "tags", "平台标签的名称。"),
    several("scene", "scenes", "扫过的二维码的场景值。"),
    click.option("--followed-since", help="从哪天起关注的，年-月-日。"),
    click.option("--followed-until", help="到哪天为止关注的，年-月-日。"),
    click.option("--seen-within", "seen_within_days", type=int, help="最近几天来过。"),
    click.option("--not-seen-for", "not_seen_for_days", type=int, help="多少天没有来过。"),
    several(
        "did",
        "did",
        "做过的事：scan:场景值、sign_in:活动编号、contest:竞赛编号、course:课程代号、daily:daily；后面可以加:天数。",
    ),
    several("did-not", "did_not", "没有做过的事，写法同上。"),
    several("topic", "topics", "要发的内容属于哪一类；退订了这一类的人不在内。"),
)


def add_to(group: click.Group, container: Container) -> None:
    """Add it to ``flask campaigns``."""

    @group.group("segments", help="宣传对象：圈定人群、预览人数。")
    def crowd() -> None:
        pass

    commands = CommandGroup(crowd, container)
    services = container.audiences

    def save(step: Step, name: str, note: str, **who: Any) -> Row:
        spec = spec_from(**who)
        kept = services.segments.save(step.session, name, spec, step.actor, step.now, note=note)
        found = services.audiences.preview(step.session, spec, step.actor, step.now)
        return {**segment_row(kept), "count": found.count, "following": found.following}

    def retire(step: Step, name: str) -> Row:
        return segment_row(services.segments.retire(step.session, name, step.actor, step.now))

    def listed(step: Step, retired: bool) -> Iterator[Row]:
        step.actor.require(PlanningPermission.SEE)
        return (segment_row(one) for one in segments(step.session, retired=retired))

    def preview(step: Step, name: str | None, **who: Any) -> Row:
        step.actor.require(Permission.SEGMENTS)
        spec = spec_of(step.session, name) if name else spec_from(**who)
        services.audiences.check(step.session, spec, step.now)
        return preview_row(services.audiences.preview(step.session, spec, step.actor, step.now))

    note = click.option("--note", default="", help="做什么用。")
    old = click.option("--retired", is_flag=True, help="列出停用的。")
    saved = click.option("--name", help="一个保存了的人群；不写就用下面的选项。")
    commands.verb("save", "保存一个人群（同名的就替换），并数一数。", save, NAME, note, *WHO)
    commands.verb("retire", "停用一个人群。", retire, NAME)
    commands.look("list", "列出人群。", listed, old)
    commands.look("preview", "现在有多少人，举十个例子（代号隐去）。", preview, saved, *WHO)


def spec_from(*, file: Path | None, **options: Any) -> Spec:
    """The segment of a file and of options; an option wins."""
    tree: dict[str, Any] = {}
    if file is not None:
        try:
            read = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise BadSpec(f"{file.name}不是能读的JSON。") from error
        if not isinstance(read, dict):
            raise BadSpec(f"{file.name}里要是一个对象。")
        tree.update(read)
    done = [
        _done(text, did=did) for did in (True, False) for text in options.pop("did" if did else "did_not")
    ]
    if done:
        tree["done"] = done
    tree.update({name: value for name, value in options.items() if value not in ((), None)})
    return read_spec(tree)


def _done(text: str, *, did: bool) -> dict[str, Any]:
    """``scan:q12ab:30`` as a spec has it."""
    history, _, rest = text.partition(":")
    code, _, days = rest.partition(":")
    if not code or (days and not (days.isascii() and days.isdecimal() and len(days) <= 5)):
        raise BadSpec(f"“{text}”写得不对。写成 scan:场景值 或者 contest:7:30（最近30天）。")
    return {"history": history, "code": code, "within_days": int(days) if days else None, "did": did}


def segment_row(one: Segment) -> Row:
    """A segment as a line."""
    return {
        "id": one.id,
        "name": one.name,
        "spec": json.dumps(one.spec, ensure_ascii=False, sort_keys=True),
        "note": one.note,
        "saved_by": one.saved_by,
        "saved_at": one.saved_at,
    }


def preview_row(found: Preview) -> Row:
    """A preview as a line."""
    examples = [f"{one.masked} {one.town} {one.followed_on or ''}".strip() for one in found.examples]
    return {"count": found.count, "following": found.following, "examples": examples}
