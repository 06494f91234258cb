"""``flask campaigns codes``: registered, made at the platform, printed on sheets, counted."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from app.cli.commands import LIMIT, CommandGroup, Row, Step, asking_platform, refusing, word
from app.wiring import Container
from campaigns.library.codes import CodePlan, CodeService, codes, labels_of
from campaigns.library.counting import code_figures, feed_headcounts, signed_in
from campaigns.library.models import QrCode
from campaigns.library.sheets import LAYOUTS, pages
from campaigns.planning.permissions import Permission as PlanningPermission
from campaigns.planning.queries import activity_file
from core.clock import beginning_of, china_date, end_of
from core.whole_files import write_whole
from places.models import VenueKind

CODE = click.argument("code", type=int)


def add_to(group: click.Group, container: Container) -> None:
    """Add it to ``flask campaigns``."""

    @group.group("codes", help="二维码：登记、向微信生成、排版打印、停用、统计。")
    def verbs() -> None:
        pass

    commands = CommandGroup(verbs, container)
    _add_keeping(commands, container)
    _add_making(verbs, container)
    _add_printing(verbs, container)
    _add_counting(commands, container)


def _add_keeping(commands: CommandGroup, container: Container) -> None:
    def service() -> CodeService:
        return container.campaigning.library.codes

    def listed(step: Step, campaign: int | None, limit: int) -> Iterator[Row]:
        return (_row(one) for one in codes(step.session, step.actor, campaign, limit))

    def add(step: Step, **given: Any) -> Row:
        code = service().add(step.session, CodePlan(**given), step.actor, step.now)
        return _row(code)

    def villages(step: Step, region: str) -> Iterator[Row]:
        return (_row(one) for one in service().add_for_villages(step.session, region, step.actor, step.now))

    def change(step: Step, code: int, **given: Any) -> Row:
        return _row(service().change(step.session, code, CodePlan(**given), step.actor, step.now))

    def retire(step: Step, code: int) -> Row:
        return _row(service().retire(step.session, code, step.actor, step.now))

    options = (
        click.option("--title", required=True, help="印在二维码上方的标题。"),
        click.option("--material", "material_id", type=int, help="扫码给哪份资料。"),
        click.option("--campaign", "campaign_id", type=int, help="属于哪个宣传计划。"),
        word("audience", VenueKind, required=False),
        click.option("--venue", "venue_id", type=int, help="贴在哪个场所，登记里的编号。"),
        click.option("--region", default="", help="区划代码；不写就用场所的。"),
        click.option("--place", default="", help="贴在哪里；不写就用场所的名称。"),
        click.option("--printed", type=int, default=0, show_default=True, help="印了多少份。"),
    )
    scene = click.option("--scene", help="场景值，1到64个字符；活动签到用活动的场景值。不写就自动编。")
    tips = click.option(
        "--takes-tips", is_flag=True, help="扫开就反映这个场所（村、乡镇）的隐患，地点已填好。"
    )
    only = click.option("--campaign", type=int, help="只看这个计划的。")
    commands.look("list", "列出二维码，新的在前。", listed, only, LIMIT)
    commands.verb("add", "登记一个二维码。", add, *options, scene, tips)
    commands.verb(
        "add-villages",
        "给一个乡镇（或全县）还没有的每个村登记一个反映隐患的二维码。",
        villages,
        click.argument("region", metavar="区划代码"),
    )
    commands.verb("change", "改通向的资料、地点、印数，整项重写；场景值不变。", change, CODE, *options)
    commands.verb("retire", "停用：再扫的人会被告知。", retire, CODE)


def _add_making(verbs: click.Group, container: Container) -> None:
    @verbs.command("make", help="向微信生成还没有生成的永久二维码。一个账号最多100000个。")
    @click.option("--as", "login", metavar="登录名", required=True, help="以谁的账号办理。")
    @click.option("--limit", type=click.IntRange(1, 1000), default=100, show_default=True)
    def make(login: str, limit: int) -> None:
        service, gateway = container.campaigning.library.codes, container.gateway
        with container.database.reading() as session:
            actor = refusing(lambda: container.personnel.service.actor_of(session, login))
            waiting = [
                (one.id, one.scene) for one in refusing(lambda: service.waiting(session, actor, limit))
            ]
        for code_id, scene in waiting:
            # No transaction is open while the platform thinks.
            made = asking_platform(partial(gateway.create_qr, scene), f"{scene}：微信没有生成")
            with container.database.writing() as session:
                actor = container.personnel.service.actor_of(session, login)
                service.made(session, code_id, made, actor, container.clock.now())
            click.echo(f"{code_id}\t{scene}\t{made.url}")
        click.echo(f"生成了{len(waiting)}个。")


def _add_printing(verbs: click.Group, container: Container) -> None:
    @verbs.command("sheet", help="排成A4打印页（SVG，可以直接打印或者另存为PDF），每页1、4或12个。")
    @click.argument("code_ids", metavar="CODE…", type=int, nargs=-1, required=True)
    @click.option("--each", type=click.Choice([str(n) for n in LAYOUTS]), default="1", show_default=True)
    @click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="文件夹。")
    @click.option("--as", "login", metavar="登录名", required=True, help="以谁的账号办理。")
    def sheet(code_ids: tuple[int, ...], each: str, out: Path, login: str) -> None:
        with container.database.reading() as session:
            actor = refusing(lambda: container.personnel.service.actor_of(session, login))
            found = refusing(lambda: container.campaigning.library.codes.to_print(session, code_ids, actor))
            labels = labels_of(found)
        bureau = container.library_holder.current().facts.fill("{bureau_name}")
        out.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(pages(labels, bureau, int(each)), 1):
            path = out / f"codes-{number:03d}.svg"
            refusing(partial(write_whole, path, page))
            click.echo(str(path))


def _add_counting(commands: CommandGroup, container: Container) -> None:
    def stats(
        step: Step, campaign: int | None, since: datetime | None, until: datetime | None, limit: int
    ) -> Iterator[Row]:
        last = until.date() if until else china_date(step.now)
        first = since.date() if since else date(last.year, 1, 1)
        period = (beginning_of(first), end_of(last))
        for one in code_figures(step.session, step.actor, *period, campaign, limit):
            yield {
                "id": one.code.id,
                "title": one.code.title,
                "place": one.code.place,
                "printed": one.code.printed,
                "scans": one.scans,
                "people": one.people,
                "followed": one.followed,
                "new": one.new,
                "last_at": one.last_at,
            }

    def sign_ins(step: Step, activity: int) -> Row:
        step.actor.require(PlanningPermission.RECORD)
        fed = feed_headcounts(step.session, container.campaigning.activities, step.now)
        one = activity_file(step.session, activity).activity
        people = signed_in(step.session, activity)
        return {"activity": one.id, "state": one.state, "quota": one.quota, "people": people, "fed": fed}

    moment = click.DateTime(["%Y-%m-%d"])
    commands.look(
        "stats",
        "每个二维码：扫码人次、人数、新增关注人数、其中第一次来的人数。缺省从今年1月1日到今天。",
        stats,
        click.option("--campaign", type=int, help="只看这个计划的。"),
        click.option("--since", type=moment, metavar="年-月-日", help="第一天。"),
        click.option("--until", type=moment, metavar="年-月-日", help="最后一天。"),
        LIMIT,
    )
    commands.verb(
        "sign-ins",
        "一项活动多少人签到；已开展的活动，签到人数马上记入到场人数（平时每五分钟一次）。",
        sign_ins,
        click.argument("activity", type=int),
    )


def _row(one: QrCode) -> Row:
    return {
        "id": one.id,
        "scene": one.scene,
        "title": one.title,
        "material": one.material_id,
        "campaign": one.campaign_id,
        "audience": one.audience,
        "venue": one.venue_id,
        "takes_tips": one.takes_tips,
        "region": one.region,
        "place": one.place,
        "printed": one.printed,
        "url": one.url,
        "retired_at": one.retired_at,
    }
