"""``flask tipoffs confirm``: what the bureau's 法规科 has to confirm before use."""

import json
from dataclasses import asdict

import click

from app.wiring import Container
from tipoffs.confirming import unconfirmed


def add_to(group: click.Group, container: Container) -> None:
    """Add the command to ``flask tipoffs``."""

    @group.command("confirm", help="列出法规科上线前要确认的数值：现在是多少、写在哪里、为什么要确认。")
    @click.option("--json", "as_json", is_flag=True, help="一行一个JSON。")
    def confirm(as_json: bool) -> None:
        casework = container.casework
        found = unconfirmed(casework.clocks.rules, container.settings.clocks_file, casework.rewards.files)
        for one in found:
            tree = asdict(one)
            click.echo(json.dumps(tree, ensure_ascii=False) if as_json else "\t".join(tree.values()))
        if not as_json:
            click.echo(f"共{len(found)}项。")
