"""``flask campaigns venues`` and ``targets``: official lists, coverage, and how far the year has come."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from app.cli.commands import LIMIT, CommandGroup, Parameter, Row, Step, day, word
from app.wiring import Container
from campaigns.planning.counters import Counter as Tally
from campaigns.planning.counters import counters_of_campaign, counters_of_year
from campaigns.planning.coverage import Coverage, Span, coverage, coverage_by_town, untouched
from campaigns.planning.permissions import Permission
from campaigns.planning.venue_lists import take_list
from core.clock import china_date
from core.errors import NotFound
from core.sort_orders import Page
from places.models import Venue, VenueKind
from places.permissions import PlacesPermission
from places.venues import VENUE_ORDERS, Imported, OfficialList, lists, read_venues, venues, villages_of

KIND = word("kind", VenueKind)
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
REGION = click.option("--region", help="只看这个区划（代码）和它的下级。")
CAMPAIGN = click.option("--campaign", type=int, help="只看这个计划的活动。")
TITLE = click.option("--title", required=True, help="名录的名称，由谁提供。")


def add_to(group: click.Group, container: Container) -> None:
    """Add both to ``flask campaigns``."""

    @group.group("venues", help="五进场所和公共场所：名录、覆盖率。")
    def register() -> None:
        pass

    commands = CommandGroup(register, container)
    _add_register(commands, container)
    _add_coverage(commands, container)
    _add_targets(group, container)


def regions_of(container: Container, region: str | None) -> frozenset[str] | None:
    """The codes that a figure is kept to."""
    if region is None:
        return None
    found = container.campaigning.regions.tree().within(region)
    if not found:
        raise NotFound(f"区划里没有“{region}”。")
    return found


def _add_register(commands: CommandGroup, container: Container) -> None:
    def listed(
        step: Step, kind: VenueKind | None, region: str | None, words: str, limit: int
    ) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        found = venues(
            step.session, kind, regions_of(container, region), words, Page(VENUE_ORDERS[0], limit=limit)
        )
        return (venue_row(one) for one in found)

    def all_lists(step: Step) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        return (
            {"id": one.id, "kind": one.kind, "title": one.title, "dated_on": one.dated_on, "listed": count}
            for one, count in lists(step.session)
        )

    def take(step: Step, kind: VenueKind, title: str, dated_on: date, file: Path, gcj02: bool) -> Row:
        step.actor.require(PlacesPermission.VENUES)
        tree = container.campaigning.regions.tree()
        official = OfficialList(kind, title, dated_on, read_venues(file, tree, is_gcj02=gcj02))
        return _taken(take_list(step.session, official, file.name, tree, step.actor, step.now))

    def villages(step: Step, kind: VenueKind, title: str, dated_on: date) -> Row:
        step.actor.require(PlacesPermission.VENUES)
        tree = container.campaigning.regions.tree()
        official = OfficialList(kind, title, dated_on, villages_of(tree, kind))
        return _taken(take_list(step.session, official, "regions", tree, step.actor, step.now))

    words = click.option("--name", "words", default="", help="名称里的几个字。")
    dated = day("dated", into="dated_on", help_="名录说的是哪一天的情况。")
    gcj02 = click.option("--gcj02", is_flag=True, help="经纬度是高德、腾讯地图上的。")
    commands.look(
        "list", "列出登记的场所。", listed, word("kind", VenueKind, required=False), REGION, words, LIMIT
    )
    commands.look("lists", "列出名录：类别、名称、日期、多少个。", all_lists)
    commands.verb(
        "import",
        "导入一份名录（XLSX、CSV或YAML：名称、区划、代码、地址、经度、纬度）；有错就全部不导入，逐行说明。",
        take,
        FILE,
        KIND,
        TITLE,
        dated,
        gcj02,
    )
    places = word("kind", VenueKind, help_="village（农村）或者community（社区）。")
    commands.verb("villages", "把区划里的村或者社区作为一份名录。", villages, places, TITLE, dated)


def _add_coverage(commands: CommandGroup, container: Container) -> None:
    def covered(
        step: Step, kind: VenueKind, year: int | None, region: str | None, campaign: int | None, by_town: bool
    ) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        span = _span(container, step, year, region, campaign)
        if by_town:
            tree = container.campaigning.regions.tree()
            rows = coverage_by_town(step.session, kind, span, tree)
            return iter([{"town": name, **coverage_row(one)} for name, one in rows])
        found = coverage(step.session, kind, span)
        if found is None:
            raise NotFound(f"还没有{kind.label}的名录，算不了覆盖率。")
        return iter([coverage_row(found)])

    def missing(
        step: Step, kind: VenueKind, year: int | None, region: str | None, campaign: int | None, limit: int
    ) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        span = _span(container, step, year, region, campaign)
        return (venue_row(one) for one in untouched(step.session, kind, span, limit))

    year = click.option("--year", type=int, help="哪一年；不写就是今年。")
    by_town = click.option("--by-town", is_flag=True, help="按乡镇列，覆盖率低的在前。")
    commands.look(
        "coverage", "覆盖率：已核实的活动触达的÷名录里的。", covered, KIND, year, REGION, CAMPAIGN, by_town
    )
    commands.look("untouched", "还没有到过的场所。", missing, KIND, year, REGION, CAMPAIGN, LIMIT)


def _add_targets(group: click.Group, container: Container) -> None:
    @group.group("targets", help="年度指标和计划指标，随时统计。")
    def goals() -> None:
        pass

    def shown(step: Step, year: int | None, region: str | None, campaign: int | None) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        targets = container.campaigning.targets
        if campaign is not None:
            found = counters_of_campaign(step.session, targets, campaign)
        else:
            wanted = year or china_date(step.now).year
            found = counters_of_year(step.session, targets, wanted, regions_of(container, region))
        return iter([tally_row(one) for one in found])

    def set_(step: Step, campaign: int, code: str, goal: int) -> Row:
        plans = container.campaigning.plans
        plans.set_target(step.session, campaign, code, goal, step.actor, step.now)
        return {"campaign": campaign, "target": code, "goal": goal}

    commands = CommandGroup(goals, container)
    options: tuple[Parameter, ...] = (click.option("--year", type=int, help="哪一年；不写就是今年。"), REGION)
    commands.look("show", "各项指标：目标、现在的数、是否达到。", shown, *options, CAMPAIGN)
    commands.verb(
        "set",
        "给一个计划定指标；写0取消。",
        set_,
        click.argument("campaign", type=int),
        click.argument("code"),
        click.argument("goal", type=int),
    )


def venue_row(one: Venue) -> Row:
    """A venue as a line."""
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "region": one.region,
        "code": one.code,
        "address": one.address,
    }


def coverage_row(one: Coverage) -> Row:
    """A coverage as a line: the parts first, then the per cent, rounded down."""
    return {
        "kind": one.kind,
        "touched": one.touched,
        "listed": one.listed,
        "percent": one.permille / 10,
        "unverified": one.unverified,
        "list": one.title,
        "dated_on": one.dated_on,
    }


def tally_row(one: Tally) -> Row:
    """Where a target stands, as a line."""
    return {
        "code": one.target.code,
        "name": one.target.name,
        "value": one.value,
        "unit": one.target.unit,
        "goal": one.goal or None,
        "reached": one.is_reached,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "unverified": one.unverified,
        "estimated": one.estimated,
        "dated_on": one.dated_on,
        "source": one.target.source,
        "query": one.query,
    }


def _span(
    container: Container, step: Step, year: int | None, region: str | None, campaign: int | None
) -> Span:
    wanted = year or china_date(step.now).year
    return Span(date(wanted, 1, 1), date(wanted, 12, 31), regions_of(container, region), campaign)


def _taken(done: Imported) -> Row:
    return {"list": done.list_id, "listed": done.listed, "new": done.new, "changed": done.changed}
