"""``flask tipoffs tips verify …``: from the arrival of the verifiers to the answer in four parts."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from app.cli.commands import NUMBER, REASON, CommandGroup, Row, Step, moment, word
from app.wiring import Container
from core.errors import RuleViolation
from tipoffs.hazards.models import HazardLevel, HazardSource
from tipoffs.hazards.services import NewHazard, hazard_from
from tipoffs.tips.answers import AnswerParts
from tipoffs.tips.files import get_tip
from tipoffs.tips.models import Finding, Tip
from tipoffs.tips.verifying import Record


class BadHazard(RuleViolation):
    """What was given as a new hazard is not one."""

    sentence = (
        "新隐患要写成JSON，至少有level、object_name、description，例如"
        '{"level":"general","object_name":"某厂","description":"疏散通道堵塞"}。'
    )


def hazard_of(text: str, usual: Mapping[str, Any]) -> NewHazard:
    """A new hazard out of JSON; what it does not say is ``usual``. ``BadHazard`` where that is not enough."""
    try:
        said = json.loads(text)
        if not isinstance(said, dict) or not said.get("description"):
            raise BadHazard
        known = {**usual, **said}
        if not known.get("region"):
            raise BadHazard("还不知道在哪个区划，请在隐患里写明region（区划代码）。")
        return hazard_from(known)
    except (ValueError, TypeError, KeyError) as error:
        raise BadHazard from error


def add_verifying(commands: CommandGroup, container: Container) -> None:
    """The verbs between 签收 and the answer."""
    _add_findings(commands, container)
    _add_answering(commands, container)


def _add_findings(commands: CommandGroup, container: Container) -> None:
    tips = container.casework.tips

    def verify(
        step: Step,
        number: str,
        finding: Finding,
        record: str,
        second: str,
        at: datetime | None,
        evidence: tuple[str, ...],
        new: tuple[str, ...],
        known: tuple[str, ...],
    ) -> Row:
        usual = _usual(get_tip(step.session, number))
        written = Record(
            finding,
            record,
            at or step.now,
            second,
            evidence,
            (*(hazard_of(one, usual) for one in new), *known),
        )
        return _row(tips.verify(step.session, number, written, step.actor, step.now))

    def co_sign(step: Step, number: str) -> Row:
        return _row(tips.co_sign(step.session, number, step.actor, step.now))

    def send_back(step: Step, number: str, reason: str) -> Row:
        return _row(tips.send_back(step.session, number, step.actor, step.now, reason))

    def sign_off(step: Step, number: str) -> Row:
        return _row(tips.sign_off(step.session, number, step.actor, step.now))

    def link(step: Step, number: str, hazard: str) -> Row:
        return _row(tips.link(step.session, number, hazard, step.actor, step.now))

    record = (
        word("finding", Finding),
        click.option("--record", required=True, help="看到、问到、量到的情况。"),
        click.option("--second", required=True, metavar="登录名", help="第二核查人。"),
        moment("at", required=False, help_="到现场的时间；不写就是现在。"),
        click.option("--evidence", multiple=True, help="核查人员自己拍的照片、录像，证据库里的名称。"),
        click.option("--hazard", "new", multiple=True, metavar="JSON", help="新发现的隐患，可以写几个。"),
        click.option("--hazard-code", "known", multiple=True, metavar="隐患编码", help="已登记的隐患。"),
    )
    commands.verb("verify", "两名核查人员形成书面材料。", verify, NUMBER, *record)
    commands.verb("co-sign", "第二核查人确认。", co_sign, NUMBER)
    commands.verb("send-back", "分管领导退回核查材料。", send_back, NUMBER, REASON)
    commands.verb("sign-off", "分管领导签批；属实的登记隐患，转整改跟踪。", sign_off, NUMBER)
    hazard = click.option("--hazard", required=True, metavar="隐患编码")
    commands.verb("link", "关联已登记的隐患。", link, NUMBER, hazard)


def _add_answering(commands: CommandGroup, container: Container) -> None:
    tips = container.casework.tips

    def extend(step: Step, number: str, days: int, reason: str, asked_by: str) -> Row:
        return _row(tips.extend(step.session, number, days, step.actor, step.now, reason, asked_by=asked_by))

    def answer(
        step: Step, number: str, account: str, decision: str, reward: str, merged: tuple[str, ...]
    ) -> Row:
        parts = AnswerParts(account, decision, reward)
        rewards = dict(one.partition("=")[::2] for one in merged)
        return _row(tips.answer(step.session, number, parts, step.actor, step.now, rewards=rewards))

    days = click.option("--days", type=click.IntRange(1, 30), required=True, help="延长多少日，最多30。")
    asked = click.option("--asked-by", default="", metavar="登录名", help="谁申请延期。")
    commands.verb("extend", "批准延期，一次；理由告知举报人。", extend, NUMBER, days, REASON, asked)
    parts = (
        click.option("--account", required=True, help="简要核查情况。"),
        click.option("--decision", required=True, help="处理决定。"),
        click.option("--reward", required=True, help="符合奖励条件情况。"),
        click.option("--reward-of", "merged", multiple=True, metavar="编号=内容", help="并案件的奖励情况。"),
    )
    commands.verb("answer", "答复举报人；四部分缺一不可，结论由签批带出。", answer, NUMBER, *parts)


def _usual(tip: Tip) -> dict[str, Any]:
    level = tip.level or HazardLevel.GENERAL
    return {
        "region": tip.region,
        "category": tip.category,
        "level": level.value,
        "source": HazardSource.TIP.value,
        "address": tip.shared_place or "",
        "object_name": tip.object_name,
        "description": "",
    }


def _row(tip: Tip) -> Row:
    return {
        "number": tip.number,
        "state": tip.state,
        "finding": tip.finding,
        "answer_by": tip.answer_by,
        "object_until": tip.object_until,
    }
