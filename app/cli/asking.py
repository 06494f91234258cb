"""``flask ask``: what the account would answer, by the very path a message takes, leaving no trace."""

import json
import re
from typing import Any, TextIO

import click

from app.trial import Citizen, scratch_container
from app.wiring import Container
from core.errors import AnwenError

# Bytes that are none of UTF-8, as they were read.
_NO_UTF8 = re.compile("[\udc80-\udcff]")


def command(container: Container) -> click.Command:
    """The command ``ask``."""

    @click.command("ask", help="问一句，看公众号怎么答；不留任何记录。")
    @click.argument("question", required=False)
    @click.option(
        "--batch",
        type=click.File("r", encoding="utf-8-sig", errors="surrogateescape"),
        help="JSON 行文件，每行有 q：一句话，或几轮话的列表。",
    )
    @click.option("--json", "as_json", is_flag=True, help="以 JSON 输出全部细节。")
    def ask(question: str | None, batch: TextIO | None, as_json: bool) -> None:
        if (question is None) == (batch is None):
            raise click.UsageError("请给一个问题，或者用 --batch 给一个文件。")
        with scratch_container(container) as trial:
            if batch is not None:
                for line in batch:
                    if line.strip():
                        _print_json(_answer_line(trial, line))
                return
            answer = Citizen(trial).says(str(question))
            if as_json:
                _print_json({"q": question} | answer)
            else:
                click.echo(answer["reply"])
                click.echo(f"[{answer['decision']} {answer['article'] or '—'} {answer['score']}]", err=True)

    return ask


def _answer_line(trial: Container, line: str) -> dict[str, Any]:
    """The answer to one line of a batch; what is wrong with the line becomes its result."""
    if _NO_UTF8.search(line):
        return {"error": "这一行不是 UTF-8 编码。"}
    try:
        row = json.loads(line)
        asked = row["q"]
        turns = [asked] if isinstance(asked, str) else asked
        if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        return {"error": "这一行要是 JSON，并且有 q：一句话，或几轮话的列表。"}
    try:
        citizen = Citizen(trial)
        answers = [citizen.says(turn) for turn in turns]
    except (AnwenError, ValueError) as error:
        return {"q": asked, "error": str(error)}
    return {"q": asked} | answers[-1]


def _print_json(row: dict[str, Any]) -> None:
    # Half of a surrogate pair, which JSON can say and UTF-8 cannot, stays the escape that it was.
    click.echo(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace"))
