"""``flask menu``: the menu at the foot of the chat."""

import click

from app.wiring import House
from deliveries.ports import GatewayRefusal
from handlers.menu import house_menu, platform_menu


def command(house: House) -> click.Group:
    """The group ``menu``."""

    @click.group("menu", help="公众号菜单。")
    def group() -> None:
        pass

    @group.command("publish", help="把菜单发布到公众号（模拟器或真实平台，由设置决定）。")
    def publish() -> None:
        try:
            with house.database.reading() as session:
                menu = house_menu(session)
            house.gateway.publish_menu(platform_menu(menu))
        except GatewayRefusal as refusal:
            raise click.ClickException(f"平台没有接受菜单：{refusal}") from refusal
        click.echo("菜单已发布：" + "、".join(button["name"] for button in menu))

    return group
