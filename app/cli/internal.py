"""``flask tipoffs internal``: the channel of an enterprise for reports of its own employees."""

from collections.abc import Iterator

import click

from app.cli.commands import CommandGroup, Row, Step
from app.wiring import Container
from core.errors import RuleViolation
from h5.addresses import internal_path
from tipoffs.internal.models import InternalChannel, InternalState
from tipoffs.internal.services import FIX_DAYS
from tipoffs.routing.categories import categories


def command(container: Container) -> click.Group:
    """The group ``internal``."""

    @click.group("internal", help="企业内部报告：开通二维码、列出、停用。")
    def group() -> None:
        pass

    internal = container.casework.internal

    def row(channel: InternalChannel) -> Row:
        address = f"{container.settings.public_url}{internal_path(channel.token)}"
        return {
            "token": channel.token,
            "enterprise": channel.enterprise,
            "page": address,
            "poster": f"{address}/poster",
            "fix_days": channel.fix_days,
            "closed_at": channel.closed_at,
        }

    def open_(step: Step, enterprise: str, address: str, region: str, category: str, days: int) -> Row:
        if category not in categories():
            raise RuleViolation(f"没有“{category}”这个行业。")
        channel, key = internal.open_channel(
            step.session, enterprise, address, region, category, step.actor, step.now, days
        )
        return {**row(channel), "key": key}

    def listed(step: Step) -> Iterator[Row]:
        for channel, counts in internal.channels(step.session, step.actor):
            yield {**row(channel), **{state.value: counts.get(state, 0) for state in InternalState}}

    def close(step: Step, token: str) -> Row:
        return row(internal.close_channel(step.session, token, step.actor, step.now))

    commands = CommandGroup(group, container)
    commands.verb(
        "open",
        "给一家企业开通内部报告；钥匙只显示这一次，交给企业负责人。",
        open_,
        click.argument("enterprise"),
        click.option("--address", required=True, help="企业地址。"),
        click.option("--region", required=True, metavar="区划代码"),
        click.option("--category", required=True, metavar="行业代码"),
        click.option(
            "--days", type=click.IntRange(1, 90), default=FIX_DAYS, show_default=True, help="整改期限。"
        ),
    )
    commands.look("list", "开通了的企业，各有多少件在整改、已整改、已转出。", listed)
    commands.verb("close", "停用一个二维码。", close, click.argument("token"))
    return group
