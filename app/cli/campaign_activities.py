"""``flask campaigns activities``: planned, held with numbers and photos, verified by somebody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from app.cli.campaign_plans import CO_UNITS, LEAD, REGION
from app.cli.commands import LIMIT, REASON, CommandGroup, Row, Step, moment, refusing, word
from app.wiring import Container
from campaigns.planning.album import KeptPhoto
from campaigns.planning.arranging import ActivityPlan
from campaigns.planning.kinds import ActivityKind, Basis, Counted, HandedOut, Measure, Unit
from campaigns.planning.models import Activity, Headcount
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import ACTIVITY_ORDERS, activities, activity_file
from campaigns.planning.status import ActivityState
from core.sort_orders import Page
from places.models import VenueKind

ACTIVITY = click.argument("activity", type=int)
VENUES = click.option(
    "--venue", "venues", multiple=True, type=int, help="触达的场所，登记里的编号；可以写几个。"
)


def add_to(group: click.Group, container: Container) -> None:
    """Add it to ``flask campaigns``."""

    @group.group("activities", help="活动场次：安排、登记、核实。登记的人和核实的人不能是同一人。")
    def verbs() -> None:
        pass

    commands = CommandGroup(verbs, container)
    _add_looking(commands)
    _add_arranging(commands, container)
    _add_recording(commands, container)
    _add_verifying(commands, container)


def activity_row(one: Activity) -> Row:
    """An activity as a line."""
    return {
        "id": one.id,
        "campaign": one.campaign_id,
        "state": one.state,
        "kind": one.kind,
        "audience": one.audience,
        "title": one.title,
        "region": one.region,
        "place": one.place,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "lead_unit": one.lead_unit,
        "entered_by": one.entered_by,
        "verified_by": one.verified_by,
    }


def headcount_row(one: Headcount) -> Row:
    """A number with its unit and basis."""
    return {
        "measure": one.measure,
        "value": one.value,
        "unit": one.unit,
        "basis": one.basis,
        "source": one.source,
        "entered_by": one.entered_by,
    }


def _add_looking(commands: CommandGroup) -> None:
    def listed(
        step: Step, campaign: int | None, state: ActivityState | None, kind: ActivityKind | None, limit: int
    ) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        return (
            activity_row(one)
            for one in activities(step.session, campaign, state, kind, Page(ACTIVITY_ORDERS[0], limit=limit))
        )

    def shown(step: Step, activity: int) -> Row:
        step.actor.require(Permission.SEE)
        file = activity_file(step.session, activity)
        one = file.activity
        return {
            **activity_row(one),
            "film": one.film,
            "co_units": one.co_units,
            "target": one.target,
            "quota": one.quota,
            "scene": one.scene,
            "summary": one.summary,
            "reason": one.reason,
            "headcounts": [
                f"{count.measure.label}{count.value}{count.unit.label}（{count.basis.label}）"
                for count in file.headcounts
            ],
            "materials": [
                f"{out.name}{out.taken - out.returned}{out.unit}（领{out.taken}退{out.returned}）"
                for out in file.materials
            ],
            "photos": [f"{photo.file} {photo.caption}" for photo in file.photos],
            "venues": [f"{venue.id} {venue.name}" for venue in file.venues],
        }

    campaign = click.option("--campaign", type=int, help="只看这个计划的。")
    state = word("state", ActivityState, required=False)
    commands.look("list", "列出活动，先开展的在前。", listed, campaign, state, _kind(required=False), LIMIT)
    commands.look("show", "一项活动：人数、物料、照片、触达的场所。", shown, ACTIVITY)


def _add_arranging(commands: CommandGroup, container: Container) -> None:
    def add(step: Step, campaign: int, **given: Any) -> Row:
        service = container.campaigning.activities
        return activity_row(service.plan(step.session, campaign, ActivityPlan(**given), step.actor, step.now))

    def change(step: Step, activity: int, **given: Any) -> Row:
        service = container.campaigning.activities
        return activity_row(
            service.change(step.session, activity, ActivityPlan(**given), step.actor, step.now)
        )

    def cancel(step: Step, activity: int, reason: str) -> Row:
        service = container.campaigning.activities
        return activity_row(service.cancel(step.session, activity, reason, step.actor, step.now))

    options = (
        _kind(required=True),
        click.option("--title", required=True, help="活动名称。"),
        REGION,
        click.option("--place", required=True, help="地点。"),
        moment("from", into="starts_at", help_="开始时间。"),
        moment("to", into="ends_at", help_="结束时间。"),
        LEAD,
        CO_UNITS,
        word("audience", VenueKind, required=False),
        click.option("--film", default="", help="片名，警示教育片要写。"),
        click.option("--target", type=int, help="预计多少人次。"),
        click.option("--quota", type=int, help="最多多少人签到。"),
        click.option("--scene", help="签到二维码的场景值。"),
        VENUES,
    )
    campaign = click.option("--campaign", type=int, required=True, help="属于哪个计划。")
    commands.verb("add", "安排活动。", add, campaign, *options)
    commands.verb("change", "修改还没有开展的活动，整项重写。", change, ACTIVITY, *options)
    commands.verb("cancel", "取消还没有开展的活动。", cancel, ACTIVITY, REASON)


def _add_recording(commands: CommandGroup, container: Container) -> None:
    def hold(step: Step, activity: int, summary: str, venues: tuple[int, ...]) -> Row:
        service = container.campaigning.activities
        return activity_row(service.hold(step.session, activity, summary, step.actor, step.now, venues))

    def count(step: Step, activity: int, **given: Any) -> Row:
        service = container.campaigning.activities
        return headcount_row(service.count(step.session, activity, Counted(**given), step.actor, step.now))

    def issue(step: Step, activity: int, **given: Any) -> Row:
        service = container.campaigning.activities
        done = service.issue(step.session, activity, HandedOut(**given), step.actor, step.now)
        return {"name": done.name, "unit": done.unit, "taken": done.taken, "returned": done.returned}

    def photograph(step: Step, activity: int, photo: KeptPhoto, caption: str) -> Row:
        service = container.campaigning.activities
        done = service.photograph(step.session, activity, photo, caption, step.actor, step.now)
        return {"file": done.file, "width": done.width, "height": done.height, "caption": done.caption}

    def kept(_context: click.Context, _argument: click.Parameter, file: Path) -> KeptPhoto:
        # Here no transaction is open yet, and decoding takes its time.
        return refusing(lambda: container.campaigning.album.keep(file.read_bytes()))

    summary = click.option("--summary", required=True, help="开展情况。")
    commands.verb("hold", "登记已开展。", hold, ACTIVITY, summary, VENUES)
    numbers = (
        word("measure", Measure),
        click.option("--value", type=int, required=True, help="数量。"),
        word("unit", Unit),
        word("basis", Basis),
        click.option("--source", default="", help="数量从哪里来：签到表、照片、系统；估算可以不写。"),
    )
    commands.verb("count", "登记或者更正一个数量。", count, ACTIVITY, *numbers)
    material = (
        click.option("--name", required=True, help="物料名称。"),
        click.option("--unit", required=True, help="份、件、张。"),
        click.option("--taken", type=int, required=True, help="领出。"),
        click.option("--returned", type=int, default=0, show_default=True, help="退回。"),
    )
    commands.verb("issue", "登记物料领出、退回，后写的为准。", issue, ACTIVITY, *material)
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    photo = click.argument("photo", type=file, callback=kept)
    caption = click.option("--caption", required=True, help="照片说明。")
    commands.verb(
        "photograph", "添加现场照片；存的是去掉拍摄信息的副本。", photograph, ACTIVITY, photo, caption
    )


def _add_verifying(commands: CommandGroup, container: Container) -> None:
    def verify(step: Step, activity: int) -> Row:
        return activity_row(
            container.campaigning.activities.verify(step.session, activity, step.actor, step.now)
        )

    def send_back(step: Step, activity: int, reason: str) -> Row:
        service = container.campaigning.activities
        return activity_row(service.send_back(step.session, activity, reason, step.actor, step.now))

    def reopen(step: Step, activity: int, reason: str) -> Row:
        service = container.campaigning.activities
        return activity_row(service.reopen(step.session, activity, reason, step.actor, step.now))

    commands.verb("verify", "核实：由没有登记过这项活动的人办理，之后计入指标。", verify, ACTIVITY)
    commands.verb("send-back", "退回补正。", send_back, ACTIVITY, REASON)
    commands.verb("reopen", "已核实的重新核实，期间不计入指标。", reopen, ACTIVITY, REASON)


def _kind(*, required: bool) -> Any:
    return word("kind", ActivityKind, required=required)
