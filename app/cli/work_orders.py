"""``flask tipoffs work-orders``: cases to the 12345 hotline's system as a file, and its replies back."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from io import TextIOWrapper
from itertools import chain
from pathlib import Path

import click

from app.cli.commands import NUMBER, CommandGroup, Row, Step, day
from app.wiring import Container
from core.errors import BadContent
from core.whole_files import whole_file
from core.workbooks import Sheet, write_xlsx
from tipoffs.tips.queries import tip_file
from tipoffs.work_orders.form import load_form
from tipoffs.work_orders.services import WorkOrderService, Write, work_orders_of


def add_to(group: click.Group, container: Container) -> None:
    """Add it to ``flask tipoffs``."""

    @group.group("work-orders", help="12345工单：按本地的列导出，登记回来的工单号、时限和答复。")
    def verbs() -> None:
        pass

    commands, casework = CommandGroup(verbs, container), container.casework

    def work_orders() -> WorkOrderService:
        return casework.work_orders

    def out(step: Step, file: Path, since: date, until: date) -> Row:
        tree = casework.regions.tree()
        gone = work_orders().hand_over(step.session, tree, since, until, _into(file), step.actor, step.now)
        return {"file": str(file), "orders": gone.orders, "without_summary": gone.without_summary}

    def taken(step: Step, file: Path) -> Row:
        replies = work_orders().read(file)
        new = work_orders().take_in(step.session, replies, step.actor, step.now)
        return {"rows": len(replies), "new": new}

    def listed(step: Step, number: str) -> Iterator[Row]:
        tip_file(step.session, casework.tips.office, number, step.actor)
        for one in work_orders_of(step.session, number):
            yield {"tip": one.tip, "order": one.order_number, "due_on": one.due_on, "answer": one.answer}

    @verbs.command("form", help="检查本地的列写得对不对，列出来。")
    @click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
    def form(file: Path | None) -> None:
        try:
            found = load_form(file or container.settings.work_orders_file)
        except BadContent as error:
            raise click.ClickException(str(error)) from error
        for one in found.out:
            click.echo(f"{one.name}\t{one.what or one.fixed}")

    target = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    source = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    period = (day("since", help_="第一天（收到举报的日子）。"), day("until", help_="最后一天。"))
    commands.verb(
        "export", "写成本地12345工单的样子（.xlsx或.csv）；没写转办摘要的不出去。", out, target, *period
    )
    commands.verb("import", "登记热线平台回来的工单号、时限和答复。", taken, source)
    commands.look("list", "一件举报的工单。", listed, NUMBER)


def _into(file: Path) -> Write:
    """Writes a workbook or CSV, as the name ends; ``NotWritten`` where there is one.

    What breaks off half way leaves no file: nothing of it would stand in the log.
    """

    def write(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
        with whole_file(file, must_be_new=True) as book:
            if file.suffix.lower() == ".xlsx":
                write_xlsx(book, [Sheet("工单", heads, rows)])
            else:
                lines = TextIOWrapper(book, encoding="utf-8-sig", newline="", write_through=True)
                csv.writer(lines).writerows(chain([heads], rows))
                lines.detach()

    return write
