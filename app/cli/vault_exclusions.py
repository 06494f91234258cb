"""``flask vault exclude|excluded|strike-off``: the list of people who may not be rewarded.

Telephone and ID number come in by a file (``-`` for standard input), so that no history of a shell keeps
them; what is listed has numbers of entries and no person.
"""

import json
from collections.abc import Iterator
from typing import Any

import click

from app.cli.commands import CommandGroup, Row, Step, word
from app.wiring import Container
from core.errors import RuleViolation
from tipoffs.vault.contents import Identity
from tipoffs.vault.exclusions import ExclusionList
from tipoffs.vault.status import Exclusion

FORM = "JSON：phone（电话）、id_number（证件号码），至少写一项"


class BadEntry(RuleViolation):
    """What was handed in names nobody."""

    sentence = f"名单要写成{FORM}。"


def add_exclusions(group: click.Group, container: Container) -> None:
    """Three verbs: enter, look, strike off."""

    def exclusions() -> ExclusionList:
        return container.casework.vault.exclusions

    def exclude(step: Step, file: Any, why: Exclusion) -> Row:
        entry = exclusions().enter(step.session, _read(file.read()), why, step.actor, step.now)
        return {"entry": entry.case}

    def excluded(step: Step) -> Iterator[Row]:
        for one in exclusions().entries(step.session, step.actor):
            yield {"entry": one.case, "why": one.why, "listed_by": one.listed_by, "listed_at": one.listed_at}

    def strike_off(step: Step, entry: str) -> Row:
        exclusions().strike_off(step.session, entry, step.actor, step.now)
        return {"entry": entry}

    commands = CommandGroup(group, container)
    form = click.argument("file", type=click.File("r", encoding="utf-8"))
    commands.verb(
        "exclude",
        f"登记不予奖励人员；领奖时对上了就暂缓发放。{FORM}；-表示从标准输入读。",
        exclude,
        form,
        word("why", Exclusion),
    )
    commands.look("excluded", "不予奖励人员名单：编号、情形、谁登记的；不显示是谁。", excluded)
    commands.verb("strike-off", "从名单去掉一项，连同封存的号码。", strike_off, click.argument("entry"))


def _read(text: str) -> Identity:
    try:
        told = json.loads(text)
        phone, id_number = (str(told.get(name) or "").strip() for name in ("phone", "id_number"))
    except (ValueError, AttributeError) as error:
        raise BadEntry from error
    return Identity(phone=phone or None, id_number=id_number or None)
