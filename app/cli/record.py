"""``flask tipoffs record``: a tip that came by telephone (12350, 12345), taken down by an operator."""

import json
from dataclasses import replace
from typing import Any

import click

from app.cli.commands import CommandGroup, Row, Step
from app.wiring import Container
from core.errors import RuleViolation
from tipoffs.intake.draft import Draft
from tipoffs.tips.models import Mode
from tipoffs.vault.contents import Identity

FORM = (
    "JSON：facts（反映的情况）、mode（real_name实名、confidential保密、anonymous匿名），"
    "可以有object_name、address、happened、latitude、longitude、name、phone"
)
_TOLD = ("facts", "object_name", "address", "happened")


class BadForm(RuleViolation):
    """What was typed is no report."""

    sentence = f"来电内容要写成{FORM}。"


def add_record(group: click.Group, container: Container) -> None:
    """One verb: the words come by a file, so that no history of a shell keeps them."""

    def record(step: Step, file: Any) -> Row:
        draft, who = _read(file.read())
        receipt = container.intake.recording.record(step.session, draft, who, step.actor, step.now)
        return {
            "number": receipt.number,
            "code": receipt.code,
            "decide_on": receipt.decide_on,
            "is_emergency": receipt.is_emergency,
        }

    commands = CommandGroup(group, container)
    form = click.argument("file", type=click.File("r", encoding="utf-8"))
    commands.verb(
        "record", f"代录来电举报；查询码只显示这一次，请念给来电人。{FORM}；-表示从标准输入读。", record, form
    )


def _read(text: str) -> tuple[Draft, Identity]:
    try:
        said = json.loads(text)
        mode = Mode[str(said["mode"]).upper()]
        told: dict[str, Any] = {name: str(said.get(name) or "").strip() for name in _TOLD}
        point = [None if said.get(name) is None else float(said[name]) for name in ("latitude", "longitude")]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadForm from error
    if not told["facts"]:
        raise BadForm
    draft = replace(Draft(**told, mode=mode.value), latitude=point[0], longitude=point[1])
    if mode is Mode.ANONYMOUS:
        return draft, Identity()
    return draft, Identity(said.get("name") or None, said.get("phone") or None)
