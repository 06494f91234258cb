"""``flask tipoffs figures``: how many tips, how fast, how many true."""

import json
from collections.abc import Mapping
from typing import Any

import click

from app.cli.acting import AS
from app.cli.commands import refusing
from app.wiring import Container
from core.errors import RuleViolation
from core.periods import BadPeriod, Length, Period, period_of
from places.services import load_tree
from tipoffs.figures import figures
from tipoffs.figures_guard import HIDDEN_LABEL
from tipoffs.figures_told import By, ToldYear
from tipoffs.permissions import Permission
from tipoffs.routing.categories import categories


def add_to(group: click.Group, container: Container) -> None:
    """Add the command to ``flask tipoffs``."""

    @group.command(
        "figures",
        help="一段时间内收到的举报：数量、按期答复率、属实率、办理天数。少于10件的不显示；只查已经结束的。",
    )
    @click.option("--period", required=True, help="2026、2026-11 或者 2026Q4；要已经结束。")
    @click.option("--json", "as_json", is_flag=True)
    @AS
    def figures_(period: str, as_json: bool, login: str | None) -> None:
        meant = refusing(lambda: whole_period(period))
        first, last = meant.first, meant.last
        with container.database.reading() as session:
            try:
                container.personnel.service.acting(session, login, Permission.TIPS_SEE)
            except RuleViolation as refusal:
                raise click.ClickException(refusal.sentence) from refusal
            now = container.clock.now()
            told = ToldYear(lambda one: figures(session, one.first, one.last, now), first.year, now)
            names = {region.code: region.name for region in load_tree(session)}
            tree = refusing(lambda: _tree(told, meant, names))
        if as_json:
            click.echo(json.dumps({"from": str(first), "to": str(last)} | tree, ensure_ascii=False))
            return
        for title, lines in (
            ("合计", tree["total"]),
            ("按乡镇", tree["by_town"]),
            ("按行业", tree["by_industry"]),
        ):
            click.echo(title)
            for name, line in lines.items():
                click.echo(f"\t{name}\t{_sentence(line)}")


def whole_period(words: str) -> Period:
    """A month, a quarter or a year: of two periods that differ by a day the difference would be a day."""
    forms = BadPeriod("时间段要写成2026、2026-11或者2026Q4。")
    try:
        period = period_of(words)
    except BadPeriod as bad:
        raise forms from bad
    if period.length is Length.DAYS:
        raise forms
    return period


def _tree(told: ToldYear, period: Period, names: Mapping[str, str]) -> dict[str, Any]:
    industries = {code: one.name for code, one in categories().items()}
    by_town = told.lines(period, By.TOWN)
    by_industry = told.lines(period, By.INDUSTRY)
    return {
        "total": {"全部": told.lines(period, By.TOTAL)[""]},
        "by_town": {names.get(code, code): line for code, line in by_town.items()},
        "by_industry": {industries.get(code, code): line for code, line in by_industry.items()},
    }


def _sentence(line: dict[str, Any] | None) -> str:
    if line is None:
        return HIDDEN_LABEL
    rates = (("受理", "accepted_share"), ("按期答复", "on_time_share"), ("属实", "substantiated_share"))
    parts = [f"{label}{line[name]:.0%}" for label, name in rates if line[name] is not None]
    if line["median_days"] is not None:
        parts.append(f"从提交到答复的中位天数{line['median_days']}")
    return "，".join([f"收到{line['received']}件", *parts])
