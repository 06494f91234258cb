"""``flask notices``: the templates of service notices."""

import click

from app.cli.commands import asking_platform
from app.wiring import Container
from deliveries.notice_templates import bind


def command(container: Container) -> click.Group:
    """The group ``notices``."""

    @click.group("notices", help="服务通知（模板消息、订阅通知）的模板。")
    def group() -> None:
        pass

    @group.command("bind", help="按标题和字段名，把公众号已选用的模板与本系统的通知种类对上。")
    def bind_templates() -> None:
        listed = asking_platform(container.gateway.list_templates, "平台没有给出模板列表")
        with container.database.writing() as session:
            bindings = bind(session, listed, container.clock.now())
            for one in bindings:
                found = "已对上" if one.template else "公众号还没有这个模板"
                labels = "、".join(one.kind.slots)
                click.echo(f"{one.channel.label}《{one.kind.title}》（{labels}）：{found}")

    return group
