"""``flask campaigns content``: writing, the three readings, previews, publishing, and every rendering."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from app.cli.campaign_renderings import add_rendering
from app.cli.commands import LIMIT, REASON, CommandGroup, Parameter, Row, Step, refusing, word
from app.wiring import Container
from campaigns.content.frontmatter import ManuscriptFile, read_manuscript
from campaigns.content.models import ContentPublication, ContentStep, ContentVersion
from campaigns.content.pictures import KeptPhoto
from campaigns.content.queries import CONTENT_ORDERS, ContentWanted, content_file, content_lines
from campaigns.content.renderings import PATH
from campaigns.content.rules import Manuscript
from campaigns.content.services import ContentService
from campaigns.content.status import ContentState
from core.clock import china_date
from core.errors import BadContent
from core.sort_orders import Page

ITEM = click.argument("item", type=int, metavar="编号")
OPINION = click.option("--opinion", required=True, help="意见。")


def add_to(group: click.Group, container: Container) -> None:
    """Add the group ``content`` to ``flask campaigns``."""

    @group.group("content", help="宣传内容：起草、三级审核（初审、审核、签发）、预览、发布、下架。")
    def content() -> None:
        pass

    commands = CommandGroup(content, container)
    _add_writing(commands, container)
    _add_reviewing(commands, container)
    _add_publishing(commands, container)
    add_rendering(commands, container)


def version_row(version: ContentVersion) -> Row:
    """A version as a line."""
    return {
        "item": version.item_id,
        "version": version.number,
        "state": version.state,
        "title": version.title,
        "written_by": version.written_by,
    }


def publication_row(row: ContentPublication) -> Row:
    """A publication as a line."""
    return {
        "publication": row.id,
        "state": row.state,
        "article_url": row.article_url,
        "failure": row.failure,
        "requested_at": row.requested_at,
    }


def _add_writing(commands: CommandGroup, container: Container) -> None:
    service = container.content.service

    file_argument = _file(container)

    def add(step: Step, file: Handed, campaign: int | None) -> Row:
        number = campaign if campaign is not None else file.read.campaign_id
        manuscript = file.enter(step, service)
        return version_row(service.add(step.session, manuscript, step.actor, step.now, campaign_id=number))

    def edit(step: Step, item: int, file: Handed) -> Row:
        manuscript = file.enter(step, service)
        return version_row(service.edit(step.session, item, manuscript, step.actor, step.now))

    def submit(step: Step, item: int) -> Row:
        return version_row(service.submit(step.session, item, step.actor, step.now))

    def listed(step: Step, state: ContentState | None, campaign: int | None, limit: int) -> Iterator[Row]:
        wanted = ContentWanted([state] if state else (), campaign)
        found = content_lines(step.session, step.actor, wanted, page=Page(CONTENT_ORDERS[0], limit=limit))
        return (
            {
                "item": one.item_id,
                "version": one.version,
                "state": one.state,
                "title": one.title,
                "campaign": one.campaign_id,
                "written_by": one.written_by,
                "issued": one.is_issued,
            }
            for one in found
        )

    def show(step: Step, item: int) -> Row:
        found = content_file(step.session, item, step.actor)
        newest = found.newest
        numbers = {one.id: one.number for one in found.versions}
        return {
            **version_row(newest),
            "issued_version": found.issued.number if found.issued else None,
            "campaign": found.item.campaign_id,
            "digest": newest.digest,
            "source": f"{newest.source_from} {newest.source_title} {newest.source_url}".strip(),
            "page": f"{container.content.public_url}{PATH}{item}" if found.issued else None,
            "steps": [_step_line(numbers[one.version_id], one) for one in found.steps],
            "publications": [
                _joined(f"第{numbers[one.version_id]}稿", one.state.label, one.article_url, one.failure)
                for one in found.publications
            ],
            "hindrances": container.content.publishing.hindrances(step.session, found.issued or newest),
        }

    campaign = click.option("--campaign", type=int, help="宣传计划的编号；写了就以它为准。")
    mine = click.option("--campaign", type=int, help="只看这个宣传计划的。")
    state = word("state", ContentState, required=False, help_="状态。")
    commands.verb("add", "从Markdown文件起草一篇；配图可以是旁边的文件。", add, file_argument, campaign)
    commands.verb("edit", "改稿；办过任何一步的，成为新的一稿，重新三审。", edit, ITEM, file_argument)
    commands.verb("submit", "送审。", submit, ITEM)
    commands.look("list", "列出宣传内容。", listed, state, mine, LIMIT)
    commands.look("show", "一篇内容：各稿、各步意见、发布情况。", show, ITEM)


def _add_reviewing(commands: CommandGroup, container: Container) -> None:
    service = container.content.service

    def first_review(step: Step, item: int, opinion: str) -> Row:
        return version_row(service.first_review(step.session, item, step.actor, step.now, opinion))

    def review(step: Step, item: int, opinion: str) -> Row:
        return version_row(service.review(step.session, item, step.actor, step.now, opinion))

    def issue(step: Step, item: int, opinion: str) -> Row:
        version = service.issue(step.session, item, step.actor, step.now, opinion)
        return {**version_row(version), "page": f"{container.content.public_url}{PATH}{item}"}

    def send_back(step: Step, item: int, opinion: str) -> Row:
        return version_row(service.send_back(step.session, item, step.actor, step.now, opinion))

    def withdraw(step: Step, item: int, reason: str) -> Row:
        version = service.withdraw(step.session, item, step.actor, step.now, reason)
        is_out = container.content.publishing.is_published(step.session, item)
        hint = "公众号上还有这篇，请再办理下架（take-down）。" if is_out else None
        return {**version_row(version), "hint": hint}

    commands.verb("first-review", "初审。", first_review, ITEM, OPINION)
    commands.verb("review", "审核；和初审不能是同一个人。", review, ITEM, OPINION)
    commands.verb("issue", "签发；签发以后公众就能看到。", issue, ITEM, OPINION)
    commands.verb("send-back", "退回起草人修改。", send_back, ITEM, OPINION)
    commands.verb("withdraw", "撤回整篇，网页马上看不到。", withdraw, ITEM, REASON)


def _add_publishing(commands: CommandGroup, container: Container) -> None:
    publishing = container.content.publishing

    def preview(step: Step, item: int, logins: tuple[str, ...], wxnames: tuple[str, ...]) -> Iterator[Row]:
        rows = publishing.preview(step.session, item, step.actor, step.now, logins=logins, wxnames=wxnames)
        return ({"preview": one.id, "to": one.login or one.wxname, "state": one.state} for one in rows)

    def publish(step: Step, item: int) -> Row:
        has_older = publishing.is_published(step.session, item)
        row = publication_row(publishing.publish(step.session, item, step.actor, step.now))
        hint = (
            "上一稿还在公众号上，发布以后会有两篇；不要旧的，先办理下架（take-down）。" if has_older else None
        )
        return {**row, "hint": hint}

    def take_down(step: Step, item: int, reason: str) -> Iterator[Row]:
        rows = publishing.take_down(step.session, item, step.actor, step.now, reason)
        return (publication_row(one) for one in rows)

    to = click.option(
        "--to", "logins", multiple=True, metavar="登录名", help="绑定了微信的同事，可以写几次。"
    )
    names = click.option("--wxname", "wxnames", multiple=True, metavar="微信号", help="或者微信号。")
    commands.verb("preview", "发给指定的手机看；平台每天100次。", preview, ITEM, to, names)
    commands.verb("publish", "发布到公众号主页，不推送，不占群发次数。", publish, ITEM)
    commands.verb("take-down", "从公众号主页下架。", take_down, ITEM, REASON)


def _step_line(number: int, step: ContentStep) -> str:
    return _joined(f"第{number}稿", f"{china_date(step.at)}", step.verb.label, step.by, step.opinion)


def _joined(*words: str | None) -> str:
    return " ".join(filter(None, words))


@dataclass(frozen=True, slots=True)
class Handed:
    """A manuscript as it was handed in: read, its photos decoded, before any transaction begins."""

    read: ManuscriptFile
    photos: Mapping[str, KeptPhoto]

    def enter(self, step: Step, service: ContentService) -> Manuscript:
        """The manuscript, its photos entered and named."""
        for kept in self.photos.values():
            service.add_photo(step.session, kept, step.actor, step.now)
        references = {name: kept.reference for name, kept in self.photos.items()}
        return self.read.with_references(references).manuscript


def _file(container: Container) -> Parameter:
    """An argument for a manuscript."""

    def handed(path: Path) -> Handed:
        try:
            read = read_manuscript(path.read_text("utf-8"))
            pictures = {name: (path.parent / name).read_bytes() for name in read.files}
        except (OSError, UnicodeDecodeError) as error:
            raise BadContent(f"文件读不了：{error}") from error
        return Handed(read, {name: container.content.pictures.keep(data) for name, data in pictures.items()})

    def read(_context: click.Context, _option: click.Parameter, path: Path) -> Handed:
        return refusing(lambda: handed(path))

    kind = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.argument("file", type=kind, callback=read, metavar="文件")
