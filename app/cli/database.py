"""``flask db``: the shape of the database."""

import click

from app import schema
from app.wiring import Container


def command(container: Container) -> click.Group:
    """The group ``db``."""

    @click.group("db", help="数据库结构。")
    def group() -> None:
        pass

    @group.command("upgrade", help="把数据库升级到最新结构；可以重复运行。")
    def upgrade() -> None:
        schema.upgrade(container.database)
        click.echo("数据库已是最新结构。")

    @group.command("revision", help="开发用：按模型与数据库的差别写一个新的迁移。")
    @click.argument("message")
    def revision(message: str) -> None:
        schema.make_revision(container.database, message)

    return group
