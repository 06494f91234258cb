"""``flask campaigns themes`` and ``calendar``: the theme of each year, and which days come next."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click

from app.cli.commands import CommandGroup, Parameter, Row, Step
from app.wiring import Container
from campaigns.planning.calendar import Occurrence, Proposal
from campaigns.planning.models import Theme
from campaigns.planning.occasions import SAFETY_MONTH
from campaigns.planning.permissions import Permission
from campaigns.planning.themes import NewTheme, seed_themes, themes
from core.clock import china_date

OCCASION = click.option("--occasion", default=SAFETY_MONTH, show_default=True, help="宣传节点的代码。")
YEAR = click.option("--year", type=int, required=True, help="年份。")
TEXT = click.option("--text", required=True, help="主题原文。")


def month(name: str, *, help_: str) -> Parameter:
    """An option for a month, handed on as its first day."""

    def read(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
        return value.date() if value else None

    kind = click.DateTime(["%Y-%m"])
    return click.option(f"--{name}", type=kind, callback=read, metavar="年-月", help=help_)


def add_to(group: click.Group, container: Container) -> None:
    """Add both to ``flask campaigns``."""
    group.add_command(_themes(container))
    _add_calendar(group, container)


def _themes(container: Container) -> click.Group:
    @click.group("themes", help="年度主题：登记，由另一人核对；没有核对的不能发布。")
    def group() -> None:
        pass

    @group.command("seed", help="写入随程序带来的历年主题；已经有的不动。")
    def seed() -> None:
        with container.database.writing() as session:
            count = seed_themes(session, container.clock.now())
        click.echo(f"新写入{count}条。")

    def listed(step: Step, occasion: str | None) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        return (theme_row(one) for one in themes(step.session, occasion))

    def set_(step: Step, occasion: str, year: int, **given: Any) -> Row:
        themes = container.campaigning.themes
        return theme_row(
            themes.set_theme(step.session, occasion, year, NewTheme(**given), step.actor, step.now)
        )

    def verify(step: Step, occasion: str, year: int, text: str) -> Row:
        themes = container.campaigning.themes
        return theme_row(themes.verify_theme(step.session, occasion, year, text, step.actor, step.now))

    commands = CommandGroup(group, container)
    every = click.option("--occasion", help="只看这个宣传节点。")
    commands.look("list", "历年主题、文号、出处，核对了没有。", listed, every)
    document = click.option("--document", default="", help="文号。")
    source = click.option("--source", default="", help="出处：在哪里能再看到原文。")
    edition = click.option("--edition", type=int, help="第几个。")
    commands.verb(
        "set", "登记或者更正主题，之后要重新核对。", set_, OCCASION, YEAR, TEXT, document, source, edition
    )
    commands.verb("verify", "对照原文核对：把原文再录一遍。", verify, OCCASION, YEAR, TEXT)
    return group


def _add_calendar(group: click.Group, container: Container) -> None:
    def shown(step: Step, year: int | None, month: date | None) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        calendar = container.campaigning.calendar
        if year is not None:
            found = calendar.between(date(year, 1, 1), date(year, 12, 31))
            return (occurrence_row(one) for one in found)
        first = month or next_month(china_date(step.now))
        return (proposal_row(one) for one in calendar.proposals(first.year, first.month))

    help_ = "宣传节点：某一年的全部日子，或者某个月的计划建议（不写就是下个月）。"
    of_year = click.option("--year", type=int, help="列出这一年的全部节点。")
    CommandGroup(group, container).look(
        "calendar", help_, shown, of_year, month("month", help_="为这个月提建议。")
    )


def next_month(today: date) -> date:
    """The first day of the month after ``today``'s."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def theme_row(one: Theme) -> Row:
    """A theme as a line."""
    return {
        "occasion": one.occasion,
        "year": one.year,
        "edition": one.edition,
        "text": one.text,
        "document": one.document,
        "source": one.source,
        "set_by": one.set_by,
        "verified": one.verified_at is not None,
        "verified_by": one.verified_by,
    }


def occurrence_row(one: Occurrence) -> Row:
    """An occurrence as a line."""
    return {
        "occasion": one.occasion.code,
        "name": one.occasion.name,
        "day": one.day,
        "since": one.since,
        "until": one.until,
        "source": one.occasion.source,
    }


def proposal_row(one: Proposal) -> Row:
    """A proposal as a line."""
    occasion = one.occurrence.occasion
    return {
        "stage": one.stage,
        **occurrence_row(one.occurrence),
        "kind": occasion.kind,
        "activities": list(occasion.activities),
        "topics": list(occasion.topics),
        "themed": occasion.theme_of is not None,
        "local": occasion.is_local,
    }
