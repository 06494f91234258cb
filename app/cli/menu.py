"""``flask menu``: the menu at the foot of the chat."""

import click

from app.cli.counter import asking_platform
from app.wiring import House
from handlers.menu import house_menu, platform_menu


def command(house: House) -> click.Group:
    """The group ``menu``."""

    @click.group("menu", help="公众号菜单。")
    def group() -> None:
        pass

    @group.command("publish", help="把菜单发布到公众号（模拟器或真实平台，由设置决定）。")
    def publish() -> None:
        with house.database.reading() as session:
            menu = house_menu(session)
        asking_platform(lambda: house.gateway.publish_menu(platform_menu(menu)), "平台没有接受菜单")
        click.echo("菜单已发布：" + "、".join(button["name"] for button in menu))

    return group
