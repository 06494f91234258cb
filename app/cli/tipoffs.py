"""``flask tipoffs``: what the bureau does with tip-offs."""

import click

from app.cli import routing
from app.wiring import House


def command(house: House) -> click.Group:
    """The group ``tipoffs``."""

    @click.group("tipoffs", help="举报的分派和时限。")
    def group() -> None:
        pass

    routing.add_to(group, house)
    return group
