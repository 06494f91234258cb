"""``flask menu``: the menu at the foot of the chat."""

import click

from app.cli.commands import asking_platform
from app.wiring import Container
from handlers.menu import bureau_menu, platform_menu


def command(container: Container) -> click.Group:
    """The group ``menu``."""

    @click.group("menu", help="公众号菜单。")
    def group() -> None:
        pass

    @group.command("publish", help="把菜单发布到公众号（模拟器或真实平台，由设置决定）。")
    def publish() -> None:
        with container.database.reading() as session:
            menu = bureau_menu(session)
        asking_platform(lambda: container.gateway.publish_menu(platform_menu(menu)), "平台没有接受菜单")
        click.echo("菜单已发布：" + "、".join(button["name"] for button in menu))

    return group
