"""``flask followers``: how many follow and what they chose; the platform's list pulled by hand."""

from collections.abc import Iterator
from datetime import timedelta

import click

from app.cli.commands import CommandGroup, Row, Step, asking_platform, refusing, show
from app.wiring import Container
from campaigns.audiences.permissions import Permission
from campaigns.planning.permissions import Permission as PlanningPermission
from followers.queries import roll, tags, wishes
from followers.roster import last_pull
from followers.roster_models import FollowerPull
from followers.topics import EVERYTHING
from staff import audit


def command(container: Container) -> click.Group:
    """The group ``followers``."""

    @click.group("followers", help="关注者：人数、选择、平台名单。")
    def group() -> None:
        pass

    commands = CommandGroup(group, container)

    def shown(step: Step) -> Iterator[Row]:
        step.actor.require(PlanningPermission.SEE)
        yield from _figures(container, step)

    commands.look("show", "多少人关注，选了什么；标签；上一次同步。", shown)
    _add_sync(group, container)
    return group


def _add_sync(group: click.Group, container: Container) -> None:
    @group.command("sync", help="对照平台的名单和标签（每夜自动做；这里马上做，算在当天的次数里）。")
    @click.option("--again", is_flag=True, help="今天做完了也重做一遍。")
    @click.option("--believe", is_flag=True, help="名单少了很多人也照样标记取消关注；先核实确实少了。")
    @click.option("--minutes", type=click.IntRange(1, 600), default=60, show_default=True, help="多少分钟。")
    @click.option("--as", "login", metavar="登录名", required=True, help="以谁的账号办理。")
    @click.option("--json", "as_json", is_flag=True, help="一行一个JSON。")
    def sync(again: bool, believe: bool, minutes: int, login: str, as_json: bool) -> None:
        refusing(lambda: _recorded(container, login, again=again, believe=believe))
        puller = container.audiences.puller
        pull = asking_platform(lambda: puller.pull(timedelta(minutes=minutes), again=again, believe=believe))
        show(pull_row(pull), as_json)


def _recorded(container: Container, login: str, *, again: bool, believe: bool) -> None:
    now = container.clock.now()
    with container.database.writing() as session:
        actor = container.personnel.service.actor_of(session, login)
        actor.require(Permission.ROSTER)
        audit.record(
            session,
            actor=actor,
            action="followers.sync",
            subject="followers",
            now=now,
            detail={"again": again, "believe": believe},
        )


def _figures(container: Container, step: Step) -> Iterator[Row]:
    session = step.session
    found = roll(session)
    yield {"what": "following", "name": "已关注", "people": found.following}
    yield {"what": "left", "name": "已取消关注", "people": found.left}
    yield {"what": "with_town", "name": "选了乡镇", "people": found.with_town}
    topics = container.audiences.choices.topics
    for code, wish, people in wishes(session):
        topic = topics.find(code)
        name = "全部" if code == EVERYTHING else (topic.name if topic else code)
        yield {"what": f"{wish.value}:{code}", "name": f"{wish.label}{name}", "people": people}
    for tag in tags(session):
        yield {"what": f"tag:{tag.id}", "name": f"标签{tag.name}", "people": tag.count}
    pull = last_pull(session)
    if pull is not None:
        yield {"what": "pull", "name": "上一次同步", **pull_row(pull)}


def pull_row(pull: FollowerPull) -> Row:
    """A pull as a line."""
    return {
        "on": pull.on,
        "stage": pull.stage.value,
        "total": pull.total,
        "listed": pull.listed,
        "left": pull.left,
        "page_calls": pull.page_calls,
        "info_calls": pull.info_calls,
        "finished_at": pull.finished_at,
        "complaint": pull.complaint,
    }
