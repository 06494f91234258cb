"""``flask tipoffs``: the steps of the tip-off offices, until the back office has its pages."""

import click

from app.cli import confirming, figures, hazards, internal, rewards, routing, tips, work_orders
from app.cli.record import add_record
from app.wiring import Container


def command(container: Container) -> click.Group:
    """The group ``tipoffs``."""

    @click.group("tipoffs", help="举报、隐患、奖励、分派和时限。")
    def group() -> None:
        pass

    add_record(group, container)
    group.add_command(tips.command(container))
    group.add_command(hazards.command(container))
    group.add_command(rewards.command(container))
    group.add_command(internal.command(container))
    routing.add_to(group, container)
    figures.add_to(group, container)
    confirming.add_to(group, container)
    work_orders.add_to(group, container)
    return group
