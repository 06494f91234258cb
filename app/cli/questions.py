"""``flask questions``: what citizens left for the staff, and the replies."""

import json

import click

from app.cli.acting import AS
from app.editors import Editors
from app.wiring import Container
from core.clock import SHANGHAI
from core.errors import RuleViolation
from knowledge.permissions import KnowledgePermission


def command(container: Container) -> click.Group:
    """The group ``questions``."""
    editors = Editors(container)

    @click.group("questions", help="市民给工作人员的留言。")
    def group() -> None:
        pass

    @group.command("list", help="列出还没有回复的留言，等得最久的在前。")
    @click.option("--json", "as_json", is_flag=True)
    @click.option("--limit", default=50, show_default=True)
    def list_(as_json: bool, limit: int) -> None:
        with container.database.reading() as session:
            found = container.questions.list_open(session, limit=limit)
        for one in found:
            left_at = one.left_at.astimezone(SHANGHAI)
            if as_json:
                row = {"id": one.id, "left_at": left_at.isoformat(), "text": one.text}
                click.echo(json.dumps(row, ensure_ascii=False))
            else:
                click.echo(f"{one.id}\t{left_at:%m-%d %H:%M}\t{one.text}")
        if not found and not as_json:
            click.echo("没有等待回复的留言。")

    @group.command("answer", help="回复一条留言；微信允许时立即发给市民。")
    @click.argument("number", type=int)
    @click.argument("answer")
    @AS
    def answer(number: int, answer: str, login: str | None) -> None:
        now = container.clock.now()
        container.cipher.ensure_key(now)
        try:
            with container.database.writing() as session:
                actor = container.personnel.service.acting(session, login, KnowledgePermission.ANSWER)
                question = container.questions.answer(session, number, answer, actor, now)
                editors.send_reply(session, question, now)
        except (RuleViolation, ValueError) as error:
            raise click.ClickException(str(error)) from error
        click.echo("已回复。")

    return group
