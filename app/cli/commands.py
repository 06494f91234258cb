"""How commands in the name of a member of staff act, print and refuse.

Each command is one transaction in the name of one member of staff; the services ask whether they may. With
``--json`` every row is one object on one line.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from app.platform_words import STORE_AWAY, words_of
from app.wiring import Container
from core.clock import SHANGHAI
from core.errors import BadContent, RuleViolation, Unavailable
from core.types import Labelled
from deliveries.ports import GatewayRefusal
from staff.actors import Actor
from tipoffs.rewards.money import fen_of

T = TypeVar("T")
Row = Mapping[str, Any]
Rows = Row | Iterable[Row]
Parameter = Callable[[Any], Any]
"""A decorator of click: an option or an argument."""

NUMBER = click.argument("number")
REASON = click.option("--reason", required=True, help="理由。")
LIMIT = click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
# What moves the cursor or takes a line away would let somebody's words hide those of others in a list.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_JSON = click.option("--json", "as_json", is_flag=True, help="一行一个JSON。")
_AS = click.option("--as", "login", metavar="登录名", required=True, help="以谁的账号办理。")


def word(name: str, words: type[Labelled], *, required: bool = True, help_: str = "") -> Parameter:
    """An option for one word of an enumeration; it is handed on as a member."""
    members = {one.value: one for one in words}
    labels = help_ or "、".join(f"{one.value}={one.label}" for one in words)

    def read(_context: click.Context, _option: click.Parameter, value: str | None) -> Labelled | None:
        return None if value is None else members[value]

    kind = click.Choice(list(members))
    return click.option(f"--{name}", type=kind, required=required, callback=read, help=labels)


def day(name: str, *, into: str = "", help_: str = "") -> Parameter:
    """An option for a day; ``into`` is the name of the argument, where it is not that of the option."""

    def read(_context: click.Context, _option: click.Parameter, value: datetime) -> date:
        return value.date()

    kind, names = click.DateTime(["%Y-%m-%d"]), (f"--{name}", into or name.replace("-", "_"))
    return click.option(*names, type=kind, required=True, callback=read, metavar="年-月-日", help=help_)


def moment(name: str, *, into: str = "", required: bool = True, help_: str = "") -> Parameter:
    """An option for a moment as a clock in China shows it."""

    def read(_context: click.Context, _option: click.Parameter, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=SHANGHAI) if value else None

    kind = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"])
    names = (f"--{name}", into or name.replace("-", "_"))
    return click.option(
        *names, type=kind, required=required, callback=read, metavar="年-月-日 时:分", help=help_
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One verb as it is carried out: the transaction, who acts, and when."""

    session: Session
    actor: Actor
    now: datetime


Do = Callable[..., Rows]
"""Takes the ``Step`` and the options; gives back what is to be printed."""


class CommandGroup:
    """Adds commands with ``--as`` and ``--json`` to a click group."""

    def __init__(self, group: click.Group, container: Container) -> None:
        self._group = group
        self._container = container

    def verb(self, name: str, help_: str, do: Do, *parameters: Parameter) -> None:
        """A verb that changes something."""
        self._add(name, help_, do, parameters, is_looking=False)

    def look(self, name: str, help_: str, do: Do, *parameters: Parameter) -> None:
        """A verb that only looks."""
        self._add(name, help_, do, parameters, is_looking=True)

    def _add(
        self, name: str, help_: str, do: Do, parameters: Sequence[Parameter], *, is_looking: bool
    ) -> None:
        def run(*, login: str, as_json: bool, **given: Any) -> None:
            # The rows are read out while the transaction is open, and printed when it is through.
            for line in refusing(lambda: self._lines(login, as_json, do, given, is_looking)):
                click.echo(line)

        command: Any = run
        for parameter in (_JSON, _AS, *reversed(parameters)):
            command = parameter(command)
        self._group.command(name, help=help_)(command)

    def _lines(
        self, login: str, as_json: bool, do: Do, given: Mapping[str, Any], is_looking: bool
    ) -> list[str]:
        container, now = self._container, self._container.clock.now()
        if not is_looking:
            # A verb may tell the reporter: the key of what is told must exist before the transaction.
            container.cipher.ensure_key(now)
        with container.database.reading() if is_looking else container.database.writing() as session:
            actor = container.personnel.service.actor_of(session, login)
            return _lines(do(Step(session, actor, now), **given), as_json)


def fen(yuan: str) -> int:
    """An amount that somebody typed."""
    try:
        return fen_of(yuan)
    except ValueError:
        raise click.ClickException(f"金额“{yuan}”不对，要写成3000或者3000.15。") from None


def refusing(run: Callable[[], T]) -> T:
    """Do it; what a rule forbids is told in its own sentence."""
    try:
        return run()
    except RuleViolation as refused:
        raise click.ClickException(refused.sentence) from refused
    except BadContent as wrong:
        raise click.ClickException(str(wrong)) from wrong


def asking_platform(ask: Callable[[], T], head: str = "平台没有办") -> T:
    """Do what asks the platform; say what its refusal means and what to do about it."""
    try:
        return ask()
    except GatewayRefusal as refusal:
        raise click.ClickException(f"{head}：{words_of(refusal)}") from refusal
    except Unavailable as away:
        raise click.ClickException(f"{head}：{STORE_AWAY}") from away


def show(rows: Rows, as_json: bool) -> None:
    """Print rows."""
    for line in _lines(rows, as_json):
        click.echo(line)


def _lines(rows: Rows, as_json: bool) -> list[str]:
    several = [rows] if isinstance(rows, Mapping) else list(rows)
    if as_json:
        return [json.dumps(_plain(row), ensure_ascii=False) for row in several]
    return ["\t".join(_said(value) for value in row.values()) for row in several]


def _plain(value: Any) -> Any:
    match value:
        case Mapping():
            return {str(key): _plain(one) for key, one in value.items()}
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(SHANGHAI).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case str() | int() | float() | None:
            return value
        case _:
            return [_plain(one) for one in value]


def _said(value: Any) -> str:
    match value:
        case None:
            return ""
        case Labelled():
            return value.label
        case bool():
            return "是" if value else "否"
        case datetime():
            return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        case list() | tuple():
            return "、".join(_said(one) for one in value)
        case _:
            return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", str(value))
