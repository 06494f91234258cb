"""``flask knowledge``: the articles."""

from pathlib import Path

import click

from app.wiring import House
from core.clock import china_date
from core.errors import BadContent
from knowledge.checking import Level, check
from knowledge.importing import import_articles
from knowledge.reading import CONTENT

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def command(house: House) -> click.Group:
    """The group ``knowledge``."""

    @click.group("knowledge", help="安全知识库。")
    def group() -> None:
        pass

    @group.command("import", help="把文章文件导入数据库；内容没变的不动。")
    @click.argument("folder", type=FOLDER, default=CONTENT)
    def import_(folder: Path) -> None:
        try:
            with house.database.writing() as session:
                report = import_articles(session, folder, now=house.clock.now())
        except BadContent as error:
            raise click.ClickException(f"没有导入，库里的内容没有变：\n{error}") from error
        added, changed, removed = len(report.added), len(report.changed), len(report.removed)
        click.echo(f"新增 {added} 篇，修改 {changed} 篇，删除 {removed} 篇，未变 {report.unchanged} 篇。")

    @group.command("check", help="检查文章文件：来源、长度、重复问法、占位、复审日期。")
    @click.argument("folder", type=FOLDER, default=CONTENT)
    @click.option("--warnings", is_flag=True, help="也列出提醒（例如还没有文章的主题）。")
    def check_(folder: Path, warnings: bool) -> None:
        found = check(folder, today=china_date(house.clock.now()))
        errors = [one for one in found if one.level is Level.ERROR]
        for complaint in found if warnings else errors:
            click.echo(str(complaint))
        if errors:
            raise click.ClickException(f"有 {len(errors)} 处必须改正。")
        click.echo(f"检查通过，提醒 {len(found)} 条。")

    return group
