"""``flask staff``: accounts and roles, until the back office has its pages."""

import io
import json
from collections.abc import Callable
from typing import Any, TypeVar

import click
import segno
from sqlalchemy.orm import Session

from admin.leaving import NamedWork, in_name_of
from app.cli.acting import AS
from app.cli.commands import asking_platform
from app.wiring import Container
from core.clock import SHANGHAI
from core.errors import RuleViolation
from staff.actors import Scope
from staff.binding import LIFETIME, begin_binding, unbind
from staff.models import StaffUser
from staff.permissions import StaffPermission
from staff.services import StaffService, find_staff, list_staff, roles_of

T = TypeVar("T")


def command(container: Container) -> click.Group:
    """The group ``staff``."""

    @click.group("staff", help="工作人员账号和角色。")
    def group() -> None:
        pass

    _add_opening(group, container)
    _add_accounts(group, container)
    _add_roles(group, container)
    _add_binding(group, container)
    return group


def _add_opening(group: click.Group, container: Container) -> None:
    @group.command("add", help="建立账号，显示一次初始密码。登录名：小写字母、数字、点、横线。")
    @click.argument("new")
    @click.option("--name", required=True, help="姓名。")
    @click.option("--role", "roles", multiple=True, help="角色；可以写几个，要有授权的权限。")
    @click.option("--everywhere", is_flag=True, help="看得到全县的事项。")
    @click.option("--region", help="只看这个区划（代码）及其下级。")
    @click.option("--department", help="只看这个部门（代码）的事项。")
    @AS
    def add(
        new: str,
        name: str,
        roles: tuple[str, ...],
        everywhere: bool,
        region: str | None,
        department: str | None,
        login: str | None,
    ) -> None:
        scope = Scope(
            everywhere,
            frozenset([region] if region else []),
            frozenset([department] if department else []),
        )
        now = container.clock.now()

        def do(session: Session, staff: StaffService) -> str:
            # Both before anything is made: the account itself may be the first that has the permission.
            maker = staff.acting(session, login, StaffPermission.MANAGE)
            giver = staff.acting(session, login, StaffPermission.GRANT) if roles else maker
            _, password = staff.add(session, login=new, name=name, scope=scope, actor=maker, now=now)
            for role in roles:
                staff.grant(session, new, role, actor=giver, now=now)
            return password

        password = _writing(container, do)
        click.echo(f"已建立账号 {new}（{name}）。")
        click.echo(f"初始密码（只显示这一次，首次登录必须更改）：{password}")


def _add_accounts(group: click.Group, container: Container) -> None:
    @group.command("deactivate", help="停用账号；登录名不再给别人用。")
    @click.argument("who")
    @click.option("--reason", default="", help="为什么。")
    @AS
    def deactivate(who: str, reason: str, login: str | None) -> None:
        def do(session: Session, staff: StaffService) -> tuple[bool, list[NamedWork]]:
            actor, now = staff.acting(session, login, StaffPermission.MANAGE), container.clock.now()
            is_new = staff.deactivate(session, who, actor=actor, now=now, reason=reason)
            user = find_staff(session, who)
            return is_new, in_name_of(session, staff, user, actor, now) if user is not None else []

        is_new, left = _writing(container, do)
        click.echo(f"已停用 {who}。" if is_new else f"{who} 早已停用。")
        for one in left:
            others = "、".join(other.name for other in one.others) or "没有别人"
            how = "要交接，能接手的" if one.work.bound else "能接着办的"
            click.echo(f"{one.work.label}（{len(one.work.names)}）：{one.shown}。{how}：{others}。")

    @group.command("list", help="列出全部账号。")
    @click.option("--json", "as_json", is_flag=True)
    def list_(as_json: bool) -> None:
        with container.database.reading() as session:
            found = [(user, list(roles_of(session, user))) for user in list_staff(session)]
        for user, roles in found:
            click.echo(
                json.dumps(_tree(user, roles), ensure_ascii=False)
                if as_json
                else _line(container, user, roles)
            )
        if not found and not as_json:
            click.echo("还没有工作人员账号。")


def _add_roles(group: click.Group, container: Container) -> None:
    @group.command("grant", help="授予角色；不相容的角色会拒绝。")
    @click.argument("who")
    @click.argument("role")
    @AS
    def grant(who: str, role: str, login: str | None) -> None:
        def do(session: Session, staff: StaffService) -> bool:
            actor = staff.acting(session, login, StaffPermission.GRANT)
            return staff.grant(session, who, role, actor=actor, now=container.clock.now())

        label = _label(container, role)
        click.echo(f"已授予 {who}：{label}。" if _writing(container, do) else f"{who} 已经是{label}。")

    @group.command("revoke", help="收回角色。")
    @click.argument("who")
    @click.argument("role")
    @AS
    def revoke(who: str, role: str, login: str | None) -> None:
        def do(session: Session, staff: StaffService) -> bool:
            actor = staff.acting(session, login, StaffPermission.GRANT)
            return staff.revoke(session, who, role, actor=actor, now=container.clock.now())

        label = _label(container, role)
        click.echo(f"已收回 {who}：{label}。" if _writing(container, do) else f"{who} 不是{label}。")

    @group.command("roles", help="列出角色和权限。")
    def roles() -> None:
        labels = container.personnel.permissions.labels
        for role in container.personnel.roles.roles.values():
            words = "、".join(labels.get(word, word) for word in sorted(role.permissions))
            click.echo(f"{role.word}\t{role.label}\t{words or '（还没有权限）'}")


def _add_binding(group: click.Group, container: Container) -> None:
    @group.command("bind", help="生成绑定微信的二维码，由本人十分钟内扫一次；以后值班提醒发到这个微信。")
    @click.argument("who")
    @AS
    def bind(who: str, login: str | None) -> None:
        now = container.clock.now()

        def do(session: Session, staff: StaffService) -> str:
            actor = staff.acting(session, login, StaffPermission.MANAGE)
            return begin_binding(session, who, actor=actor, now=now)

        scene = _writing(container, do)
        seconds = int(LIFETIME.total_seconds())
        code = asking_platform(lambda: container.gateway.create_qr(scene, seconds), "平台没有给出二维码")
        click.echo(f"请{who}用自己的微信扫码（十分钟内有效，只能用一次，不要转给别人）：")
        drawn = io.StringIO()
        segno.make_qr(code.url).terminal(out=drawn, compact=True)
        click.echo(drawn.getvalue())
        click.echo(code.url)

    @group.command("unbind", help="解除账号绑定的微信。")
    @click.argument("who")
    @AS
    def unbind_(who: str, login: str | None) -> None:
        now = container.clock.now()

        def do(session: Session, staff: StaffService) -> bool:
            actor = staff.acting(session, login, StaffPermission.MANAGE)
            return unbind(session, who, actor=actor, now=now)

        click.echo("已解除。" if _writing(container, do) else "这个账号没有绑定微信。")


def _writing(container: Container, do: Callable[[Session, StaffService], T]) -> T:
    try:
        with container.database.writing() as session:
            return do(session, container.personnel.service)
    except RuleViolation as error:
        raise click.ClickException(error.sentence) from error


def _label(container: Container, word: str) -> str:
    role = container.personnel.roles.roles.get(word)
    return role.label if role else word


def _line(container: Container, user: StaffUser, roles: list[str]) -> str:
    labels = "、".join(_label(container, word) for word in roles) or "（没有角色）"
    places = "全县" if user.everywhere else " ".join(filter(None, [user.region, user.department]))
    state = "" if user.active else "\t已停用"
    return f"{user.login}\t{user.name}\t{places}\t{labels}{state}"


def _tree(user: StaffUser, roles: list[str]) -> dict[str, Any]:
    return {
        "login": user.login,
        "name": user.name,
        "everywhere": user.everywhere,
        "region": user.region,
        "department": user.department,
        "active": user.active,
        "roles": roles,
        "created_at": user.created_at.astimezone(SHANGHAI).isoformat(),
    }
