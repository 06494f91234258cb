"""``flask tipoffs hazards``: the steps of hazards from registration to 销号, and their figures."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from io import TextIOWrapper
from pathlib import Path

import click
from sqlalchemy import select

from app.cli.commands import LIMIT, REASON, CommandGroup, Row, Step, day, fen, word
from app.cli.tips_verifying import hazard_of
from app.wiring import Container
from core.whole_files import whole_file
from staff.audit import record
from tipoffs.hazards.files import get_hazard, history
from tipoffs.hazards.guards import Plan
from tipoffs.hazards.models import Hazard, HazardLevel, HazardSource
from tipoffs.hazards.queries import (
    board,
    maybe_recurred,
    ranking_by_department,
    ranking_by_town,
    seen_hazard,
    unpublished_delistings,
)
from tipoffs.hazards.status import HazardState
from tipoffs.open311 import service_requests, write_json, write_xml
from tipoffs.permissions import Permission
from tipoffs.routing.services import load_matrix
from tipoffs.worklists import HazardLine, Wanted, urgent_hazards

CODE = click.argument("code")
EVIDENCE = click.option("--evidence", multiple=True, help="照片、文件在证据库里的名称。")
FINDERS = click.option(
    "--finder", "finders", multiple=True, metavar="登录名", help="谁发现的；不写就是自己。"
)
JSON_HAZARD = click.option(
    "--hazard",
    "text",
    required=True,
    metavar="JSON",
    help="至少有region、category、level、object_name、address、description。",
)


def command(container: Container) -> click.Group:
    """The group ``hazards``."""

    @click.group("hazards", help="隐患：登记、定级、整改、复查、销号、挂牌督办。")
    def group() -> None:
        pass

    commands = CommandGroup(group, container)
    _add_looking(commands, container)
    _add_registering(commands, container)
    _add_repair(commands, container)
    _add_enforcement(commands, container)
    _add_supervision(commands, container)
    _add_figures(commands)
    _add_exchange(commands)
    return group


def hazard_row(hazard: Hazard | HazardLine) -> Row:
    """A hazard as a line."""
    return {
        "code": hazard.code,
        "state": hazard.state,
        "level": hazard.level,
        "category": hazard.category,
        "region": hazard.region,
        "object": hazard.object_name,
        "department": hazard.department,
        "due_at": hazard.due_at,
        "failed_reinspections": hazard.failed_reinspections,
        "is_listed": hazard.is_listed,
        "recurs": hazard.recurs,
    }


def _add_looking(commands: CommandGroup, container: Container) -> None:
    regions = container.casework.regions

    def listed(
        step: Step,
        state: HazardState | None,
        level: HazardLevel | None,
        limit: int,
        region: str | None,
        department: str | None,
        category: str | None,
    ) -> Iterator[Row]:
        wanted = Wanted((state,) if state else (), region, department, category, level)
        return (hazard_row(one) for one in urgent_hazards(step.session, step.actor, wanted, limit=limit))

    def shown(step: Step, code: str) -> Row:
        hazard = seen_hazard(step.session, regions, code, step.actor)
        return {
            **hazard_row(hazard),
            "address": hazard.address,
            "description": hazard.description,
            "clause": hazard.clause,
            "maybe_recurred": maybe_recurred(step.session, hazard),
            "steps": [
                f"{one.at:%Y-%m-%d} {one.action.label} {one.actor} {one.reason}"
                for one in history(step.session, code)
            ],
        }

    filters = (
        word("state", HazardState, required=False, help_="状态。"),
        word("level", HazardLevel, required=False),
        click.option("--region", help="区划代码，连同下级。"),
        click.option("--department", help="部门代码。"),
        click.option("--category", help="行业代码。"),
        LIMIT,
    )
    commands.look("list", "列出管辖范围内的隐患，先到期的在前，没有下令整改的在后。", listed, *filters)
    commands.look("show", "一处隐患：经过，可能是复发的旧隐患。", shown, CODE)


def _add_registering(commands: CommandGroup, container: Container) -> None:
    hazards = container.casework.hazards

    def register(step: Step, text: str, finders: tuple[str, ...], evidence: tuple[str, ...]) -> Row:
        new = hazard_of(text, {"source": HazardSource.INSPECTION.value, "before": evidence})
        found_by = finders or (step.actor.id,)
        return hazard_row(hazards.register(step.session, new, found_by, step.actor, step.now))

    def grade(step: Step, code: str, level: HazardLevel, clause: str, reason: str) -> Row:
        return hazard_row(hazards.grade(step.session, code, level, clause, step.actor, step.now, reason))

    def order(
        step: Step,
        code: str,
        responsible: str,
        measures: str,
        funds: str,
        due: date,
        contingency: str,
        unit: str,
        fixers: tuple[str, ...],
    ) -> Row:
        plan = Plan(responsible, measures, fen(funds), due, contingency)
        return hazard_row(hazards.order(step.session, code, plan, unit, fixers, step.actor, step.now))

    def sign_order(step: Step, code: str) -> Row:
        return hazard_row(hazards.sign_order(step.session, code, step.actor, step.now))

    commands.verb("register", "登记隐患。", register, JSON_HAZARD, FINDERS, EVIDENCE)
    clause = click.option("--clause", required=True, help="判定标准的条款。")
    why = click.option("--reason", default="", help="调整等级要写明理由。")
    commands.verb(
        "grade", "定级；以后调整等级，编码不变。", grade, CODE, word("level", HazardLevel), clause, why
    )
    five = (
        click.option("--responsible", required=True, help="整改责任人。"),
        click.option("--measures", required=True, help="整改措施。"),
        click.option("--funds", default="0", metavar="元", show_default=True, help="整改资金。"),
        day("due", help_="整改期限。"),
        click.option("--contingency", required=True, help="应急预案。"),
        click.option("--unit", metavar="部门代码", required=True, help="督促整改的部门。"),
        click.option(
            "--fixer", "fixers", multiple=True, metavar="登录名", required=True, help="谁负责整改。"
        ),
    )
    commands.verb("order", "责令限期整改（五落实）。", order, CODE, *five)
    commands.verb("sign-order", "分管领导签批整改措施，期限开始。", sign_order, CODE)


def _add_repair(commands: CommandGroup, container: Container) -> None:
    hazards = container.casework.hazards

    def claim_fixed(step: Step, code: str, evidence: tuple[str, ...], reason: str) -> Row:
        return hazard_row(
            hazards.claim_fixed(step.session, code, evidence, step.actor, step.now, reason=reason)
        )

    def reinspect(step: Step, code: str, passed: bool, record: str, evidence: tuple[str, ...]) -> Row:
        return hazard_row(
            hazards.reinspect(step.session, code, passed, record, step.actor, step.now, evidence)
        )

    def delist(step: Step, code: str) -> Row:
        return hazard_row(hazards.delist(step.session, code, step.actor, step.now))

    reason = click.option("--reason", default="", help="整改情况。")
    commands.verb("claim-fixed", "申请验收，附整改后的照片或文件。", claim_fixed, CODE, EVIDENCE, reason)
    look = (
        click.option("--pass/--fail", "passed", required=True, default=None, help="通过或者不通过。"),
        click.option("--record", required=True, help="复查情况。"),
        EVIDENCE,
    )
    commands.verb("reinspect", "复查；发现的人、整改的人不能复查。", reinspect, CODE, *look)
    commands.verb("delist", "销号。", delist, CODE)


def _add_enforcement(commands: CommandGroup, container: Container) -> None:
    hazards = container.casework.hazards

    def enforce(step: Step, code: str, case: str, reason: str) -> Row:
        return hazard_row(hazards.enforce(step.session, code, case, step.actor, step.now, reason))

    def resume(step: Step, code: str, reason: str) -> Row:
        return hazard_row(hazards.resume(step.session, code, step.actor, step.now, reason))

    def penalise(step: Step, code: str, penalty: str, decision: str) -> Row:
        return hazard_row(hazards.penalise(step.session, code, fen(penalty), decision, step.actor, step.now))

    def recur(step: Step, code: str, text: str, finders: tuple[str, ...]) -> Row:
        old = get_hazard(step.session, code)
        usual = {
            "region": old.region,
            "category": old.category,
            "level": old.level.value,
            "source": HazardSource.INSPECTION.value,
            "address": old.address,
            "object_name": old.object_name,
        }
        new = hazard_of(text, usual)
        found_by = finders or (step.actor.id,)
        return hazard_row(hazards.recur(step.session, code, new, found_by, step.actor, step.now))

    case = click.option("--case", required=True, help="案号。")
    commands.verb("enforce", "移送执法（立案）。", enforce, CODE, case, REASON)
    commands.verb("resume", "执法的同时继续整改。", resume, CODE, REASON)
    penalty = click.option("--penalty", metavar="元", required=True, help="处罚金额。")
    decision = click.option("--decision", required=True, help="处罚决定书编号。")
    commands.verb("penalise", "登记行政处罚；奖励按它计算。", penalise, CODE, penalty, decision)
    commands.verb("recur", "已销号的隐患复发，登记新的一处。", recur, CODE, JSON_HAZARD, FINDERS)


def _add_supervision(commands: CommandGroup, container: Container) -> None:
    supervision = container.casework.supervision

    def list_(step: Step, code: str, leader: str) -> Row:
        return hazard_row(supervision.list_for_supervision(step.session, code, leader, step.actor, step.now))

    def publish(step: Step, code: str, delisting: bool) -> Row:
        told = supervision.publish_delisting if delisting else supervision.publish_listing
        return hazard_row(told(step.session, code, step.actor, step.now))

    def ask_extension(step: Step, code: str, until: date, reason: str) -> Row:
        return hazard_row(supervision.ask_extension(step.session, code, until, step.actor, step.now, reason))

    def extend(step: Step, code: str, granted: bool, reason: str) -> Row:
        return hazard_row(supervision.extend(step.session, code, granted, step.actor, step.now, reason))

    leader = click.option("--leader", required=True, help="挂牌督办的领导。")
    commands.verb("put-on-board", "重大隐患挂牌督办。", list_, CODE, leader)
    delisting = click.option("--delisting", is_flag=True, help="公示的是销号；不写就是挂牌。")
    commands.verb("publish", "登记已经公示。", publish, CODE, delisting)
    until = day("until", help_="延到哪一天。")
    commands.verb("ask-extension", "申请延期整改，期满前20个工作日提出。", ask_extension, CODE, until, REASON)
    granted = click.option(
        "--grant/--refuse", "granted", required=True, default=None, help="同意或者不同意。"
    )
    commands.verb("extend", "答复延期申请。", extend, CODE, granted, REASON)


def _add_figures(commands: CommandGroup) -> None:
    def on_board(step: Step) -> Iterator[Row]:
        step.actor.require(Permission.HAZARDS_SEE)
        return (asdict(one) for one in board(step.session, step.now))

    def ranking(step: Step, month: date, by: str) -> Iterator[Row]:
        step.actor.require(Permission.HAZARDS_SEE)
        ranked = ranking_by_town if by == "town" else ranking_by_department
        return (
            {**asdict(one), "rate": round(one.rate, 4), "missing": one.missing}
            for one in ranked(step.session, month, step.now)
        )

    def unpublished(step: Step) -> Iterator[Row]:
        step.actor.require(Permission.HAZARDS_SEE)
        codes = unpublished_delistings(step.session, step.now)
        rows = step.session.scalars(select(Hazard).where(Hazard.code.in_(codes)).order_by(Hazard.code))
        return (hazard_row(one) for one in rows.all())

    commands.look("board", "挂牌督办一览。", on_board)
    by = click.option("--by", type=click.Choice(["town", "department"]), default="town", show_default=True)
    commands.look("ranking", "“3030”月度排名。", ranking, day("month", help_="当月任意一天。"), by)
    commands.look("unpublished", "销号以后该公示还没有公示的。", unpublished)


def _add_exchange(commands: CommandGroup) -> None:
    def exchanged(step: Step, file: Path, since: date, until: date, form: str) -> Row:
        names = {code: one.name for code, one in load_matrix(step.session).departments.items()}
        requests = service_requests(step.session, step.actor, since, until, names)
        with whole_file(file, must_be_new=True) as book:
            target = TextIOWrapper(book, encoding="utf-8", write_through=True)
            count = write_xml(target, requests) if form == "xml" else write_json(target, requests)
            target.detach()
        taken: dict[str, str | int | bool | None] = {"form": f"open311-{form}", "count": count}
        record(
            step.session, actor=step.actor, action="hazards.export", subject="hazards", now=step.now,
            detail=taken,
        )  # fmt: skip
        return {"file": str(file), "hazards": count}

    form = click.option("--form", type=click.Choice(["json", "xml"]), default="json", show_default=True)
    file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    commands.verb(
        "open311",
        "写成Open311（GeoReport v2）的服务请求，给别的系统读：群众举报和企业内部报告来的不出去。",
        exchanged,
        file,
        day("since", help_="第一天（登记的日子）。"),
        day("until", help_="最后一天。"),
        form,
    )
