"""``flask knowledge``: the articles as files, workbooks and rows, and what citizens make of them."""

from pathlib import Path

import click

from app.cli import editing, evaluating, improving
from app.cli.acting import AS
from app.editors import Editors
from app.wiring import Container
from core.clock import china_date
from core.errors import BadContent, RuleViolation
from knowledge.editorial.checking import Level, check
from knowledge.editorial.exporting import exported, write_folder
from knowledge.editorial.importing import Report, Settlement, import_articles
from knowledge.editorial.intake import take_rows
from knowledge.editorial.workbook import read_workbook, write_workbook
from knowledge.permissions import KnowledgePermission
from knowledge.reading import CONTENT
from staff.audit import record
from staff.services import OPERATOR

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
SOURCE = click.Path(exists=True, path_type=Path)
WORKBOOK = ".xlsx"


def command(container: Container) -> click.Group:
    """The group ``knowledge``."""
    editors = Editors(container)

    @click.group("knowledge", help="安全知识库。")
    def group() -> None:
        pass

    @group.command("import", help="导入文章文件夹（直接发布）或者表格.xlsx（成为草稿）；内容没变的不动。")
    @click.argument("source", type=SOURCE, default=CONTENT)
    @click.option("--theirs", multiple=True, metavar="编号", help="有冲突的这一条，以文件为准。")
    @click.option("--ours", multiple=True, metavar="编号", help="有冲突的这一条，以库里的为准。")
    @AS
    def import_(source: Path, theirs: tuple[str, ...], ours: tuple[str, ...], login: str | None) -> None:
        if both := set(theirs) & set(ours):
            raise click.UsageError(f"同一条不能又以文件为准又以库里的为准：{'、'.join(sorted(both))}")
        if source.suffix.lower() == WORKBOOK:
            if theirs or ours:
                raise click.UsageError("--theirs和--ours只用于文章文件夹。")
            _import_workbook(editors, source, login)
        elif source.is_dir():
            _import_folder(editors, source, Settlement(frozenset(theirs), frozenset(ours)))
        else:
            raise click.UsageError("只能导入文章文件夹，或者.xlsx表格。")

    @group.command("export", help="导出已发布的文章：yaml是文件夹，xlsx是给人改的表格。")
    @click.option("--format", "form", type=click.Choice(["xlsx", "yaml"]), required=True)
    @click.option("--drafts", is_flag=True, help="正在改的条目导出草稿，没发布过的也导出。")
    @click.argument("out", type=click.Path(path_type=Path))
    def export(form: str, drafts: bool, out: Path) -> None:
        with container.database.reading() as session:
            articles = exported(session, drafts=drafts)
        try:
            if form == "xlsx":
                write_workbook(out, articles)
                click.echo(f"导出 {len(articles)} 篇到 {out}。")
            else:
                written = write_folder(out, [article for article, _ in articles])
                new, changed = len(written.new), len(written.changed)
                click.echo(f"新写 {new} 个文件，改写 {changed} 个，{written.unchanged} 个内容相同没有动。")
        except (BadContent, OSError) as error:
            raise click.ClickException(str(error)) from error

    @group.command("check", help="检查文章文件：来源、长度、重复问法、占位、复审日期。")
    @click.argument("folder", type=FOLDER, default=CONTENT)
    @click.option("--warnings", is_flag=True, help="也列出提醒（例如还没有文章的主题）。")
    def check_(folder: Path, warnings: bool) -> None:
        found = check(folder, today=china_date(container.clock.now()))
        errors = [one for one in found if one.level is Level.ERROR]
        for complaint in found if warnings else errors:
            click.echo(str(complaint))
        if errors:
            raise click.ClickException(f"有 {len(errors)} 处必须改正。")
        click.echo(f"检查通过，提醒 {len(found)} 条。")

    editing.add_to(group, editors)
    improving.add_to(group, editors)
    group.add_command(evaluating.command(container))
    group.add_command(evaluating.fit_command())
    return group


_TOUCHED = ("added", "changed", "removed")


def _import_folder(editors: Editors, folder: Path, settlement: Settlement) -> None:
    container = editors.container
    now = container.clock.now()
    container.cipher.ensure_key(now)
    try:
        with container.database.writing() as session:
            report = import_articles(session, folder, now=now, settlement=settlement)
            told = editors.telling.tell(session, [*report.added, *report.changed], now)
            if counts := {name: len(getattr(report, name)) for name in _TOUCHED if getattr(report, name)}:
                action = "knowledge.import"
                record(session, actor=OPERATOR, action=action, subject="articles", now=now, detail=counts)
    except (BadContent, RuleViolation) as error:
        raise click.ClickException(f"没有导入，库里的内容没有变：\n{error}") from error
    added, changed, removed = len(report.added), len(report.changed), len(report.removed)
    click.echo(f"新增 {added} 篇，修改 {changed} 篇，删除 {removed} 篇，未变 {report.unchanged} 篇。")
    # Compiled here, the web finds it ready: it starts in seconds, and without the memory a build takes.
    container.library_holder.current()
    improving.say_told(told)
    _say_merged(report)


def _say_merged(report: Report) -> None:
    if report.kept:
        click.echo(f"库里改过、文件没变，保留库里的 {len(report.kept)} 篇：{'、'.join(report.kept)}")
    for clash in report.clashes:
        click.echo(f"提醒：{clash}", err=True)
    if report.conflicts:
        lines = "\n".join(f"  {article_id}" for article_id in report.conflicts)
        raise click.ClickException(
            f"有 {len(report.conflicts)} 篇文件和库里都改过，两边都没有动，其余的已经导入：\n{lines}\n"
            "看过以后再导入一次，逐篇裁定：--theirs 编号（以文件为准）或者 --ours 编号（以库里的为准）。"
        )


def _import_workbook(editors: Editors, path: Path, login: str | None) -> None:
    container = editors.container
    try:
        rows, faults = read_workbook(path)
        with container.database.writing() as session:
            actor = container.personnel.service.acting(session, login, KnowledgePermission.WRITE)
            intake = take_rows(session, editors.editing, rows, faults, actor=actor, now=container.clock.now())
    except (BadContent, RuleViolation) as error:
        raise click.ClickException(f"没有导入，库里的内容没有变：\n{error}") from error
    click.echo(f"新草稿 {len(intake.drafts)} 篇，未变 {intake.unchanged} 篇。")
    for article_id in intake.drafts:
        click.echo(f"  {article_id}")
    if intake.conflicts:
        lines = "\n".join(f"  {line}" for line in intake.conflicts)
        raise click.ClickException(f"有 {len(intake.conflicts)} 行没有导入，其余的已经成为草稿：\n{lines}")
