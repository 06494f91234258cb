"""``flask tipoffs``: the steps of the tip-off offices, until the back office has its pages."""

import click

from app.cli import confirming, figures, hazards, internal, rewards, routing, tips, work_orders
from app.cli.record import hang_record
from app.wiring import House


def command(house: House) -> click.Group:
    """The group ``tipoffs``."""

    @click.group("tipoffs", help="举报、隐患、奖励、分派和时限。")
    def group() -> None:
        pass

    hang_record(group, house)
    group.add_command(tips.command(house))
    group.add_command(hazards.command(house))
    group.add_command(rewards.command(house))
    group.add_command(internal.command(house))
    routing.add_to(group, house)
    figures.add_to(group, house)
    confirming.add_to(group, house)
    work_orders.add_to(group, house)
    return group
