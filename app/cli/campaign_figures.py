"""``flask campaigns figures``: the figures of a period as text, JSON or workbook, and their statements."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from app.cli.acting import AS
from app.cli.commands import refusing
from app.wiring import Container
from campaigns.figures.figure import Chapter, Line, Report
from campaigns.figures.periods import campaign_period
from campaigns.figures.services import Query
from campaigns.figures.words import fraction, remark, said
from campaigns.figures.workbook import RULES, change_of, write_report
from campaigns.planning.permissions import Permission
from core.periods import Period
from staff.actors import Actor


def add_to(group: click.Group, container: Container) -> None:
    """Add it to ``flask campaigns``."""

    @group.command("figures", help="一段时间的统计指标，每个都有分子、分母、依据和查询语句。")
    @click.option(
        "--period", required=True, help="2026、2026Q2、2026-06、2026安全生产月、2026-06-01..2026-06-16。"
    )
    @click.option("--region", help="只算这个区划（代码）和它下面的；不写就是能看的全部。")
    @click.option("--year-on-year", "compare", is_flag=True, help="旁边写去年同期；口径不同的不比。")
    @click.option(
        "--xlsx",
        type=click.Path(dir_okay=False, path_type=Path),
        help="写成Excel工作簿，连同查询语句；导出记入审计日志。",
    )
    @click.option("--query", "key", metavar="代码", help="只看一个指标：定义、数字和查询语句。")
    @click.option("--json", "as_json", is_flag=True, help="一行一个JSON。")
    @AS
    def figures(
        period: str,
        region: str | None,
        compare: bool,
        xlsx: Path | None,
        key: str | None,
        as_json: bool,
        login: str | None,
    ) -> None:
        asked = _Asked(container, login, refusing(lambda: campaign_period(period)), region, compare)
        if key is not None:
            line, query = refusing(lambda: asked.query(key))
            tree = {**row_of(line, asked.period), "sql": query.sql}
            lines = [json.dumps(tree, ensure_ascii=False)] if as_json else list(_query_text(line, query))
        else:
            report = refusing(lambda: asked.export(xlsx) if xlsx else asked.report())
            rows = (json.dumps(row_of(one, report.period), ensure_ascii=False) for one in report.lines)
            lines = list(rows) if as_json else list(_text(report))
        for one in lines:
            click.echo(one)


class _Asked:
    """What somebody wants to know."""

    def __init__(
        self, container: Container, login: str | None, period: Period, region: str | None, compare: bool
    ) -> None:
        self.container, self.period = container, period
        self._login, self._region, self._compare = login, region, compare

    def report(self) -> Report:
        """The figures, looked at."""
        with self.container.database.reading() as session:
            figures = self.container.campaigning.figures
            now = self.container.clock.now()
            actor = self._actor(session)
            return figures.report(session, self.period, actor, now, self._region, compare=self._compare)

    def export(self, file: Path) -> Report:
        """The figures, taken along as a workbook."""
        with self.container.database.writing() as session:
            figures = self.container.campaigning.figures
            now = self.container.clock.now()
            actor = self._actor(session)
            report = figures.report(session, self.period, actor, now, self._region, compare=self._compare)
            # What cannot be written was not taken along either.
            write_report(file, report, figures.queries(session, self.period, actor, now, self._region))
            figures.note_export(session, self.period, actor, now, self._region)
            return report

    def query(self, key: str) -> tuple[Line, Query]:
        """One figure and its statement."""
        with self.container.database.reading() as session:
            figures = self.container.campaigning.figures
            actor = self._actor(session)
            return figures.query(session, key, self.period, actor, self.container.clock.now(), self._region)

    def _actor(self, session: Session) -> Actor:
        return self.container.personnel.service.acting(session, self._login, Permission.SEE)


def row_of(line: Line, period: Period) -> dict[str, Any]:
    """A figure for machines."""
    told, figure, before = line.told, line.told.figure, line.year_before
    row = {
        "figure": figure.key,
        "name": figure.name,
        "chapter": figure.chapter.label,
        "from": str(period.first),
        "to": str(period.last),
        "value": told.value,
        "unit": figure.unit,
        "said": said(told),
        "numerator": told.numerator,
        "denominator": told.denominator,
        "basis": [one.value for one in sorted(figure.bases)],
        "reach": figure.reach.value,
        "estimated": told.estimated,
        "dated_on": str(told.dated_on) if told.dated_on else None,
        "of": figure.of or None,
        "split": figure.split or None,
        "definition": figure.definition,
        "definition_version": figure.definition_on(period.last),
        "why_not": told.why_not or None,
        "warnings": list(line.warnings),
    }
    if before is not None:
        row["year_before"] = before.before.value if before.before else None
        row["change"] = before.change
        row["why_no_change"] = before.why_not or None
    return row


def _text(report: Report) -> Iterator[str]:
    """Chapter by chapter; parts that are 0 are left out, everything else stands there."""
    yield f"{report.period.name}（{report.period.first}至{report.period.last}）　{report.region}"
    for chapter in Chapter:
        yield f"\n{chapter.label}"
        for line in report.of(chapter):
            if not (line.told.figure.of and line.told.value == 0):
                yield "\t".join(_cells(line))
    yield "\n统计规则"
    for number, rule in enumerate(RULES, 1):
        yield f"{number}. {rule}"


def _cells(line: Line) -> Iterator[str]:
    told, figure = line.told, line.told.figure
    yield f"  {'  ' if figure.of else ''}{figure.name}"
    yield said(told) or "—"
    yield fraction(told)
    yield f"{figure.basis}　{figure.reach.label}"
    yield "；".join(filter(None, (remark(told), *line.warnings)))
    if line.year_before is not None:
        earlier = line.year_before.before
        yield f"去年同期{said(earlier) if earlier and earlier.value is not None else '—'}　{change_of(line)}"
    yield figure.key


def _query_text(line: Line, query: Query) -> Iterator[str]:
    figure = query.figure
    yield f"{figure.name}　{said(line.told) or '—'}　{remark(line.told)}"
    yield f"定义：{figure.definition}"
    yield f"分子：{figure.numerator}{'' if line.told.numerator is None else f' = {line.told.numerator}'}"
    if figure.denominator:
        whole = line.told.denominator
        yield f"分母：{figure.denominator}{'' if whole is None else f' = {whole}'}"
    yield f"依据：{figure.basis}　{figure.reach.label}"
    yield query.sql
