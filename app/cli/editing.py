"""The verbs of the editors as commands, for whoever works without the pages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from app.cli.acting import AS
from app.cli.improving import say_told
from app.editors import Editors
from core.clock import SHANGHAI
from core.errors import BadContent, RuleViolation
from knowledge.articles import Article
from knowledge.editorial.differences import differences, written
from knowledge.editorial.editing import EditingService
from knowledge.editorial.revisions import history, open_revisions, revision_of
from knowledge.models import ArticleRevision
from knowledge.permissions import KnowledgePermission as May
from knowledge.reading import read_article

T = TypeVar("T")
Option = Callable[[Callable[..., None]], Callable[..., None]]

WHY = click.option("--reason", required=True, help="为什么。")
NOTE = click.option("--reason", default="", help="说明。")


def add_to(group: click.Group, editors: Editors) -> None:
    """Add the verbs to ``flask knowledge``."""
    _add_looking(group, editors)
    _add_writing(group, editors)
    _add_reviewing(group, editors)
    _add_publishing(group, editors)


def _add_looking(group: click.Group, editors: Editors) -> None:
    database = editors.container.database

    @group.command("drafts", help="列出还没发布的稿子，等得最久的在前。")
    def drafts() -> None:
        with database.reading() as session:
            found = open_revisions(session)
        for one in found:
            click.echo(_line(one))
        if not found:
            click.echo("没有等待处理的稿子。")

    @group.command("history", help="一条的全部稿子，新的在前。")
    @click.argument("article")
    @click.option("--json", "as_json", is_flag=True, help="带全文。")
    def history_(article: str, as_json: bool) -> None:
        with database.reading() as session:
            found = history(session, article)
        if not found:
            raise click.ClickException(f"没有编号是“{article}”的条目。")
        for one in found:
            click.echo(json.dumps(_tree(one), ensure_ascii=False) if as_json else _line(one))

    @group.command("diff", help="两稿之间改了什么。")
    @click.argument("article")
    @click.argument("old", type=int)
    @click.argument("new", type=int)
    def diff(article: str, old: int, new: int) -> None:
        def look(session: Session) -> list[Article]:
            numbers = (old, new)
            return [Article.from_tree(revision_of(session, article, one).body) for one in numbers]

        before, after = _reading(editors, look)
        click.echo(written(differences(before, after)))


def _add_writing(group: click.Group, editors: Editors) -> None:
    @group.command("draft", help="把一个文章文件存成草稿。")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--base", type=int, help="在第几稿上改的；新条目不写。")
    @AS
    @WHY
    def draft(file: Path, base: int | None, login: str | None, reason: str) -> None:
        def save(session: Session) -> ArticleRevision:
            now = editors.container.clock.now()
            author = editors.container.personnel.service.acting(session, login, May.WRITE)
            return editors.editing.save(
                session, read_article(file), base=base, author=author, reason=reason, now=now
            )

        _done(_writing(editors, save))

    @group.command("rollback", help="写一份和旧稿一样的新草稿，照常送审、发布。")
    @click.argument("article")
    @click.argument("number", type=int)
    @AS
    @WHY
    def rollback(article: str, number: int, login: str | None, reason: str) -> None:
        def do(session: Session) -> ArticleRevision:
            author = editors.container.personnel.service.acting(session, login, May.WRITE)
            now = editors.container.clock.now()
            return editors.editing.roll_back(session, article, number, author, reason, now)

        _done(_writing(editors, do))


def _add_reviewing(group: click.Group, editors: Editors) -> None:
    def verb(name: str, help_: str, do: Callable[..., ArticleRevision], reason: Option, may: May) -> None:
        @group.command(name, help=help_)
        @click.argument("article")
        @click.argument("number", type=int)
        @AS
        @reason
        def run(article: str, number: int, login: str | None, reason: str) -> None:
            def step(session: Session) -> ArticleRevision:
                actor = editors.container.personnel.service.acting(session, login, may)
                said = {"actor": actor, "reason": reason, "now": editors.container.clock.now()}
                return do(editors.editing, session, article, number, **said)

            _done(_writing(editors, step))

    verb("submit", "送审一稿。", EditingService.submit, NOTE, May.WRITE)
    verb("approve", "审核通过；不能审自己写的。", EditingService.approve, NOTE, May.REVIEW)
    verb("return", "退回修改。", EditingService.send_back, WHY, May.REVIEW)
    verb("discard", "作废没发布的一稿。", EditingService.discard, WHY, May.WRITE)


def _add_publishing(group: click.Group, editors: Editors) -> None:
    container = editors.container

    @group.command("publish", help="发布审核通过的一稿，几秒内全部生效，并告诉留过言的人。")
    @click.argument("article")
    @click.argument("number", type=int)
    @AS
    @NOTE
    def publish(article: str, number: int, login: str | None, reason: str) -> None:
        now = container.clock.now()
        container.cipher.ensure_key(now)

        def do(session: Session) -> tuple[ArticleRevision, list[int]]:
            actor = container.personnel.service.acting(session, login, May.PUBLISH)
            editors.telling.hold(session, [article])
            revision = editors.editing.publish(session, article, number, actor, now, reason)
            return revision, editors.telling.tell(session, [article], now)

        revision, told = _writing(editors, do)
        _done(revision)
        say_told(told)

    @group.command("retire", help="下线一条，群众就看不到了。")
    @click.argument("article")
    @AS
    @WHY
    def retire(article: str, login: str | None, reason: str) -> None:
        def do(session: Session) -> ArticleRevision:
            actor = container.personnel.service.acting(session, login, May.RETIRE)
            return editors.editing.retire(session, article, actor, reason, container.clock.now())

        _done(_writing(editors, do))

    @group.command("restore", help="恢复下线的一条。")
    @click.argument("article")
    @AS
    @WHY
    def restore(article: str, login: str | None, reason: str) -> None:
        def do(session: Session) -> ArticleRevision:
            actor = container.personnel.service.acting(session, login, May.RETIRE)
            return editors.editing.bring_back(session, article, actor, reason, container.clock.now())

        _done(_writing(editors, do))


def _writing(editors: Editors, do: Callable[[Session], T]) -> T:
    try:
        with editors.container.database.writing() as session:
            return do(session)
    except (RuleViolation, BadContent) as error:
        raise click.ClickException(str(error)) from error


def _reading(editors: Editors, do: Callable[[Session], T]) -> T:
    try:
        with editors.container.database.reading() as session:
            return do(session)
    except (RuleViolation, BadContent) as error:
        raise click.ClickException(str(error)) from error


def _done(revision: ArticleRevision) -> None:
    click.echo(f"{revision.article} 第{revision.number}稿：{revision.state.label}。")


def _line(one: ArticleRevision) -> str:
    at = one.created_at.astimezone(SHANGHAI)
    reviewer = f"，{one.reviewer}审" if one.reviewer else ""
    return (
        f"{one.article}\t第{one.number}稿\t{one.state.label}\t{at:%Y-%m-%d %H:%M}\t"
        f"{one.author}{reviewer}\t{one.origin.label}：{one.reason}"
    )


def _tree(one: ArticleRevision) -> dict[str, Any]:
    return {
        "article": one.article,
        "number": one.number,
        "base": one.base,
        "restores": one.restores,
        "state": one.state.value,
        "origin": one.origin.value,
        "author": one.author,
        "reason": one.reason,
        "created_at": one.created_at.astimezone(SHANGHAI).isoformat(),
        "reviewer": one.reviewer,
        "published_at": one.published_at and one.published_at.astimezone(SHANGHAI).isoformat(),
        "body": Article.from_tree(one.body).to_tree(),
    }
