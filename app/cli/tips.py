"""``flask tipoffs tips``: the steps of intake, dispatching and answering."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from app.cli.commands import LIMIT, NUMBER, REASON, CommandGroup, Row, Step, word
from app.cli.tips_verifying import add_verifying
from app.wiring import Container
from core.sort_orders import Page
from tipoffs.hazards.models import HazardLevel
from tipoffs.permissions import Permission
from tipoffs.tips.declines import DECLINES
from tipoffs.tips.models import Tip
from tipoffs.tips.outside import Decision
from tipoffs.tips.queries import TipFile, tip_file
from tipoffs.tips.status import TipState
from tipoffs.tips.views import UNIT_ORDERS, UnitView, unit_list, unit_view
from tipoffs.worklists import TipLine, Wanted, newest_tips

UNIT = click.option("--unit", metavar="部门代码", required=True, help="交给哪个部门。")


def command(container: Container) -> click.Group:
    """The group ``tips``."""

    @click.group("tips", help="举报件：受理、交办、核查、答复、办结。")
    def group() -> None:
        pass

    commands = CommandGroup(group, container)
    _add_looking(commands, container)
    _add_reading(commands, container)
    _add_intake(commands, container)
    _add_notes(commands, container)
    _add_dispatching(commands, container)
    add_verifying(commands, container)
    _add_ending(commands, container)
    _add_colleagues(commands, container)
    return group


def tip_row(tip: Tip | TipLine) -> Row:
    """A tip as a line: nothing that a reporter said or is."""
    return {
        "number": tip.number,
        "state": tip.state,
        "kind": tip.kind,
        "category": tip.category,
        "region": tip.region,
        "department": tip.department,
        "level": tip.level,
        "finding": tip.finding,
        "answer_by": tip.answer_by,
        "held_by": tip.held_by,
    }


def unit_row(view: UnitView) -> Row:
    """A tip as its unit may know it."""
    return {name: getattr(view, name) for name in view.__slots__}


def _add_looking(commands: CommandGroup, container: Container) -> None:
    office = container.casework.tips.office

    def listed(
        step: Step, state: TipState | None, category: str | None, department: str | None, limit: int
    ) -> Iterator[Row]:
        if _is_unit(step):
            return (
                unit_row(one)
                for one in unit_list(step.session, step.actor, Page(UNIT_ORDERS[0], limit=limit))
            )
        wanted = Wanted([state] if state else (), department=department, category=category)
        return (tip_row(one) for one in newest_tips(step.session, step.actor, wanted, limit=limit))

    def shown(step: Step, number: str) -> Row:
        if _is_unit(step):
            return unit_row(unit_view(step.session, number, step.actor))
        return _file_row(tip_file(step.session, office, number, step.actor))

    filters = (
        word("state", TipState, required=False, help_="状态。"),
        click.option("--category", help="行业代码。"),
        click.option("--department", help="部门代码。"),
        LIMIT,
    )
    commands.look("list", "列出管辖范围内的举报件；承办单位只看到交给自己的。", listed, *filters)
    commands.look("show", "一件举报；承办单位只看到转办摘要。", shown, NUMBER)


def _file_row(found: TipFile) -> Row:
    tip = found.tip
    steps = [f"{one.at:%Y-%m-%d} {one.action.label} {one.actor} {one.reason}" for one in found.steps]
    return {
        **tip_row(tip),
        "place": tip.address,
        "object": tip.object_name,
        "summary": tip.shared_summary,
        "accepted_at": tip.accepted_at,
        "involves_death": tip.involves_death,
        "also_found": tip.also_found,
        "master": tip.master,
        "arrival_rank": tip.arrival_rank,
        "hazards": found.hazards,
        "steps": steps,
    }


def _add_reading(commands: CommandGroup, container: Container) -> None:
    def words(step: Step, number: str) -> Iterator[Row]:
        said = container.casework.tips.read_words(step.session, number, step.actor, step.now)
        return ({"at": one.at, "statement": one.statement, "words": one.words} for one in said)

    def similar(step: Step, number: str) -> Iterator[Row]:
        found = container.casework.similar.similar(step.session, number, step.actor, step.now)
        return (
            {
                "number": one.number,
                "what": "举报" if one.is_tip else "隐患",
                "state": one.state,
                "closed": one.is_closed,
                "score": one.score,
                "metres": one.metres,
                "days": one.days,
                "reasons": list(one.reasons),
            }
            for one in found
        )

    commands.look("similar", "可能是同一件事的举报和隐患，已办结的也列出，写明理由。", similar, NUMBER)
    commands.verb("words", "查看举报原文；每次查看都有记录。", words, NUMBER)


def _add_intake(commands: CommandGroup, container: Container) -> None:
    tips = container.casework.tips

    def accept(step: Step, number: str, level: HazardLevel | None, reason: str) -> Row:
        return tip_row(tips.accept(step.session, number, step.actor, step.now, level=level, reason=reason))

    def decline(step: Step, number: str, code: str) -> Row:
        return tip_row(tips.decline(step.session, number, code, step.actor, step.now))

    def ask(step: Step, number: str, question: str) -> Row:
        return tip_row(tips.ask_more(step.session, number, question, step.actor, step.now))

    def supply(step: Step, number: str, words: str) -> Row:
        return tip_row(tips.supply(step.session, number, words, step.actor, step.now))

    def stop_waiting(step: Step, number: str, reason: str) -> Row:
        return tip_row(tips.stop_waiting(step.session, number, step.actor, step.now, reason))

    def transfer(step: Step, number: str, to: str, reason: str) -> Row:
        return tip_row(tips.transfer(step.session, number, to, step.actor, step.now, reason))

    level = word("level", HazardLevel, required=False)
    why = click.option("--reason", default="", help="移送退回后受理要写明理由。")
    code = click.option("--code", type=click.Choice(list(DECLINES)), required=True, help="不予受理的理由。")
    commands.verb("accept", "受理；60日开始计算。", accept, NUMBER, level, why)
    commands.verb("decline", "不予受理，告知理由、依据和其他渠道。", decline, NUMBER, code)
    question = click.option("--question", required=True, help="要举报人补充什么。")
    commands.verb("ask", "请举报人补充；受理期限暂停。", ask, NUMBER, question)
    commands.verb(
        "supply",
        "来电补充的内容代录。",
        supply,
        NUMBER,
        click.option("--words", required=True, help="内容。"),
    )
    commands.verb("stop-waiting", "不再等待补充。", stop_waiting, NUMBER, REASON)
    to = click.option("--to", required=True, help="移送给哪个部门，写全称，举报人会看到。")
    commands.verb("transfer", "移送其他部门。", transfer, NUMBER, to, REASON)


def _add_notes(commands: CommandGroup, container: Container) -> None:
    tips = container.casework.tips

    def summarise(step: Step, number: str, summary: str, place: str, shares_point: bool) -> Row:
        return tip_row(
            tips.summarise(
                step.session, number, summary, place, step.actor, step.now, shares_point=shares_point
            )
        )

    def exclude(step: Step, number: str, units: tuple[str, ...], officers: tuple[str, ...]) -> Row:
        return tip_row(tips.exclude(step.session, number, units, officers, step.actor, step.now))

    def allege_death(step: Step, number: str, reason: str) -> Row:
        return tip_row(tips.allege_death(step.session, number, step.actor, step.now, reason))

    def emergency(step: Step, number: str, reason: str) -> Row:
        return tip_row(tips.flag_emergency(step.session, number, step.actor, step.now, reason))

    summary = (
        click.option("--summary", required=True, help="用自己的话写，不能照抄原文。"),
        click.option("--place", required=True, help="给承办单位看的地点。"),
        click.option("--shares-point", is_flag=True, help="地图上的点是隐患的位置，可以给承办单位看。"),
    )
    commands.verb("summarise", "写转办摘要。", summarise, NUMBER, *summary)
    named = (
        click.option("--unit", "units", multiple=True, metavar="部门代码"),
        click.option("--officer", "officers", multiple=True, metavar="登录名"),
    )
    commands.verb("exclude", "登记举报里提到的部门和人员，回避。", exclude, NUMBER, *named)
    commands.verb("allege-death", "标记涉及死亡。", allege_death, NUMBER, REASON)
    commands.verb("emergency", "转紧急联动。", emergency, NUMBER, REASON)


def _add_dispatching(commands: CommandGroup, container: Container) -> None:
    tips = container.casework.tips

    def propose(step: Step, number: str) -> Row:
        found = container.casework.handing_over.propose(step.session, number, step.actor)
        return {
            "number": number,
            "lead": found.lead,
            "co_handlers": found.co_handlers,
            "rule": found.rule,
            "reason": found.reason,
        }

    def dispatch(step: Step, number: str, unit: str | None, reason: str | None) -> Row:
        handed = container.casework.handing_over.dispatch(
            step.session, number, unit, reason or "", step.actor, step.now
        )
        return tip_row(handed)

    def sign(step: Step, number: str) -> Row:
        tips.receive(step.session, number, step.actor, step.now)
        return _own_row(step, container, number)

    def return_(step: Step, number: str, reason: str) -> Row:
        return {
            "number": number,
            "state": tips.return_(step.session, number, step.actor, step.now, reason).state,
        }

    def merge(step: Step, number: str, into: str) -> Row:
        return tip_row(tips.merge(step.session, number, into, step.actor, step.now))

    def unmerge(step: Step, number: str, reason: str) -> Row:
        return tip_row(tips.unmerge(step.session, number, step.actor, step.now, reason))

    def lead(step: Step, number: str) -> Row:
        return tip_row(tips.lead_by_government(step.session, number, step.actor, step.now))

    def begin_verifying(step: Step, number: str, unit: str) -> Row:
        return tip_row(tips.begin_verifying(step.session, number, unit, step.actor, step.now))

    def downgrade(step: Step, number: str, reason: str) -> Row:
        return tip_row(tips.downgrade(step.session, number, step.actor, step.now, reason))

    commands.look("propose", "按责任分工建议承办单位，说明理由；只看不办。", propose, NUMBER)
    unit = click.option("--unit", metavar="部门代码", help="不写就按建议交办。")
    why = click.option("--reason", help="不按建议交办的理由。")
    commands.verb("dispatch", "交办；退回两次以后由分管领导定。", dispatch, NUMBER, unit, why)
    commands.verb("sign", "承办单位签收，开始核查。", sign, NUMBER)
    commands.verb("return", "承办单位退回。", return_, NUMBER, REASON)
    into = click.option("--into", required=True, metavar="主件编号")
    commands.verb("merge", "并案；先到的仍然是先到。", merge, NUMBER, into)
    commands.verb("unmerge", "拆分并案。", unmerge, NUMBER, REASON)
    commands.verb("lead-by-government", "涉及死亡的，提请政府组织核查。", lead, NUMBER)
    commands.verb("begin-verifying", "政府已指定部门，开始核查。", begin_verifying, NUMBER, UNIT)
    commands.verb("downgrade", "取消涉死亡提级。", downgrade, NUMBER, REASON)


def _add_ending(commands: CommandGroup, container: Container) -> None:
    tips = container.casework.tips

    def hand_up(step: Step, number: str, how: str) -> Row:
        handed = tips.hand_up(step.session, number, step.actor, step.now, how)
        return {"number": number, "authority": handed.authority, "at": handed.handed_at}

    def review(
        step: Step,
        number: str,
        outcome: str,
        reason: str,
        document: str,
        decided_on: datetime | None,
        paper: Path | None,
    ) -> Row:
        decision = None
        if document and decided_on is not None:
            decision = Decision(document, decided_on.date(), paper.read_bytes() if paper else b"")
        return tip_row(
            tips.re_review(step.session, number, outcome, step.actor, step.now, reason, decision=decision)
        )

    def close(step: Step, number: str) -> Row:
        return tip_row(tips.close(step.session, number, step.actor, step.now))

    def archive(step: Step, number: str) -> Row:
        return tip_row(tips.archive(step.session, number, step.actor, step.now))

    def reopen(step: Step, number: str, reason: str) -> Row:
        return tip_row(tips.reopen(step.session, number, step.actor, step.now, reason))

    def call_back(step: Step, number: str, text: str) -> Row:
        kept = tips.call_back(step.session, number, text, step.actor, step.now)
        return {"number": number, "at": kept.at, "text": kept.text}

    outcome = click.option(
        "--outcome",
        type=click.Choice(["upheld", "redone", "admitted"]),
        required=True,
        help="upheld=维持、redone=重新核查、admitted=改为受理。",
    )
    outside = (
        click.option("--document", default="", metavar="文号", help="县以上复查机关的文书；连同日期和文件。"),
        click.option("--decided-on", type=click.DateTime(["%Y-%m-%d"]), metavar="年-月-日"),
        click.option("--paper", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    )
    how = click.option("--how", default="", help="怎样移交的；不写就按本局登记的。")
    commands.verb("hand-up", "对本县结论的异议，移交上一级复查机关；30日照样在走。", hand_up, NUMBER, how)
    commands.verb("review", "异议复查，由没有参与的人办理。", review, NUMBER, outcome, REASON, *outside)
    commands.verb("close", "办结；异议期满或者移送以后。", close, NUMBER)
    commands.verb("archive", "归档。", archive, NUMBER)
    commands.verb("reopen", "督办员重新打开已办结件。", reopen, NUMBER, REASON)
    text = click.option("--text", required=True, help="举报人怎么说。")
    commands.verb("call-back", "登记办结后的回访。", call_back, NUMBER, text)


def _add_colleagues(commands: CommandGroup, container: Container) -> None:
    tips = container.casework.tips

    def hold(step: Step, number: str) -> Row:
        until = tips.hold(step.session, number, step.actor, step.now)
        return {"number": number, "held_by": step.actor.id, "until": until}

    def release(step: Step, number: str) -> Row:
        tips.release(step.session, number, step.actor)
        return {"number": number, "held_by": None}

    def note(step: Step, number: str, text: str) -> Row:
        kept = tips.note(step.session, number, text, step.actor, step.now)
        return {"number": number, "at": kept.at, "text": kept.text}

    def notes(step: Step, number: str) -> Iterator[Row]:
        found = tips.notes(step.session, number, step.actor)
        return ({"at": one.at, "author": one.author, "text": one.text} for one in found)

    commands.verb("hold", "占用15分钟，免得两个人同时办。", hold, NUMBER)
    commands.verb("release", "不再占用。", release, NUMBER)
    commands.verb(
        "note", "写内部备注。", note, NUMBER, click.option("--text", required=True, help="只有局内人员看到。")
    )
    commands.look("notes", "内部备注；承办单位看不到。", notes, NUMBER)


def _is_unit(step: Step) -> bool:
    return step.actor.may(Permission.TIPS_HANDLE) and not step.actor.may(Permission.TIPS_SEE)


def _own_row(step: Step, container: Container, number: str) -> Row:
    """A unit reads back what a unit may know."""
    if _is_unit(step):
        return unit_row(unit_view(step.session, number, step.actor))
    return tip_row(tip_file(step.session, container.casework.tips.office, number, step.actor).tip)
