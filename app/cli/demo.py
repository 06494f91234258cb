"""``flask demo``: a made-up county to try the application on."""

import time

import click

from app.demo.loading import SCALES, load_demo
from app.wiring import Container
from core.errors import RuleViolation


def command(container: Container) -> click.Group:
    """The group ``demo``."""

    @click.group("demo", help="演示数据：虚构的县，只装进空的数据库。")
    def group() -> None:
        pass

    @group.command("load", help="装入演示数据；规模small几秒钟，wenling几分钟。")
    @click.option("--scale", type=click.Choice(list(SCALES)), default="small", show_default=True)
    @click.option("--seed", type=int, default=1, show_default=True, help="同一天同一个数得到同样的数据。")
    @click.option("--yes-really", is_flag=True, help="生产环境也装。")
    def load(scale: str, seed: int, yes_really: bool) -> None:
        if container.settings.is_production and not yes_really:
            raise click.ClickException(
                "这是生产环境。演示数据不能和真实数据放在一起；确实要装，加 --yes-really。"
            )
        began = time.monotonic()
        try:
            rows = load_demo(container, SCALES[scale], seed, click.echo)
        except RuleViolation as refusal:
            raise click.ClickException(refusal.sentence) from refusal
        click.echo(
            f"装好了，共{rows}行，用了{time.monotonic() - began:.0f}秒。账号demo001起，口令要由管理员另发。"
        )

    return group
